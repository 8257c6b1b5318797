import { Decimal } from 'decimal.js';
import { type CalendarDate, daysBetween } from '../../../shared/calendar/calendar-date.ts';
import type { Centavos } from '../../../shared/money/centavos.ts';

/** Money that comes in on a day: centavos. */
export interface Flow {
  readonly on: CalendarDate;
  readonly amount: Centavos;
}

const Exact = Decimal.clone({ precision: 40, rounding: Decimal.ROUND_HALF_UP });
const ONE = 1_000_000;
const DAYS_A_YEAR = 365;

/**
 * What flows are worth on a day, at an effective rate a year in parts per million: each divided by (1 + rate) to the power
 * of its days by 365. Exact until the sum is rounded, half up, to a centavo. No flow may lie before the day.
 */
export const presentValue = (flows: readonly Flow[], on: CalendarDate, discountPpm: number): Centavos =>
  rounded(exactValue(flows, on, discountPpm));

/**
 * What is expected of flows: their value by the probability that they come in, less what is spent whatever comes (centavos
 * of the day). May be less than nothing.
 */
export const expectedRecovery = (
  flows: readonly Flow[],
  on: CalendarDate,
  { discountPpm, probabilityPpm, cost }: { discountPpm: number; probabilityPpm: number; cost: Centavos },
): Centavos => rounded(exactValue(flows, on, discountPpm).times(probabilityPpm).dividedBy(ONE).minus(cost));

function exactValue(flows: readonly Flow[], on: CalendarDate, discountPpm: number): Decimal {
  const year = new Exact(ONE + discountPpm).dividedBy(ONE);
  return flows.reduce((sum, flow) => {
    const days = daysBetween(on, flow.on);
    if (days < 0) throw new RangeError(`a flow of ${flow.on} lies before ${on}`);
    return sum.plus(new Exact(flow.amount).dividedBy(year.pow(new Exact(days).dividedBy(DAYS_A_YEAR))));
  }, new Exact(0));
}

const rounded = (value: Decimal): Centavos => value.toDecimalPlaces(0).toNumber();
