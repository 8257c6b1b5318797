import type { ProductParameters } from './product.ts';

const UNCONFIRMED = 'Por confirmar por el Instituto';
const RATES_PRESS = `Director del Instituto en Tribuna de Sonora, 30-11-2025. ${UNCONFIRMED}`;

/**
 * The parameters as public sources state them, a start for defining a product: never read when a note is computed.
 * The no-interest average is 90 in one statement (Nov 2025) and 81 in another (Feb 2026): domain-facts.md, Contradictions.
 */
export const CUSTOMARY_PARAMETERS: ProductParameters = {
  baseRate: { value: 60_000, source: RATES_PRESS },
  bands: {
    value: [{ annualPpm: 0, averageAtLeast: 90 }, { annualPpm: 30_000 }],
    source: `${RATES_PRESS}; otra declaración (Tribuna de Sonora, 04-02-2026) dice promedio de 81`,
  },
  graceMonths: { value: 6, source: RATES_PRESS },
  firstDueMonthsAfterGrace: { value: 1, source: UNCONFIRMED },
  accrualStart: { value: 'disbursement', source: UNCONFIRMED },
  instalments: { value: 24, source: UNCONFIRMED },
  monthsBetweenInstalments: { value: 1, source: UNCONFIRMED },
  dueDateOnClosedDay: {
    value: 'next-business-day',
    source: `LGTOC arts. 81 y 174: lo que vence en día inhábil se prorroga al primer día hábil (cita por verificar). ${UNCONFIRMED}`,
  },
  amortization: { value: 'equal-instalments', source: UNCONFIRMED },
  // The instalment of the printed schedule must be enough: asked at the first due date, nobody could meet it (docs/money).
  studyInterest: { value: 'spread', source: UNCONFIRMED },
  // A peso: what no window can collect and no letter is worth.
  punctualityToleranceAmount: { value: 100, source: UNCONFIRMED },
  punctualityToleranceDays: { value: 0, source: UNCONFIRMED },
  punctualityLost: { value: 'until-current', source: UNCONFIRMED },
  defaultRate: { value: null, source: `LGTOC art. 174: a falta de tasa pactada, la del documento. ${UNCONFIRMED}` },
  defaultGraceDays: { value: 0, source: UNCONFIRMED },
  defaultGrace: { value: 'delayed', source: UNCONFIRMED },
  ordinaryOnOverdue: { value: 'stops', source: UNCONFIRMED },
  dayCount: { value: 'actual/365', source: UNCONFIRMED },
  rounding: { value: 'half-up', source: UNCONFIRMED },
  allocationOrder: {
    value: ['collectionCosts', 'defaultInterest', 'ordinaryInterest', 'principal'],
    source: 'Código de Comercio art. 364: primero intereses por orden de vencimiento, después capital',
  },
  allocationMode: { value: 'component-first', source: UNCONFIRMED },
  // With a discounted rate the fixed instalment exceeds what is due each month: holding the rest would pile up credit.
  prepayment: { value: 'next-instalments', source: UNCONFIRMED },
};
