import { expect, it } from 'vitest';
import { historyFileSchema } from '../../fixtures/histories/history-file.ts';
import { Random } from '../../independent/random.ts';
import { randomHistory } from '../../independent/random-history.ts';
import { recorded, valuedOn } from '../../support/recorded-history.ts';
import { RUNS } from '../../support/runs.ts';

/** SEED gives other histories. */
const SEED = Number(process.env.SEED ?? 1);

it(`the loan book and a second engine that walks day by day agree to the centavo on ${RUNS} random histories`, {
  timeout: 10_000 + RUNS * 500,
}, () => {
  const differing = Array.from({ length: RUNS }, (_, index) => {
    const drawn = randomHistory(new Random(SEED * 1_000_003 + index), `R${SEED}-${index}`);
    const history = historyFileSchema.parse({ histories: [drawn] }).histories[0] ?? drawn;
    const ledger = recorded(history);
    return { history, found: history.expected.map((row) => valuedOn(ledger, row)) };
  }).filter(({ history, found }) => JSON.stringify(sorted(found)) !== JSON.stringify(sorted(history.expected)));
  const ids = differing.map(({ history }) => history.id).join(' ');
  for (const { history, found } of differing.slice(0, 1)) {
    const { expected, ...story } = history;
    expect(found, `${ids}: ${JSON.stringify(story)}`).toEqual(expected);
  }
});

/** The rows with their fields in one order, so that they compare as text. */
const sorted = (rows: readonly object[]) => rows.map((row) => Object.entries(row).sort(([a], [b]) => (a < b ? -1 : 1)));
