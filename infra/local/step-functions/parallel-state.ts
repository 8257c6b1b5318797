import type { ParallelState } from './definition.ts';
import { runInner } from './inner-workflows.ts';
import { leave } from './leave.ts';
import type { Outcome, Visiting } from './scope.ts';

/** All branches at the same time, each with the same input; the first that fails cancels the others. */
export async function performParallel(state: ParallelState, visiting: Visiting): Promise<Outcome> {
  const input = state.Arguments === undefined ? visiting.input : await visiting.evaluate(state.Arguments);
  const branches = state.Branches.map((branch, index) => ({
    id: `b${index}`,
    run: (scope: Visiting['scope']) => scope.run.runWorkflow(branch, input, scope),
  }));
  const outputs = await runInner(branches, branches.length, visiting, (_index, error) => {
    throw error;
  });
  return leave(state, visiting, state.Next, { result: outputs.map((output) => output ?? null) });
}
