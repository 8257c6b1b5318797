import { isJsonArray, type Json } from '../assembly/json.ts';
import type { MapState } from './definition.ts';
import { runInner } from './inner-workflows.ts';
import { readItems } from './item-reader.ts';
import { leave } from './leave.ts';
import { batchItems, selectItems, writtenItems } from './map-items.ts';
import { type ChildResult, mapResult } from './map-result.ts';
import type { Outcome, Scope, Visiting } from './scope.ts';
import { StatesError } from './states-error.ts';

/** Step Functions would run 10,000 children at once; one machine gains nothing beyond this. */
const MOST_CHILDREN = 64;

/**
 * Every item, or batch of items, as a child of its own: it sees no variables from outside, and some may fail. Children
 * are part of the execution's journal, so that those that ended are not run again whatever happens to the runner.
 */
export async function performDistributedMap(state: MapState, visiting: Visiting): Promise<Outcome> {
  const { mapRun, items } = await writtenItems(visiting, () => childInputs(state, visiting));
  const most = (await visiting.evaluateNumber(state.MaxConcurrency ?? 0)) || MOST_CHILDREN;
  const tolerance = await toleranceOf(state, items.length, visiting);
  const failures = new Map<number, StatesError>();
  const children = items.map((input, index) => ({
    id: `d${index}`,
    run: (scope: Scope) => scope.run.runWorkflow(state.ItemProcessor, input, childScope(scope, mapRun, index, input)),
  }));
  const outputs = await runInner(children, Math.min(most, MOST_CHILDREN), visiting, (index, error) => {
    if (!(error instanceof StatesError)) throw error;
    failures.set(index, error);
    if (!tolerance(failures.size))
      throw new StatesError(
        'States.ExceedToleratedFailureThreshold',
        `${failures.size} of ${items.length} failed; one with ${error.message}`,
      );
  });
  const ended = items.map((input, index): ChildResult => {
    const failure = failures.get(index);
    return { index, input, ...(failure === undefined ? { output: outputs[index] ?? null } : { failure }) };
  });
  const result = await mapResult(state, mapRun, ended, visiting);
  return leave(state, visiting, state.Next, { result });
}

async function childInputs(state: MapState, visiting: Visiting): Promise<readonly Json[]> {
  const items =
    state.ItemReader === undefined
      ? state.Items === undefined
        ? visiting.input
        : await visiting.evaluate(state.Items)
      : await readItems(state.ItemReader, visiting);
  if (!isJsonArray(items)) throw new StatesError('States.QueryEvaluationError', 'the items of the Map are no array');
  const selected = await selectItems(state, items, visiting);
  return state.ItemBatcher === undefined ? selected : batchItems(state.ItemBatcher, selected, visiting);
}

function childScope(scope: Scope, mapRun: string, index: number, input: Json): Scope {
  const name = `${mapRun}-${index}`;
  const execution = { Id: childArn(scope.run.record.started.arn, name), Name: name, Input: input };
  const StartTime = new Date().toISOString();
  const { Execution: _around, Map: _map, State: _state, ...shared } = scope.context;
  return { ...scope, variables: {}, context: { ...shared, Execution: { ...execution, StartTime } } };
}

const childArn = (parentArn: string, name: string): string => parentArn.replace(/[^:]*$/, name);

/** Whether so many failures are still borne: within every limit that the state gives, none without a limit. */
async function toleranceOf(state: MapState, total: number, visiting: Visiting): Promise<(failed: number) => boolean> {
  const { ToleratedFailureCount: count, ToleratedFailurePercentage: percentage } = state;
  const most = count === undefined ? undefined : await visiting.evaluateNumber(count);
  const share = percentage === undefined ? undefined : await visiting.evaluateNumber(percentage);
  if (most === undefined && share === undefined) return (failed) => failed === 0;
  return (failed) =>
    failed <= (most ?? Number.POSITIVE_INFINITY) && (failed / total) * 100 <= (share ?? Number.POSITIVE_INFINITY);
}
