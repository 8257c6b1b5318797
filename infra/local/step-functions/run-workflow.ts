import type { Json } from '../assembly/json.ts';
import type { Workflow } from './definition.ts';
import type { Scope } from './scope.ts';
import { StatesError } from './states-error.ts';
import { visitState } from './visit-state.ts';

/**
 * Runs states one after the other. A visit that the journal has behind it answers what it answered then, without doing
 * anything; so the same call takes an execution up again where it was.
 */
export async function runWorkflow(workflow: Workflow, input: Json, scope: Scope): Promise<Json> {
  let name = workflow.StartAt;
  let data = input;
  for (let visit = 0; ; visit += 1) {
    const state = workflow.States[name];
    if (state === undefined) throw new StatesError('States.Runtime', `there is no state ${name}`);
    const { output, next, assigned } = await visitState(state, name, data, scope, `${scope.path}${visit}`);
    Object.assign(scope.variables, assigned);
    if (next === undefined) return output;
    name = next;
    data = output;
  }
}
