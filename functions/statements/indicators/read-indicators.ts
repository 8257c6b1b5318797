import { addDays, type CalendarDate, daysBetween } from '../../../shared/calendar/calendar-date.ts';
import type { Clock } from '../../../shared/calendar/clock.ts';
import { percentText } from '../../../shared/documents/percent-text.ts';
import { OFFICES, type Office } from '../../../shared/institute/offices.ts';
import { DISPUTE_CONCEPT_NAMES_ES, DISPUTE_CONCEPTS, type DisputeConcept } from '../disputes/dispute-concepts.ts';
import { refuseStatement } from '../statement-refusals.ts';
import type { IndicatorsStore } from './indicators-store.ts';
import { emptyDay, medianOf, type StatementDay, together } from './statement-day.ts';

export interface IndicatorsDeps {
  readonly clock: Pick<Clock, 'today'>;
  readonly indicators: Pick<IndicatorsStore, 'days'>;
}

/** Days of a period at most: a leap year. */
const LONGEST_DAYS = 366;
const USUAL_DAYS = 30;

const NO_BASE = 'sin base';
const ASSOCIATION =
  'Es una asociación, no un efecto: quien consulta su estado de cuenta quizá ya pensaba pagar. Pagos con fecha de 0 a 7 días después de una consulta.';

export interface Ratio {
  readonly count: number;
  readonly of: number;
  readonly share: string;
}

export interface Indicators extends Pick<StatementDay, 'asked' | 'views'> {
  readonly from: CalendarDate;
  readonly to: CalendarDate;
  readonly notCounted: readonly CalendarDate[];
  readonly resolved: Ratio;
  readonly delivered: Ratio;
  readonly revealed: Ratio;
  readonly wrong: Ratio;
  readonly medianMinutesToReveal: number | null;
  readonly bouncesByOffice: readonly (Ratio & { readonly office: Office })[];
  readonly paidAfterReveal: StatementDay['paidAfterReveal'] & { readonly reading: string };
  /** Of so many views of the statement: the share is also how many for a hundred views. */
  readonly disputesByConcept: readonly (Ratio & { readonly concept: DisputeConcept; readonly conceptName: string })[];
  readonly inTerm: Ratio;
  readonly founded: Ratio;
}

/** The indicators of a period, its days added up. Throws `period-not-valid`. */
export async function readIndicators(
  { clock, indicators }: IndicatorsDeps,
  asked: { readonly from?: CalendarDate | undefined; readonly to?: CalendarDate | undefined },
): Promise<Indicators> {
  const to = asked.to ?? addDays(clock.today(), -1);
  const from = asked.from ?? addDays(to, 1 - USUAL_DAYS);
  const length = daysBetween(from, to) + 1;
  if (length < 1 || length > LONGEST_DAYS)
    throw refuseStatement('period-not-valid', `Elija de 1 a ${LONGEST_DAYS} días, y el último no antes del primero.`);
  const days = await indicators.days(from, to);
  const counted = new Set(days.map(({ date }) => date));
  const all = Array.from({ length }, (_, place) => addDays(from, place));
  const sum = days.reduce(together, emptyDay(to));
  const { paidAfterReveal, disputes, byOffice, views } = sum;
  return {
    ...{ from, to, notCounted: all.filter((date) => !counted.has(date)), asked: sum.asked, views },
    resolved: ratio(sum.resolved, sum.asked),
    delivered: ratio(sum.delivered, sum.sent),
    revealed: ratio(sum.revealed, sum.delivered),
    wrong: ratio(sum.wrong, sum.given),
    medianMinutesToReveal: medianOf(sum.minutesToReveal) ?? null,
    bouncesByOffice: OFFICES.map((office) => {
      const { bounced, sent } = byOffice[office] ?? { bounced: 0, sent: 0 };
      return { office, ...ratio(bounced, sent) };
    }),
    paidAfterReveal: { ...paidAfterReveal, reading: ASSOCIATION },
    disputesByConcept: DISPUTE_CONCEPTS.map((concept) => ({
      ...{ concept, conceptName: DISPUTE_CONCEPT_NAMES_ES[concept] },
      ...ratio(disputes[concept] ?? 0, views),
    })),
    inTerm: ratio(sum.inTerm, sum.answered),
    founded: ratio(sum.founded, sum.answered),
  };
}

const ratio = (count: number, of: number): Ratio => ({ count, of, share: of === 0 ? NO_BASE : percentText(count, of) });
