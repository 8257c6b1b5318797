import * as z from 'zod';
import { assertCentavos, type Centavos, pesosFromCentavos } from '../../../shared/money/centavos.ts';
import { roundFraction } from '../../../shared/money/rounding.ts';

/**
 * How VAT treats an amount. Of interest this is not settled (LIVA 3, 15-X; domain-facts.md §F): Accounting signs it
 * (treatment/). `rate`: per cent, of what is in the amount already, because what a borrower pays is what the ledger says.
 */
export const taxSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('not-object') }),
  z.strictObject({ kind: z.literal('exempt') }),
  z.strictObject({ kind: z.literal('rate'), percent: z.literal([0, 8, 16]) }),
]);
export type Tax = z.output<typeof taxSchema>;

/** What a line of a CFDI is made of. */
export interface Line {
  readonly productKey: string;
  readonly unitKey: string;
  readonly description: string;
  /** Folio of the operation, as global invoices list it. */
  readonly identification?: string | undefined;
  readonly tax: Tax;
  /** What was paid, VAT included. */
  readonly gross: Centavos;
}

export interface TaxedAmount {
  readonly base: Centavos;
  readonly vat: Centavos;
}

/**
 * Takes the VAT out of an amount: base half up to the centavo, the VAT is the rest, so that both always sum to what was
 * paid. The VAT is then the floor or the ceiling of base × rate, which is what the SAT admits (CFDI40174: between
 * (base − half a centavo) × rate, cut, and (base + half a centavo) × rate, raised).
 */
export function splitTax(gross: Centavos, tax: Tax): TaxedAmount {
  assertCentavos(gross, 'gross');
  if (tax.kind !== 'rate') return { base: gross, vat: 0 };
  const base = roundFraction(BigInt(gross) * 100n, BigInt(100 + tax.percent), 'half-up');
  return { base, vat: gross - base };
}

export type TaxedGross = Pick<Line, 'tax' | 'gross'>;

const keyOf = (tax: Tax): string => (tax.kind === 'rate' ? rateText(tax.percent) : tax.kind);

export const isSameTax = (one: Tax, other: Tax): boolean => keyOf(one) === keyOf(other);

/** "con IVA 16 %". */
export const taxName = (tax: Tax): string =>
  tax.kind === 'rate' ? `con IVA ${tax.percent} %` : { exempt: 'exento', 'not-object': 'no objeto de IVA' }[tax.kind];

/** What was paid with each treatment. */
export function grossByTax(lines: readonly TaxedGross[]): TaxedGross[] {
  const sums = new Map<string, TaxedGross>();
  for (const { tax, gross } of lines) sums.set(keyOf(tax), { tax, gross: gross + (sums.get(keyOf(tax))?.gross ?? 0) });
  return [...sums.values()];
}

/** One sum a treatment, as the CFDI's own Impuestos tell them; what is not object of VAT is in none. */
export interface TaxSum extends TaxedAmount {
  readonly tax: Exclude<Tax, { kind: 'not-object' }>;
}

export function sumTaxes(lines: readonly TaxedGross[]): TaxSum[] {
  const sums = new Map<string, TaxSum>();
  for (const { tax, gross } of lines) {
    if (tax.kind === 'not-object') continue;
    const { base, vat } = splitTax(gross, tax);
    const before = sums.get(keyOf(tax)) ?? { tax, base: 0, vat: 0 };
    sums.set(keyOf(tax), { tax, base: before.base + base, vat: before.vat + vat });
  }
  return [...sums.values()];
}

/**
 * The taxes of what a payment paid of a deferred CFDI: VAT is taken out of the sum of a treatment, whose limits the SAT looks
 * at (BaseDR, ImporteDR); of several lines the sum of their splits may lie outside of them.
 */
export const taxesPaid = (lines: readonly TaxedGross[]): TaxSum[] => sumTaxes(grossByTax(lines));

/** 16 → "0.160000", as TasaOCuota is written. */
const rateText = (percent: number): string => `0.${String(percent).padStart(2, '0')}0000`;

/** Attributes of a Traslado of VAT (impuesto 002); `ending`: of the complement of payments, whose names end so. */
export const transferOf = (
  tax: TaxSum['tax'],
  { base, vat }: TaxedAmount,
  ending: '' | 'DR' | 'P' = '',
): Record<string, string> => ({
  [`Base${ending}`]: pesosFromCentavos(base),
  [`Impuesto${ending}`]: '002',
  [`TipoFactor${ending}`]: tax.kind === 'rate' ? 'Tasa' : 'Exento',
  ...(tax.kind === 'rate' && {
    [`TasaOCuota${ending}`]: rateText(tax.percent),
    [`Importe${ending}`]: pesosFromCentavos(vat),
  }),
});
