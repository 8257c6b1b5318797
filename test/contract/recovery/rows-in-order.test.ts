import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { runFile } from '../../../functions/recovery/intake/run-file.ts';
import { eventOf } from '../../../shared/ledger/entry-item.ts';
import type { RegisterPort } from '../../../shared/register/register-port.ts';
import { startTestDynamo, type TestDynamo } from '../../support/dynamo.ts';
import { cieFile, type PaymentWorld, paymentWorld, type TestNote } from './payment-world.ts';

let dynamo: TestDynamo;
beforeAll(async () => {
  dynamo = await startTestDynamo();
});
afterAll(() => dynamo.stop());

/** Rows of 1.00, 2.00 … : the notes in turn, the slow one every third. */
async function fileOf(world: PaymentWorld, first: number, count: number) {
  const notes: TestNote[] = [];
  for (let index = 0; index < 6; index += 1) notes.push(await world.openNote(first + index));
  const [slow, ...others] = notes as [TestNote, ...TestNote[]];
  const noteOf = (index: number) => (index % 3 === 0 ? slow : others[index % 5]!);
  const rows = Array.from({ length: count }, (_, index) => ({
    reference: noteOf(index).reference,
    amount: `${index + 1}.00`,
    guide: String(index + 1),
  }));
  return { slow, notes, fileId: await world.register(`orden-${first}.txt`, cieFile(rows)) };
}

it('rows of one borrower post in the file’s order however long each takes, and other borrowers’ beside them', async () => {
  const world = paymentWorld(dynamo);
  const { slow, notes, fileId } = await fileOf(world, 70_001, 24);
  let underWay = 0;
  let atOnce = 0;
  const posted: number[] = [];
  const deps = {
    ...world.deps,
    remainingMs: () => 900_000,
    ledger: {
      ...world.deps.ledger,
      postToNote: async (command: Parameters<typeof world.deps.ledger.postToNote>[0]) => {
        const line = command.source.line ?? 0;
        underWay += 1;
        atOnce = Math.max(atOnce, underWay);
        if (command.noteId === slow.noteId) posted.push(line);
        // The later the row, the quicker it is posted: without lanes they would overtake one another.
        await wait(Math.max(0, 100 - line * 4));
        return world.deps.ledger.postToNote(command).finally(() => {
          underWay -= 1;
        });
      },
    },
  };
  expect(await runFile(deps, fileId)).toBe('done');
  expect(posted).toEqual([1, 4, 7, 10, 13, 16, 19, 22]);
  for (const note of notes) {
    const amounts = (await world.paidEntries(note)).map(({ application }) => application?.amount ?? 0);
    expect(amounts).toEqual(amounts.toSorted((a, b) => a - b));
  }
  expect(atOnce).toBeGreaterThan(2);
  // They arrived with their file, in its order: whoever posts them, and whenever, they count so among those of a day.
  const arrivals = (await world.paidEntries(slow)).map((entry) => eventOf(entry)?.arrival);
  expect(new Set(arrivals.map((arrival) => arrival?.slice(0, 9))).size).toBe(1);
  expect(arrivals.map((arrival) => Number.parseInt(arrival?.slice(10) ?? '', 36))).toEqual(posted);
});

it('no row passes others whose lookup failed: the run stops before them and the next one takes them up', async () => {
  const world = paymentWorld(dynamo);
  const { notes, fileId } = await fileOf(world, 70_101, 130);
  const asked: number[] = [];
  const findReferences: RegisterPort['findReferences'] = async (references) => {
    asked.push(references.length);
    if (asked.length === 2) throw new Error('no register');
    return world.deps.register.findReferences(references);
  };
  const deps = { ...world.deps, remainingMs: () => 900_000, register: { ...world.deps.register, findReferences } };
  const lines = async () => {
    const entries = await Promise.all(notes.map((note) => world.paidEntries(note)));
    return entries.flat().map(({ source }) => source.line ?? 0);
  };
  await expect(runFile(deps, fileId)).rejects.toThrow('no register');
  expect((await lines()).sort((a, b) => a - b)).toEqual(Array.from({ length: 100 }, (_, index) => index + 1));
  expect(await runFile(deps, fileId)).toBe('done');
  expect(asked).toEqual([100, 30, 30]);
  expect(new Set(await lines()).size).toBe(130);
});
