import { parseCalendarDate } from '../../../shared/calendar/calendar-date.ts';
import { checkClabe } from '../../../shared/identity/clabe.ts';
import { type Centavos, MAX_CENTAVOS, pesosFromCentavos } from '../../../shared/money/centavos.ts';
import { guessedAmount } from './guessed-amount.ts';
import type { DelimitedField, FixedField } from './layout.ts';

/** What a field turned out to hold. `value` is canonical: dates YYYY-MM-DD, amounts "1250.50", the rest trimmed. */
export interface FieldReading {
  readonly value: string;
  /** With a fault: what the amount most likely is, so that the report can say how much money waits. */
  readonly centavos?: Centavos;
  readonly fault?: string;
  readonly warning?: string;
}

/** Reads the text of one field by its declared kind. Messages are Spanish and say place, rule and remedy. */
export function readField(field: FixedField | DelimitedField, raw: string): FieldReading {
  // One form of every accent, so that names compare, fit their length and print.
  const text = raw.normalize('NFC').trim();
  switch (field.kind) {
    case 'text':
      return { value: text };
    case 'digits':
      return /^\d+$/.test(text)
        ? { value: text }
        : { value: text, fault: `${place(field)}: debe llevar solo dígitos.` };
    case 'code':
      return readCode(field, text);
    case 'clabe':
      return readClabe(field, text);
    case 'amount':
      return readAmount(field, text);
    default:
      return readDate(field, text, DATE_SHAPES[field.kind]);
  }
}

/** "Columnas 79 a 89 (importe)" or "Columna «importe»": where a person finds the field. */
export function place(field: FixedField | DelimitedField): string {
  if ('header' in field) return `Columna «${field.header}»`;
  return field.from === field.to
    ? `Columna ${field.from} (${field.label})`
    : `Columnas ${field.from} a ${field.to} (${field.label})`;
}

function readCode(field: FixedField | DelimitedField, text: string): FieldReading {
  const value = text.toUpperCase();
  const codes = field.codes ?? {};
  if (Object.hasOwn(codes, value)) return { value };
  const message = `${place(field)}: ${quoted(text)} no está entre las claves conocidas (${Object.keys(codes).join(', ')}).`;
  return field.unknownCode === 'fault' ? { value, fault: message } : { value, warning: message };
}

/** Only a warning: the bank has already charged or refused the account, and money charged must not be lost. */
function readClabe(field: FixedField | DelimitedField, text: string): FieldReading {
  const [fault] = checkClabe(text);
  return fault === undefined ? { value: text } : { value: text, warning: `${place(field)}: ${fault.message}` };
}

const AMOUNT_WITH_POINT = /^([+-]?)(\d{1,3}(?:,\d{3})+|\d+)\.(\d{2})$/;
const AMOUNT_IN_CENTAVOS = /^([+-]?)(\d*)(\d{2})$/;

function readAmount(field: FixedField | DelimitedField, text: string): FieldReading {
  const match = (field.decimals === 'implied' ? AMOUNT_IN_CENTAVOS : AMOUNT_WITH_POINT).exec(text);
  if (match === null) {
    const rule = field.decimals === 'implied' ? 'solo dígitos, los dos últimos de centavos' : 'dos decimales con punto';
    const fault = `${place(field)}: ${quoted(text)} no es un importe; se escribe con ${rule}.`;
    const centavos = guessedAmount(text);
    return centavos === null ? { value: text, fault } : { value: text, centavos, fault };
  }
  const [, sign, pesos = '', cents = ''] = match;
  const absolute = Number(pesos.replaceAll(',', '')) * 100 + Number(cents);
  if (!Number.isSafeInteger(absolute) || absolute > MAX_CENTAVOS) {
    return { value: text, fault: `${place(field)}: el importe pasa del máximo que se acepta en un pago.` };
  }
  const centavos = sign === '-' && absolute !== 0 ? -absolute : absolute;
  const value = pesosFromCentavos(centavos);
  if (centavos > 0) return { value, centavos };
  const how = centavos === 0 ? 'en ceros' : 'negativo';
  return {
    value,
    centavos,
    fault: `${place(field)}: importe ${how}; un pago debe ser mayor que cero. Aclare la línea con el banco.`,
  };
}

interface DateShape {
  readonly pattern: RegExp;
  readonly written: string;
  /** Pieces of the pattern in the order year, month, day. */
  readonly order: readonly [number, number, number];
}

const DATE_SHAPES: Readonly<Record<'date-ddmmyy' | 'date-ddmmyy-slashed' | 'date-yyyymmdd' | 'date-iso', DateShape>> = {
  'date-ddmmyy': { pattern: /^(\d{2})(\d{2})(\d{2})$/, written: 'DDMMAA', order: [3, 2, 1] },
  'date-ddmmyy-slashed': { pattern: /^(\d{2})\/(\d{2})\/(\d{2})$/, written: 'DD/MM/AA', order: [3, 2, 1] },
  'date-yyyymmdd': { pattern: /^(\d{4})(\d{2})(\d{2})$/, written: 'AAAAMMDD', order: [1, 2, 3] },
  'date-iso': { pattern: /^(\d{4})-(\d{2})-(\d{2})$/, written: 'AAAA-MM-DD', order: [1, 2, 3] },
};

function readDate(field: FixedField | DelimitedField, text: string, shape: DateShape): FieldReading {
  const pieces = shape.pattern.exec(text);
  const [year = '', month = '', day = ''] = shape.order.map((index) => pieces?.[index] ?? '');
  // Years of two digits are of this century: no note is older than the institute's electronic files.
  const date = parseCalendarDate(`${year.length === 2 ? `20${year}` : year}-${month}-${day}`);
  if (date !== undefined) return { value: date };
  return {
    value: text,
    fault: `${place(field)}: ${quoted(text)} no es una fecha que exista; se escribe ${shape.written}.`,
  };
}

/**
 * Text of a file inside a message: short and printable. In a line whose values are out of place a name may stand
 * where an amount should, so a text with words is never repeated.
 */
function quoted(text: string): string {
  if (/\p{L}{4}/u.test(text)) return 'el texto que trae';
  const printable = text.replace(/[^\x20-\x7e\xa0-\uffff]/g, '·');
  return `«${printable.length > 24 ? `${printable.slice(0, 24)}…` : printable}»`;
}
