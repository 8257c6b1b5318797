/**
 * Whole centavos of Mexican pesos. Every amount at rest and in arithmetic is one of these;
 * decimals appear only on the wire (`pesosFromCentavos`) and on paper (`formatMxn`).
 */
export type Centavos = number;

/** Largest amount accepted anywhere: 100 thousand million pesos. Far inside 2^53, so sums stay exact. */
export const MAX_CENTAVOS: Centavos = 10_000_000_000_000;

/** Throws a RangeError unless `value` is a whole number of centavos within ±MAX_CENTAVOS. */
export function assertCentavos(value: number, name: string): Centavos {
  if (!Number.isSafeInteger(value) || Math.abs(value) > MAX_CENTAVOS) {
    throw new RangeError(`${name} must be whole centavos within ±${MAX_CENTAVOS}, got ${value}`);
  }
  return value;
}

const WIRE_AMOUNT = /^(-?)(\d{1,11})\.(\d{2})$/;

/** "1250.50" (exactly two decimals, no separators) → 125050. Undefined when the text is anything else. */
export function centavosFromPesos(text: string): Centavos | undefined {
  const match = WIRE_AMOUNT.exec(text);
  if (match === null) return undefined;
  const [, sign, pesos, cents] = match;
  const value = Number(pesos) * 100 + Number(cents);
  return sign === '-' && value !== 0 ? -value : value;
}

/** 125050 → "1250.50": the form amounts have in the API. */
export function pesosFromCentavos(centavos: Centavos): string {
  assertCentavos(centavos, 'centavos');
  const absolute = Math.abs(centavos);
  const text = `${Math.trunc(absolute / 100)}.${String(absolute % 100).padStart(2, '0')}`;
  return centavos < 0 ? `-${text}` : text;
}

/** 125050 → "$1,250.50", -100 → "-$1.00": the form amounts have for people (es-MX). */
export function formatMxn(centavos: Centavos): string {
  const wire = pesosFromCentavos(Math.abs(centavos));
  const [pesos = '0', cents = '00'] = wire.split('.');
  const grouped = pesos.replace(/\B(?=(\d{3})+$)/g, ',');
  return `${centavos < 0 ? '-' : ''}$${grouped}.${cents}`;
}
