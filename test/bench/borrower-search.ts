import { deterministicId } from '../../shared/canonical/deterministic-id.ts';
import { OFFICES } from '../../shared/institute/offices.ts';
import { createBorrowerFinder } from '../../shared/register/find-borrowers.ts';
import { borrowerFinders } from '../../shared/register/finder-records.ts';
import { batchPut } from '../../shared/store/batches.ts';
import { makePerson } from '../demonstration/lending/people.ts';
import { seededDice } from '../demonstration/seeded-random.ts';
import type { BenchLine, BenchPart } from './bench-line.ts';
import type { BenchStore } from './bench-store.ts';
import { openFilledStore } from './cached-store.ts';
import { meterCapacity, unitsOf } from './capacity-meter.ts';

const BORROWERS = 31_317;
const PER_ROUND = 500;
const MOST_CALLS = 3;

/** What a clerk types; the surnames of the demonstration are few, so each is more frequent than any in Sonora. */
const TYPED = [
  'lopez',
  'lópez mar',
  'garcia lopez',
  'maria',
  'lop',
  'lopes',
  'garsia maria',
  'hernandes',
  'zzyzx',
  'lopez lopez',
] as const;

/**
 * Searches by name over as many borrowers as the institute has: calls and units of each, in a process that has read the
 * words of all names (a first search reads them besides), and for one office as well as for all.
 */
export const borrowerSearch: BenchPart = {
  name: 'search',
  title: 'Search of a borrower by name',
  async run({ quick, say }) {
    const borrowers = quick ? 2_000 : BORROWERS;
    const store = await openFilledStore(`borrowers-${borrowers}`, (filled) => fill(filled, borrowers, say));
    try {
      const documents = store.connect();
      const meter = meterCapacity(documents);
      const finder = createBorrowerFinder(documents, store.tables.REGISTER_TABLE, () => new Date());
      await finder.byName('lopez', { offices: 'all', limit: 20 });
      const first = unitsOf(meter.take());
      const lines: BenchLine[] = [
        { measure: 'first search of a process', figure: first.readUnits, unit: 'RRU', remark: `${first.calls} calls` },
      ];
      for (const offices of ['all', [OFFICES[2]]] as const)
        for (const typed of TYPED) {
          const started = performance.now();
          const { borrowers: found, instead } = await finder.byName(typed, { offices, limit: 20 });
          const milliseconds = performance.now() - started;
          const { calls, readUnits } = unitsOf(meter.take());
          const who = offices === 'all' ? 'all offices' : 'one office';
          const told = instead === undefined ? '' : `, as ${instead}`;
          lines.push({
            measure: `«${typed}», ${who}`,
            figure: calls,
            unit: 'calls',
            target: { atMost: MOST_CALLS },
            remark: `${readUnits} RRU, ${milliseconds.toFixed(0)} ms, ${found.length} shown${told}`,
          });
        }
      return lines;
    } finally {
      await store.stop();
    }
  },
};

async function fill(
  { connect, tables }: BenchStore,
  borrowers: number,
  say: (progress: string) => void,
): Promise<void> {
  const documents = connect();
  const dice = seededDice(20_261_126);
  for (let from = 0; from < borrowers; from += PER_ROUND) {
    const records = new Map<string, Record<string, unknown>>();
    for (let number = from; number < Math.min(from + PER_ROUND, borrowers); number += 1) {
      const { name } = makePerson(dice, number, { from: 1985, to: 2005 });
      const office = dice.pick(OFFICES);
      const borrowerId = deterministicId('bench-borrower', String(number));
      const file = { fileId: deterministicId('bench-file', String(number)), office };
      const phone = { kind: 'phone', value: `662${String(number).padStart(7, '0')}` } as const;
      for (const record of borrowerFinders({ borrowerId, name, office, contactPoints: [phone] }, file))
        records.set(`${record.PK}|${record.SK}`, { ...record });
    }
    await batchPut(documents, tables.REGISTER_TABLE, [...records.values()]);
    if (from % 10_000 === 0) say(`${from} of ${borrowers} borrowers`);
  }
}
