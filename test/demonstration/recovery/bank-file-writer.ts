import { bbvaCie, bbvaCieImpliedDecimals } from '../../../functions/recovery/readers/banks/bbva-cie.ts';
import { bbvaMovements } from '../../../functions/recovery/readers/banks/bbva-movements.ts';
import { directDebitAnswer } from '../../../functions/recovery/readers/banks/direct-debit-answer.ts';
import { internetGateway } from '../../../functions/recovery/readers/banks/internet-gateway.ts';
import type { LayoutDeclaration } from '../../../functions/recovery/readers/layout.ts';
import type { CalendarDate } from '../../../shared/calendar/calendar-date.ts';
import type { Centavos } from '../../../shared/money/centavos.ts';
import { fixedWidthLine, writtenAmount } from './fixed-width-line.ts';

/** A line written as it stands, for files that must hold a bad one. */
export interface RawLine {
  readonly rawLine: string;
}

export interface CieFileRow {
  readonly date: CalendarDate;
  readonly reference: string;
  /** Zero and negative amounts are written as they are: they make a bad row. */
  readonly amount: Centavos;
  /** EFE cash, CIF firm collection, CIS salvo buen fin, REM remittance. Default EFE. */
  readonly paymentType?: string;
  readonly concept?: string;
  readonly agreementNumber?: string;
  readonly branch?: string;
  /** Seven characters; default: the line's number, so that rows are not equal by accident. */
  readonly guide?: string;
}

/** A CIE report. `version` 2 writes amounts without the decimal point. */
export function makeCieFile(
  rows: readonly (CieFileRow | RawLine)[],
  { version = 1 }: { readonly version?: 1 | 2 } = {},
): Uint8Array {
  const layout = version === 1 ? bbvaCie : bbvaCieImpliedDecimals;
  const lines = rows.map((row, index) =>
    'rawLine' in row
      ? row.rawLine
      : fixedWidthLine(layout, {
          date: dayMonthYear(row.date, ''),
          agreementNumber: row.agreementNumber ?? '01234567',
          paymentType: row.paymentType ?? 'EFE',
          branch: row.branch ?? '0500',
          guide: row.guide ?? String(index + 1).padStart(7, '0'),
          reference: row.reference,
          concept: row.concept ?? '',
          amount: writtenAmount(row.amount, 11, version === 1 ? '.' : ''),
        }),
  );
  return encoded(layout, lines);
}

export interface DirectDebitAnswerRow {
  /** Charge day. */
  readonly date: CalendarDate;
  /** Up to twelve characters; a number is padded with zeros. */
  readonly creditNumber: string;
  readonly amount: Centavos;
  /** 18 digits. */
  readonly clabe: string;
  /** '00' (default) = charged; the rest in direct-debit-responses.ts. */
  readonly responseKey?: string;
}

/** A bank's answer to a direct debit file. */
export function makeDirectDebitAnswerFile(rows: readonly (DirectDebitAnswerRow | RawLine)[]): Uint8Array {
  const lines = rows.map((row) =>
    'rawLine' in row
      ? row.rawLine
      : fixedWidthLine(directDebitAnswer, {
          recordType: 'D',
          date: row.date.replaceAll('-', ''),
          credit: row.creditNumber.padStart(12, '0'),
          amount: writtenAmount(row.amount, 15, '.'),
          bankCode: '012',
          accountType: 'CLABE',
          clabe: row.clabe,
          responseKey: row.responseKey ?? '00',
        }),
  );
  return encoded(directDebitAnswer, lines);
}

export interface MovementRow {
  readonly operationDate: CalendarDate;
  /** Default: the day of the operation. */
  readonly bankValueDate?: CalendarDate;
  /** Written in the extended reference (37 characters), its first 15 in the short one. */
  readonly reference: string;
  readonly amount: Centavos;
  /** Default `credit`; a charge moves no money to the institute. */
  readonly nature?: 'credit' | 'charge';
  /** Up to 25 characters. */
  readonly concept?: string;
}

/** BBVA account movements under the line of the account (18 digits). */
export function makeMovementsFile(
  rows: readonly (MovementRow | RawLine)[],
  { account = '012345678901234567' }: { readonly account?: string } = {},
): Uint8Array {
  const lines = rows.map((row) =>
    'rawLine' in row
      ? row.rawLine
      : fixedWidthLine(bbvaMovements, {
          prefix: '22000000000',
          reference: row.reference.slice(0, 15),
          concept: row.concept ?? 'SPEI RECIBIDO',
          extendedReference: row.reference,
          nature: row.nature === 'charge' ? '1' : '0',
          amount: writtenAmount(row.amount, 16, '.'),
          legendCode: 'T17',
          operationDate: dayMonthYear(row.operationDate, '/'),
          bankValueDate: dayMonthYear(row.bankValueDate ?? row.operationDate, '/'),
        }),
  );
  return encoded(bbvaMovements, [`11${account}`, ...lines]);
}

export interface InternetFileRow {
  readonly folio: string;
  readonly date: CalendarDate;
  /** HH:MM:SS; default 12:00:00. */
  readonly time?: string;
  readonly reference: string;
  readonly name: string;
  readonly amount: Centavos;
  readonly authorization?: string;
  /** APROBADO (default) is a payment. */
  readonly status?: string;
}

/** The internet gateway's CSV, with the mark of order of bytes that Excel asks for. */
export function makeInternetFile(rows: readonly (InternetFileRow | RawLine)[]): Uint8Array {
  const lines = rows.map((row) =>
    'rawLine' in row
      ? row.rawLine
      : [
          row.folio,
          row.date,
          row.time ?? '12:00:00',
          row.reference,
          csvText(row.name),
          `"${writtenAmount(row.amount, 0, '.').replace(/\B(?=(\d{3})+\.)/g, ',')}"`,
          row.authorization ?? `A${row.folio}`,
          row.status ?? 'APROBADO',
        ].join(','),
  );
  const { shape } = internetGateway;
  const titles = shape.type === 'delimited' ? shape.fields.map((field) => field.header).join(',') : '';
  return encoded(internetGateway, [`\ufeff${titles}`, ...lines]);
}

const csvText = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

/** 2026-11-19 → "191126" or "19/11/26". */
const dayMonthYear = (date: CalendarDate, separator: string): string =>
  [date.slice(8, 10), date.slice(5, 7), date.slice(2, 4)].join(separator);

/** Lines with the layout's line end, in the layout's encoding. Throws a RangeError for a character it cannot hold. */
function encoded(layout: LayoutDeclaration, lines: readonly string[]): Uint8Array {
  const end = layout.newline === 'crlf' ? '\r\n' : '\n';
  const text = lines.map((line) => line + end).join('');
  if (layout.encoding === 'utf-8') return Buffer.from(text, 'utf8');
  if (/[^\0-\u00ff]/.test(text)) throw new RangeError(`${layout.id} is written in ${layout.encoding}`);
  return Buffer.from(text, 'latin1');
}
