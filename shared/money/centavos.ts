/**
 * Whole centavos of Mexican pesos. Every amount at rest and in arithmetic is one of these;
 * decimals appear only on the wire (`pesosFromCentavos`) and on paper (`formatMxn`).
 */
export type Centavos = number;

/**
 * Largest single amount accepted from anybody (a payment, a disbursement, a row of a bank file): 100 thousand million
 * pesos. It is stated here once; whatever speaks of a largest amount reads it.
 */
export const MAX_CENTAVOS: Centavos = 10_000_000_000_000;

/**
 * Largest sum: the safe integers, some 90 million million pesos, which 900 payments of the largest amount do not reach.
 * Sums, balances and interest are held to it and not to MAX_CENTAVOS, so that no accepted amount breaks a report.
 * Beyond it whole centavos stop being exact: adding (rollups/measures.ts) and writing them down throw a RangeError.
 */
export const MAX_SUM: Centavos = Number.MAX_SAFE_INTEGER;

/** Throws a RangeError unless `value` is a whole number of centavos within ±MAX_CENTAVOS. */
export function assertCentavos(value: number, name: string): Centavos {
  return assertWithin(value, name, MAX_CENTAVOS);
}

/** Throws a RangeError unless `value` is a whole number of centavos within ±MAX_SUM. */
export function assertSum(value: number, name: string): Centavos {
  return assertWithin(value, name, MAX_SUM);
}

function assertWithin(value: number, name: string, largest: Centavos): Centavos {
  if (!Number.isSafeInteger(value) || Math.abs(value) > largest) {
    throw new RangeError(`${name} must be whole centavos within ±${largest}, got ${value}`);
  }
  return value;
}

/** The text of an amount on the wire: up to the fourteen digits of MAX_SUM, exactly two decimals. */
export const WIRE_AMOUNT = /^(-?)(\d{1,14})\.(\d{2})$/;

/** "1250.50" (exactly two decimals, no separators) → 125050. Undefined for anything else, or beyond ±MAX_SUM. */
export function centavosFromPesos(text: string): Centavos | undefined {
  const match = WIRE_AMOUNT.exec(text);
  if (match === null) return undefined;
  const [, sign, pesos, cents] = match;
  const value = Number(pesos) * 100 + Number(cents);
  if (value > MAX_SUM) return undefined;
  return sign === '-' && value !== 0 ? -value : value;
}

/** 125050 → "1250.50": the form amounts and sums have in the API. Throws a RangeError beyond ±MAX_SUM. */
export function pesosFromCentavos(centavos: Centavos): string {
  assertSum(centavos, 'centavos');
  const absolute = Math.abs(centavos);
  const cents = absolute % 100;
  const text = `${(absolute - cents) / 100}.${String(cents).padStart(2, '0')}`;
  return centavos < 0 ? `-${text}` : text;
}

/** 125050 → "$1,250.50", -100 → "-$1.00": the form amounts have for people (es-MX). */
export function formatMxn(centavos: Centavos): string {
  const wire = pesosFromCentavos(Math.abs(centavos));
  const [pesos = '0', cents = '00'] = wire.split('.');
  const grouped = pesos.replace(/\B(?=(\d{3})+$)/g, ',');
  return `${centavos < 0 ? '-' : ''}$${grouped}.${cents}`;
}
