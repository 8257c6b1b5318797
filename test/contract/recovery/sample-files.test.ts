import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { totalOf } from '../../../functions/recovery/intake/row-outcome.ts';
import { startTestDynamo, type TestDynamo } from '../../support/dynamo.ts';
import { type PaymentWorld, paymentWorld } from './payment-world.ts';

const folder = process.env.SAMPLES_DIR ?? join(import.meta.dirname, '../../fixtures/bank-files');
const samples = readdirSync(folder).filter((name) => /\.(txt|csv)$/.test(name));
const expectedSchema = z.object({ sumCentavos: z.int(), rows: z.array(z.object({ line: z.int() })) });

let dynamo: TestDynamo;
let world: PaymentWorld;
beforeAll(async () => {
  dynamo = await startTestDynamo();
  world = paymentWorld(dynamo);
});
afterAll(() => dynamo.stop());

describe('the sample files, posted', () => {
  it('are there', () => expect(samples.length).toBeGreaterThanOrEqual(4));

  it.each(samples)(
    '%s: every row has an ending, its money is the sum of its endings, and again it changes nothing',
    async (name) => {
      const bytes = readFileSync(join(folder, name));
      const expected = expectedSchema.parse(JSON.parse(readFileSync(join(folder, `${name}.expected.json`), 'utf8')));
      const file = await world.drop(name, bytes);
      expect(file).toMatchObject({ state: 'done', balanced: true, sumTotal: expected.sumCentavos });
      expect(totalOf(file.tally)).toEqual({ count: expected.rows.length, sum: expected.sumCentavos });
      const rows = await world.rows(file.fileId);
      expect(rows.map((row) => row.line)).toEqual(expected.rows.map((row) => row.line));
      expect(rows.filter((row) => row.outcome === 'rejected' && row.reason === null)).toEqual([]);
      const deposits = await world.deps.deposits.page('unidentified', { limit: 100 });
      const again = await world.drop(`otra-vez-${name}`, bytes);
      expect(again).toMatchObject({ state: 'duplicate', duplicateOf: file.fileId });
      expect(await world.deps.deposits.page('unidentified', { limit: 100 })).toEqual(deposits);
    },
  );
});
