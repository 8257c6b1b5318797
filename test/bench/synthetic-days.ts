import { applyFacts, type RollupWriter } from '../../functions/recovery/rollups/apply-facts.ts';
import { entryFact } from '../../functions/recovery/rollups/entry-fact.ts';
import { addInto } from '../../functions/recovery/rollups/measures.ts';
import type { RollupKey } from '../../functions/recovery/rollups/rollup-keys.ts';
import { addDays, type CalendarDate } from '../../shared/calendar/calendar-date.ts';
import { OFFICES } from '../../shared/institute/offices.ts';
import type { Entry } from '../../shared/ledger/ledger-items.ts';
import { CHANNELS, STAGES } from '../../shared/loan-book/event.ts';
import type { StoredItem } from '../../shared/store/pages.ts';
import { paymentOf } from '../fixtures/entries.ts';

/** External lawyers and agents with files in their hands. The institute's number is not known. */
export const AGENTS = 12;
/** Bank value dates that one day's payments bring along. */
const VALUE_DATES = 5;
const FACTS_AT_ONCE = 10_000;

/**
 * Payments of one business day over every office, channel, stage and agent, the more of them the more payments; by the
 * hundred thousand every combination occurs.
 */
function* paymentsOf(day: CalendarDate, count: number): Generator<Entry> {
  for (let index = 0; index < count; index += 1) {
    const next = turnsOf(index);
    const office = OFFICES[next(OFFICES.length)] ?? 'hermosillo';
    const channel = CHANNELS[next(CHANNELS.length)] ?? 'cie';
    const stage = STAGES[next(STAGES.length)] ?? 'administrative';
    const lawyer = next(AGENTS);
    const agent = stage === 'administrative' ? null : `abogado-${String(lawyer).padStart(2, '0')}`;
    const parts = {
      principalOverdue: 40_000 + (index % 900),
      ordinaryInterest: 1_200 + (index % 70),
      defaultInterest: index % 3 === 0 ? 900 : 0,
      collectionCosts: index % 50 === 0 ? 15_000 : 0,
    };
    yield paymentOf(`${day}-${index}`, 1, parts, {
      recordedOn: day,
      valueDate: addDays(day, -next(VALUE_DATES)),
      overdue: index % 4 !== 0,
      recognised: 700,
      channel,
      dimensions: { office, stage, agent, product: 'superior' },
    });
  }
}

/** The digits of a number in mixed radix, so that every combination has its turn. */
function turnsOf(index: number): (choices: number) => number {
  let left = index;
  return (choices) => {
    const digit = left % choices;
    left = Math.floor(left / choices);
    return digit;
  };
}

/**
 * The rollup items that a day's payments make: real facts through the real batches; only the writing is done in memory,
 * and without the notes' marks, which no report reads.
 */
export function rollupsInMemory() {
  const items = new Map<string, { readonly key: RollupKey; readonly measures: Record<string, number> }>();
  const writer: RollupWriter = {
    async apply({ sums }) {
      for (const { key, measures } of sums) {
        const name = `${key.PK}|${key.SK}`;
        const item = items.get(name) ?? { key, measures: {} };
        addInto(item.measures, measures);
        items.set(name, item);
      }
      return 'applied';
    },
    lastApplied: async () => new Map(),
  };
  return {
    async addDay(day: CalendarDate, payments: number): Promise<void> {
      let facts: ReturnType<typeof entryFact>[] = [];
      for (const entry of paymentsOf(day, payments)) {
        facts.push(entryFact(entry));
        if (facts.length < FACTS_AT_ONCE) continue;
        await applyFacts(writer, facts);
        facts = [];
      }
      await applyFacts(writer, facts);
    },
    items: (): StoredItem[] => [...items.values()].map(({ key, measures }) => ({ ...key, ...measures })),
  };
}
