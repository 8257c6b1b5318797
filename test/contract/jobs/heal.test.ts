import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import * as z from 'zod';
import { healHalfWay } from '../../../shared/jobs/heal.ts';
import { createLog } from '../../../shared/observability/log.ts';
import { createRecordStore, type RecordStore } from '../../../shared/store/record-store.ts';
import { defineMachine } from '../../../shared/transitions/state-machine.ts';
import { stateSchema, trackedFields } from '../../../shared/transitions/tracked.ts';
import { startTestDynamo, type TestDynamo } from '../../support/dynamo.ts';

const parcel = defineMachine({
  name: 'parcel',
  initial: ['packing'],
  halfWay: ['packing', 'leaving'],
  states: { packing: 'empacándose', leaving: 'saliendo', gone: 'enviado' },
  steps: {
    pack: { nameEs: 'empacar', by: 'person', from: ['packing'], to: 'packing' },
    packed: { nameEs: 'quedó empacado', by: 'system', from: ['packing'], to: 'leaving' },
    torn: { nameEs: 'se rompió', by: 'system', from: ['packing', 'leaving'], to: 'packing', fails: 'pack' },
    left: { nameEs: 'salió', by: 'system', from: ['leaving'], to: 'gone' },
  },
});
const parcelSchema = z.object({ ...trackedFields, id: z.string(), state: stateSchema(parcel), weight: z.int() });
type Parcel = z.infer<typeof parcelSchema>;

let dynamo: TestDynamo;
let parcels: RecordStore<Parcel>;
let shelf = 0;
const logged: Record<string, unknown>[] = [];
const log = createLog({
  functionName: 'test',
  now: () => new Date(),
  write: (line: string) => logged.push(JSON.parse(line)),
});
beforeAll(async () => {
  dynamo = await startTestDynamo();
});
afterAll(() => dynamo.stop());
beforeEach(async () => {
  shelf += 1;
  logged.length = 0;
  const own = `PARCELS${shelf}`;
  parcels = createRecordStore<Parcel>(dynamo.documents, dynamo.tables.SYSTEM_TABLE, {
    schema: parcelSchema,
    keyOf: (id) => ({ PK: `${own}#${id}`, SK: 'PARCEL' }),
    idOf: ({ id }) => id,
    index: 'index1',
    partitionOf: (state) => `${own}#${state.toUpperCase()}`,
    sortedBy: () => '2026-11-20',
  });
  for (const id of ['a', 'b', 'c'])
    await parcels.write({ id, state: id === 'c' ? 'leaving' : 'packing', weight: 1, history: [], version: 1 });
});

const heal = (
  finish: (one: Parcel) => Promise<unknown>,
  records: Parameters<typeof healHalfWay<string, Parcel>>[3] = parcels,
) => healHalfWay(log, 'heal-parcels', parcel, records, finish);

it('finishes what is half way in every such state, and says how many', async () => {
  const finished: string[] = [];
  expect(await heal(async ({ id }) => finished.push(id))).toBe(3);
  expect(finished).toEqual(['a', 'b', 'c']);
});

it('goes on behind one that cannot be finished, tells it, and fails at the end so that its alarm rings', async () => {
  const finished: string[] = [];
  const healing = heal(async ({ id }) => {
    if (id === 'a') throw new TypeError('busy');
    finished.push(id);
  });
  await expect(healing).rejects.toThrow('heal-parcels: 1 could not be finished');
  expect(finished).toEqual(['b', 'c']);
  expect(logged).toEqual([
    expect.objectContaining({ event: 'job-failed', job: 'heal-parcels', errorName: 'TypeError' }),
  ]);
});

it('finishes each as it stands now, and leaves what ended since it was listed', async () => {
  const listed = await Promise.all(['a', 'b'].map(async (id) => (await parcels.find(id))!));
  await parcels.write({ ...listed[0]!, state: 'gone', version: 2 });
  await parcels.write({ ...listed[1]!, weight: 7, version: 2 });
  const lagging = {
    ...parcels,
    async *all(state: string) {
      if (state === 'packing') yield* listed;
    },
  };
  const finished: [string, number][] = [];
  expect(await heal(async ({ id, weight }) => finished.push([id, weight]), lagging)).toBe(1);
  expect(finished).toEqual([['b', 7]]);
});
