import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDayFiles, unreadMoney } from '../../../functions/recovery/reports/closing/reconcile-files.ts';
import { reconciliationOf } from '../../../functions/recovery/reports/figures/reconciliation-result.ts';
import { startTestDynamo, type TestDynamo } from '../../support/dynamo.ts';
import { cieFile, paymentWorld } from '../recovery/payment-world.ts';

let dynamo: TestDynamo;
beforeAll(async () => {
  dynamo = await startTestDynamo();
});
afterAll(() => dynamo.stop());

const reported = (name: string) => readFileSync(join(import.meta.dirname, '../../fixtures/bank-files/reported', name));
const unreadOf = async (world: ReturnType<typeof paymentWorld>) => {
  const files = createDayFiles(world.deps.files);
  return unreadMoney(files, await files.of(world.clock.today()));
};

describe('what nobody could read', () => {
  it('a file refused whole stands in the day with its lines, its money and why; the day is not reconciled', async () => {
    const world = paymentWorld(dynamo, '2026-11-10');
    expect((await unreadOf(world)).checks).toMatchObject([{ code: 'unread', ok: true }]);
    const file = await world.drop('f4-header-renamed.csv', reported('f4-header-renamed.csv'));
    expect(file).toMatchObject({ state: 'refused', unread: { lines: 2, sum: 50_000 } });
    const { checks, differences } = await unreadOf(world);
    expect(checks).toMatchObject([{ code: 'unread', ok: false, left: { count: 2, amount: 50_000 } }]);
    expect(differences).toMatchObject([
      {
        check: 'unread',
        where: 'Archivo f4-header-renamed.csv',
        detail: expect.stringMatching(
          /^Se rechazó completo; traía 2 líneas; \$500\.00 aproximadamente\. .*«Pagos por internet/,
        ),
        expected: 50_000,
        found: 0,
      },
    ]);
    expect(reconciliationOf('2026-11-11T13:00:00.000Z', checks, differences).statusLabel).toBe('Con diferencias');
  });

  it('a file of CR line ends whose lines are no rows, and one of another account, are told with their money', async () => {
    const world = paymentWorld(dynamo, '2026-11-11');
    const others = cieFile([{ reference: 'CREDEDUC000010002', amount: '321.00' }]).toString('latin1');
    await world.drop('ajeno.txt', Buffer.from(others.replace('01234567', '09999999'), 'latin1'));
    await world.drop('cr.csv', Buffer.from(reported('f4-cr-only.csv').toString().replace('estatus', 'estado')));
    expect((await unreadOf(world)).differences.map(({ where, expected }) => [where, expected]).toSorted()).toEqual([
      ['Archivo ajeno.txt', 32_100],
      ['Archivo cr.csv', 20_000],
    ]);
  });

  it('a book or a picture is told without money', async () => {
    const world = paymentWorld(dynamo, '2026-11-12');
    await world.drop('libro.xlsx', Buffer.from([0x50, 0x4b, 3, 4, 0, 0]));
    expect((await unreadOf(world)).differences).toMatchObject([
      { where: 'Archivo libro.xlsx', detail: expect.stringContaining('no se sabe qué contenía'), expected: 0 },
    ]);
  });

  it('rows that could not be read are told by their lines, with their money where it can be guessed', async () => {
    const world = paymentWorld(dynamo, '2026-11-13');
    const note = await world.openNote(80_001);
    const row = { reference: note.reference, amount: '10.00' };
    const file = await world.drop(
      'sin-decimales.txt',
      cieFile([
        { ...row, guide: '1', date: '2026-11-12' },
        { ...row, guide: '2', amount: '500', date: '2026-11-12' },
        { ...row, guide: '3', date: '2026-02-30' },
        { ...row, guide: '4', amount: '1X.00', date: '2026-11-12' },
      ]),
    );
    expect(file).toMatchObject({ state: 'done', balanced: true, sumTotal: 52_000 });
    expect(file.tally.unreadable).toEqual({ count: 3, sum: 51_000 });
    expect((await unreadOf(world)).differences).toMatchObject([
      {
        where: 'Archivo sin-decimales.txt',
        detail: '3 renglones no se pudieron leer (2, 3, 4); $510.00 aproximadamente.',
        expected: 51_000,
      },
    ]);
  });
});
