import { isJsonArray, type Json } from '../assembly/json.ts';
import type { MapState } from './definition.ts';
import { performDistributedMap } from './distributed-map.ts';
import { runInner } from './inner-workflows.ts';
import { leave } from './leave.ts';
import { selectItems, writtenItems } from './map-items.ts';
import type { Outcome, Visiting } from './scope.ts';
import { StatesError } from './states-error.ts';

/** Step Functions runs at most this many iterations of an inline map at once. */
const MOST_INLINE = 40;

export function performMap(state: MapState, visiting: Visiting): Promise<Outcome> {
  return state.ItemProcessor.ProcessorConfig?.Mode === 'DISTRIBUTED'
    ? performDistributedMap(state, visiting)
    : performInlineMap(state, visiting);
}

/** Every item within the execution itself; the first that fails cancels the others. */
async function performInlineMap(state: MapState, visiting: Visiting): Promise<Outcome> {
  if (state.ItemReader ?? state.ItemBatcher ?? state.ResultWriter)
    throw new StatesError('States.Runtime', 'an inline Map has no ItemReader, ItemBatcher or ResultWriter');
  const most = (await visiting.evaluateNumber(state.MaxConcurrency ?? 0)) || MOST_INLINE;
  const { items: values } = await writtenItems(visiting, async () => itemsOf(state, visiting));
  const inputs = await selectItems(state, values, visiting);
  const iterations = inputs.map((input, index) => ({
    id: `i${index}`,
    run: (scope: Visiting['scope']) => {
      const context = { ...scope.context, Map: { Item: { Index: index, Value: values[index] ?? null } } };
      return scope.run.runWorkflow(state.ItemProcessor, input, { ...scope, context });
    },
  }));
  const outputs = await runInner(iterations, Math.min(most, MOST_INLINE), visiting, (_index, error) => {
    throw error;
  });
  return leave(state, visiting, state.Next, { result: outputs.map((output) => output ?? null) });
}

async function itemsOf(state: MapState, visiting: Visiting): Promise<readonly Json[]> {
  const items = state.Items === undefined ? visiting.input : await visiting.evaluate(state.Items);
  if (!isJsonArray(items)) throw new StatesError('States.QueryEvaluationError', 'the items of the Map are no array');
  return items;
}
