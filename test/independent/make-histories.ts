import { parseArgs } from 'node:util';
import { Random } from './random.ts';
import { randomHistory } from './random-history.ts';

/** Writes random histories with what the second engine expects: node test/independent/make-histories.ts --count 1150 --seed 7 */
const { values } = parseArgs({
  options: { count: { type: 'string', default: '100' }, seed: { type: 'string', default: '1' } },
});
const seed = Number(values.seed);
const histories = Array.from({ length: Number(values.count) }, (_, index) =>
  randomHistory(new Random(seed * 1_000_003 + index), `R${seed}-${index}`),
);
process.stdout.write(
  `${JSON.stringify({ about: 'Random histories, computed day by day with exact fractions by test/independent.', histories })}\n`,
);
