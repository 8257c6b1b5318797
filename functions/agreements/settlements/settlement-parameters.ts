import { type CalendarDate, FIRST_DATE } from '../../../shared/calendar/calendar-date.ts';
import { inForce } from '../../../shared/calendar/in-force.ts';

/** A number that the institute decides on, and where it comes from. Parts per million. */
export interface Parameter {
  readonly ppm: number;
  readonly source: string;
}

/** What alternatives are compared with, as data by date. */
export interface SettlementParameters {
  /** First day of the comparisons that follow it. */
  readonly from: CalendarDate;
  /** What money later is worth less, a year, effective. */
  readonly discount: Parameter;
  /** That somebody who signs to pay in instalments pays them all. */
  readonly kept: Parameter;
  /** The same where part is forgiven if they do. */
  readonly keptWithWaiver: Parameter;
  readonly judicial: {
    /** That what is owed is recovered. */
    readonly probability: Parameter;
    /** Of what is claimed: fees and costs that are not recovered, paid whatever the outcome. */
    readonly cost: Parameter;
    /** Until it is recovered. */
    readonly months: { readonly number: number; readonly source: string };
  };
}

const UNCONFIRMED = 'Por confirmar por el Instituto: propuesta sin estadística propia';

/** Versions, the oldest first. The institute has published none of it: these are proposals, and say so. */
export const SETTLEMENT_PARAMETERS: readonly SettlementParameters[] = [
  {
    from: FIRST_DATE,
    discount: { ppm: 100_000, source: UNCONFIRMED },
    kept: { ppm: 600_000, source: UNCONFIRMED },
    keptWithWaiver: { ppm: 700_000, source: UNCONFIRMED },
    judicial: {
      probability: { ppm: 350_000, source: UNCONFIRMED },
      cost: { ppm: 200_000, source: UNCONFIRMED },
      months: { number: 24, source: UNCONFIRMED },
    },
  },
];

export const parametersOn = (on: CalendarDate): SettlementParameters => inForce(SETTLEMENT_PARAMETERS, on);
