import type { Centavos } from './centavos.ts';

/** An amount above which a person must look again. Whole centavos, with where the value comes from. */
export interface AmountLimit {
  readonly centavos: Centavos;
  readonly source: string;
}

/**
 * Above it a typed payment needs its amount typed twice, and a row of a bank file waits as a deposit for a person
 * (loan-book.md, Allocation). A payment is never refused for being large.
 */
export const PAYMENT_LIMIT: AmountLimit = {
  centavos: 20_000_000,
  source: 'Por confirmar por el Instituto: $200,000.00, varias veces el adeudo de un expediente común.',
};

/** Above it a disbursement is refused: the institute lends no such amount on one note. */
export const DISBURSEMENT_LIMIT: AmountLimit = {
  centavos: 100_000_000,
  source: 'Por confirmar por el Instituto: $1,000,000.00, más que cualquier contrato-pagaré conocido.',
};

export const isAboveLimit = (amount: Centavos, limit: AmountLimit): boolean => amount > limit.centavos;
