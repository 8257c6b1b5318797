import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { runFile } from '../../../functions/recovery/intake/run-file.ts';
import { startTestDynamo, type TestDynamo } from '../../support/dynamo.ts';
import { cieFile, paymentWorld, type TestNote } from './payment-world.ts';

let dynamo: TestDynamo;
beforeAll(async () => {
  dynamo = await startTestDynamo();
});
afterAll(() => dynamo.stop());

it('rows of one borrower post in the file’s order however slow each lookup is, and other borrowers’ beside them', async () => {
  const world = paymentWorld(dynamo);
  const slow = await world.openNote(70_001);
  const others: TestNote[] = [];
  for (let index = 2; index <= 6; index += 1) others.push(await world.openNote(70_000 + index));
  const rows = Array.from({ length: 24 }, (_, index) => ({
    reference: (index % 3 === 0 ? slow : others[index % 5]!).reference,
    amount: `${index + 1}.00`,
    guide: String(index + 1),
  }));
  let lookups = 0;
  let underWay = 0;
  let atOnce = 0;
  const posted: number[] = [];
  const deps = {
    ...world.deps,
    remainingMs: () => 900_000,
    register: {
      ...world.deps.register,
      // The later the row, the quicker its lookup: without turns they would overtake one another.
      findReference: async (reference: string) => {
        lookups += 1;
        await wait(Math.max(0, 120 - lookups * 8));
        return world.deps.register.findReference(reference);
      },
    },
    ledger: {
      ...world.deps.ledger,
      postToNote: async (command: Parameters<typeof world.deps.ledger.postToNote>[0]) => {
        underWay += 1;
        atOnce = Math.max(atOnce, underWay);
        if (command.noteId === slow.noteId) posted.push(command.source.line ?? 0);
        await wait(5);
        return world.deps.ledger.postToNote(command).finally(() => {
          underWay -= 1;
        });
      },
    },
  };
  const fileId = await world.register('orden.txt', cieFile(rows));
  expect(await runFile(deps, fileId)).toBe('done');
  expect(posted).toEqual([1, 4, 7, 10, 13, 16, 19, 22]);
  for (const note of [slow, ...others]) {
    const amounts = (await world.paidEntries(note)).map(({ application }) => application?.amount ?? 0);
    expect(amounts).toEqual(amounts.toSorted((a, b) => a - b));
  }
  expect(atOnce).toBeGreaterThan(2);
});
