import { assertCentavos, type Centavos } from '../money/centavos.ts';

/*
 * Our own words, because n2words 4.0.0 (es-MX) writes "veintiuno mil", "dieciseis" and
 * "mil millones veintiuno millones": none of them may stand on a receipt.
 */
const TO_29 =
  'CERO UNO DOS TRES CUATRO CINCO SEIS SIETE OCHO NUEVE DIEZ ONCE DOCE TRECE CATORCE QUINCE DIECISÉIS DIECISIETE DIECIOCHO DIECINUEVE VEINTE VEINTIUNO VEINTIDÓS VEINTITRÉS VEINTICUATRO VEINTICINCO VEINTISÉIS VEINTISIETE VEINTIOCHO VEINTINUEVE'.split(
    ' ',
  );
const TENS = ['', '', '', 'TREINTA', 'CUARENTA', 'CINCUENTA', 'SESENTA', 'SETENTA', 'OCHENTA', 'NOVENTA'];
const HUNDREDS = [
  '',
  'CIENTO',
  'DOSCIENTOS',
  'TRESCIENTOS',
  'CUATROCIENTOS',
  'QUINIENTOS',
  'SEISCIENTOS',
  'SETECIENTOS',
  'OCHOCIENTOS',
  'NOVECIENTOS',
];

function belowHundred(n: number): string {
  if (n < 30) return TO_29[n] ?? '';
  const units = n % 10;
  const tens = TENS[Math.trunc(n / 10)] ?? '';
  return units === 0 ? tens : `${tens} Y ${TO_29[units]}`;
}

function belowThousand(n: number): string {
  if (n === 100) return 'CIEN';
  const rest = n % 100;
  const hundreds = HUNDREDS[Math.trunc(n / 100)] ?? '';
  if (rest === 0) return hundreds;
  return hundreds === '' ? belowHundred(rest) : `${hundreds} ${belowHundred(rest)}`;
}

/** "UNO" loses its O before a masculine noun (un peso, veintiún mil), and VEINTIÚN takes its accent. */
function beforeNoun(words: string): string {
  if (words.endsWith('VEINTIUNO')) return words.replace(/VEINTIUNO$/, 'VEINTIÚN');
  return words.replace(/UNO$/, 'UN');
}

function belowMillion(n: number): string {
  const thousands = Math.trunc(n / 1000);
  const rest = n % 1000;
  if (thousands === 0) return belowThousand(rest);
  const head = thousands === 1 ? 'MIL' : `${beforeNoun(belowThousand(thousands))} MIL`;
  return rest === 0 ? head : `${head} ${belowThousand(rest)}`;
}

/** A whole number from 0 to 999,999,999,999 in Spanish capitals; the last word stands alone ("VEINTIUNO"). */
export function wholeNumberInWords(n: number): string {
  if (!Number.isSafeInteger(n) || n < 0 || n >= 1e12) throw new RangeError(`no words for ${n}`);
  const millions = Math.trunc(n / 1_000_000);
  const rest = n % 1_000_000;
  if (n === 0) return 'CERO';
  if (millions === 0) return belowMillion(rest);
  const head = millions === 1 ? 'UN MILLÓN' : `${beforeNoun(belowMillion(millions))} MILLONES`;
  return rest === 0 ? head : `${head} ${belowMillion(rest)}`;
}

/**
 * Centavos ≥ 0 as cheques and receipts write them in Mexico: 125050 → "(MIL DOSCIENTOS CINCUENTA PESOS 50/100 M.N.)".
 * Round millions take DE: "(UN MILLÓN DE PESOS 00/100 M.N.)". Throws a RangeError for negative or fractional amounts.
 */
export function amountInWords(amount: Centavos): string {
  assertCentavos(amount, 'amount');
  if (amount < 0) throw new RangeError('a negative amount has no words');
  const pesos = Math.trunc(amount / 100);
  const number = beforeNoun(wholeNumberInWords(pesos));
  const de = pesos >= 1_000_000 && pesos % 1_000_000 === 0 ? ' DE' : '';
  const noun = pesos === 1 ? 'PESO' : 'PESOS';
  return `(${number}${de} ${noun} ${String(amount % 100).padStart(2, '0')}/100 M.N.)`;
}
