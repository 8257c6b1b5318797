import { statementsWorld } from '../contract/statements/statements-world.ts';
import { ASKERS, askInTurns } from '../support/four-askers.ts';
import type { BenchLine, BenchPart } from './bench-line.ts';
import { spreadOf } from './spread.ts';

/** Medians of four kinds of request may lie so far apart (design of the statement, §12.4). */
const MOST_APART = 1.05;

/**
 * How long the public function takes to answer who asks for a link: of a file that is known, unknown, without an address, blocked.
 * In process, in turns; that answers and calls are the same is a test (test/contract/statements/asking.test.ts).
 */
export const askingAlike: BenchPart = {
  name: 'asking',
  title: 'Asking for a link, whether the file exists or not',
  async run({ quick, say }) {
    const rounds = quick ? 100 : 1_000;
    const world = await statementsWorld();
    try {
      say(`asking: ${rounds} of each kind`);
      const told = await askInTurns(world, rounds, rounds / 10);
      const medians = ASKERS.map((asker) => spreadOf(told[asker].milliseconds).median);
      return [
        {
          measure: 'asking for a link: slowest ÷ fastest of four kinds',
          figure: Math.max(...medians) / Math.min(...medians),
          unit: '×',
          target: { atMost: MOST_APART },
          remark: `medians of ${rounds} each, in turns`,
        },
        ...ASKERS.map(
          (asker): BenchLine => ({
            measure: `asking for a link, ${asker}`,
            figure: spreadOf(told[asker].milliseconds).median,
            unit: 'ms',
            spread: spreadOf(told[asker].milliseconds),
          }),
        ),
      ];
    } finally {
      await world.stop();
    }
  },
};
