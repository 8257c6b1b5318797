import * as z from 'zod';
import { OFFICES, officeSchema } from '../../../shared/institute/offices.ts';
import { storedDate } from '../../../shared/ledger/event-schema.ts';
import { DISPUTE_CONCEPTS } from '../disputes/dispute-concepts.ts';

const count = z.int().nonnegative();

/** What was counted of one day in Hermosillo. Amounts in centavos; stored under PK `STATEMENTDAYS#<year>`, SK the date. */
export const statementDaySchema = z.object({
  date: storedDate,
  /** Requests of anybody and of the portal, and how many of them became a link. */
  asked: count,
  resolved: count,
  /** Mails with a link, whoever asked for them. */
  sent: count,
  delivered: count,
  revealed: count,
  /** Data given through links and not paused, and how many were wrong. */
  given: count,
  wrong: count,
  /** Times that the statement was shown. */
  views: count,
  /** Minutes from mail to datum (`rounded`) → how many people. */
  minutesToReveal: z.record(z.string(), count),
  byOffice: z.partialRecord(officeSchema, z.object({ sent: count, bounced: count })),
  /** Net of those taken back: may be below 0 on a day of bounced cheques. */
  paidAfterReveal: z.object({ payments: z.int(), amount: z.int() }),
  disputes: z.partialRecord(z.enum(DISPUTE_CONCEPTS), count),
  /** Answers approved, in their term, and those that found for the person, wholly or in part. */
  answered: count,
  inTerm: count,
  founded: count,
});
export type StatementDay = z.output<typeof statementDaySchema>;

export const emptyDay = (date: StatementDay['date']): StatementDay => ({
  ...{ date, asked: 0, resolved: 0, sent: 0, delivered: 0, revealed: 0, given: 0, wrong: 0, views: 0 },
  ...{ minutesToReveal: {}, byOffice: {}, paidAfterReveal: { payments: 0, amount: 0 }, disputes: {} },
  ...{ answered: 0, inTerm: 0, founded: 0 },
});

/** Numbers by a key, added up. */
function addUp<Key extends string>(
  a: Readonly<Partial<Record<Key, number>>>,
  b: Readonly<Partial<Record<Key, number>>>,
): Partial<Record<Key, number>> {
  const sum: Partial<Record<Key, number>> = { ...a };
  for (const key of Object.keys(b) as Key[]) sum[key] = (sum[key] ?? 0) + (b[key] ?? 0);
  return sum;
}

const COUNTED = [
  ...['asked', 'resolved', 'sent', 'delivered', 'revealed', 'given', 'wrong', 'views'],
  ...['answered', 'inTerm', 'founded'],
] as const satisfies readonly (keyof StatementDay)[];

/** Two days as one; `date` is the later's. */
export function together(a: StatementDay, b: StatementDay): StatementDay {
  const counts = Object.fromEntries(COUNTED.map((name) => [name, Number(a[name]) + Number(b[name])]));
  const byOffice = OFFICES.map((office) => {
    const [one, other] = [a.byOffice[office], b.byOffice[office]];
    return [office, addUp(one ?? { sent: 0, bounced: 0 }, other ?? { sent: 0, bounced: 0 })];
  });
  return statementDaySchema.parse({
    ...b,
    ...counts,
    byOffice: Object.fromEntries(byOffice),
    minutesToReveal: addUp(a.minutesToReveal, b.minutesToReveal),
    disputes: addUp(a.disputes, b.disputes),
    paidAfterReveal: addUp(a.paidAfterReveal, b.paidAfterReveal),
  });
}

/** To the minute for an hour, to ten minutes for a day, to the hour after that; up. */
export function rounded(minutes: number): number {
  const step = minutes <= 60 ? 1 : minutes <= 1_440 ? 10 : 60;
  return Math.max(0, Math.ceil(minutes / step) * step);
}

/** The median of a distribution, the lower of the two in the middle; undefined: it is empty. */
export function medianOf(minutes: StatementDay['minutesToReveal']): number | undefined {
  const sorted = Object.entries(minutes).toSorted(([a], [b]) => Number(a) - Number(b));
  const middle = Math.ceil(sorted.reduce((sum, [, people]) => sum + people, 0) / 2);
  let passed = 0;
  for (const [value, people] of sorted) {
    passed += people;
    if (people > 0 && passed >= middle) return Number(value);
  }
  return undefined;
}
