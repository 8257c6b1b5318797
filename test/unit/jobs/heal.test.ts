import { expect, it } from 'vitest';
import { healHalfWay } from '../../../shared/jobs/heal.ts';
import { createLog } from '../../../shared/observability/log.ts';
import { defineMachine } from '../../../shared/transitions/state-machine.ts';

const machine = defineMachine({
  name: 'sample',
  initial: ['asked'],
  halfWay: ['doing'],
  states: { asked: 'pedido', doing: 'en curso', done: 'hecho' },
  steps: {
    begin: { nameEs: 'empezar', from: ['asked'], to: 'doing', by: 'person' },
    end: { nameEs: 'terminar', from: ['doing'], to: 'done', by: 'system' },
    fail: { nameEs: 'no poder', from: ['doing'], to: 'asked', by: 'system', fails: 'begin' },
  },
});
type State = keyof typeof machine.states;
const thing = (id: string, state: State) => ({ id, state, history: [], version: 1 });
const log = createLog({ functionName: 'test', now: () => new Date(), write: () => undefined });

/** The index as it lags: it still lists all of them as half way. */
function records(standing: Readonly<Record<string, State>>) {
  return {
    idOf: ({ id }: { id: string }) => id,
    find: async (id: string) => (standing[id] === undefined ? undefined : thing(id, standing[id])),
    async *all(state: State) {
      for (const id of ['moved', 'left', 'gone']) if (state === 'doing') yield thing(id, 'doing');
    },
  };
}

it('what the index still shows half way, but has ended or gone since, is left alone: to finish it anew would undo it', async () => {
  const finished: string[] = [];
  const healed = await healHalfWay<State, ReturnType<typeof thing>>(
    log,
    'heal-samples',
    machine,
    records({ moved: 'done', left: 'doing' }),
    async ({ id }) => void finished.push(id),
  );
  expect([healed, finished]).toEqual([1, ['left']]);
});
