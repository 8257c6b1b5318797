import { formatMxn } from '../../../shared/money/centavos.ts';
import type { BankRow, RowFault } from '../readers/bank-row.ts';
import type { RowReason } from './row-outcome.ts';

interface FirstSeen {
  readonly recordedOn: string;
  readonly line: number | null;
}

const inLine = ({ line }: FirstSeen): string => (line === null ? '' : ` (renglón ${line})`);

/** The reasons of row endings: one place for what a technician reads. No names of persons, ever. */
export const rowReasons = {
  unreadable: (faults: readonly RowFault[]): RowReason => ({
    code: 'unreadable-row',
    text: faults.map((fault) => `Columna ${fault.column}: ${fault.message}`).join(' · '),
  }),
  bankSays: (reason: string): RowReason => ({ code: 'no-payment', text: reason }),
  amountNotPositive: (): RowReason => ({
    code: 'amount-not-positive',
    text: 'El importe debe ser mayor que cero. Revise el renglón con el banco.',
  }),
  futureDate: (date: string, today: string): RowReason => ({
    code: 'future-date',
    text: `Fecha futura: el renglón dice ${date} y hoy es ${today}. El dinero queda como depósito sin identificar: asígnelo cuando llegue esa fecha o revise el renglón con el banco.`,
  }),
  aboveLimit: (amount: number, limit: number): RowReason => ({
    code: 'amount-above-limit',
    text: `El importe, ${formatMxn(amount)}, pasa de ${formatMxn(limit)}. El dinero queda como depósito sin identificar: revíselo y asígnelo.`,
  }),
  doubtful: (doubt: string): RowReason => ({
    code: 'doubtful-payment',
    text: `${doubt} El dinero queda como depósito sin identificar.`,
  }),
  missingReference: (): RowReason => ({
    code: 'missing-reference',
    text: 'El renglón no trae una referencia de pago. El dinero queda como depósito sin identificar.',
  }),
  wrongCheckDigit: (): RowReason => ({
    code: 'wrong-check-digit',
    text: 'El dígito verificador de la referencia no corresponde. El dinero queda como depósito sin identificar.',
  }),
  unknownReference: (row: BankRow): RowReason => ({
    code: 'unknown-reference',
    text: `${row.creditNumber === null ? 'La referencia' : 'El número de crédito'} no pertenece a ningún pagaré ni expediente. El dinero queda como depósito sin identificar.`,
  }),
  refusedByLedger: (detail: string): RowReason => ({
    code: 'not-postable',
    text: `No se pudo aplicar: ${detail} El dinero queda como depósito sin identificar.`,
  }),
  credit: (centavos: number): RowReason => ({
    code: 'credit',
    text: `${formatMxn(centavos)} no tenía adeudo al cual aplicarse y quedó como saldo a favor del expediente.`,
  }),
  provisional: (): RowReason => ({
    code: 'subject-to-clearing',
    text: 'Aplicado salvo buen fin: se cancela si el banco devuelve el cheque.',
  }),
  twin: (occurrence: number): RowReason => ({
    code: 'twin',
    text: `Gemelo: es el renglón ${occurrence} de este archivo con los mismos datos. El banco no da folio en este formato, así que cada uno se toma como un pago.`,
  }),
  /** Same key of the bank (folio, guide) in another file, whatever the rest of the row says. */
  possibleDuplicate: (first: FirstSeen): RowReason => ({
    code: 'equal-row-elsewhere',
    text: `El banco ya había entregado este pago en otro archivo el ${first.recordedOn}${inLine(first)}: trae la misma clave. Decida si es otro pago o el mismo.`,
  }),
  sameKeyInFile: (first: FirstSeen): RowReason => ({
    code: 'same-key-in-file',
    text: `Este archivo ya trae un renglón con la misma clave del banco${inLine(first)}. Decida si es otro pago o el mismo.`,
  }),
  otherSource: (first: FirstSeen): RowReason => ({
    code: 'seen-in-other-source',
    text: `Un pago con la misma referencia e importe, y de fecha cercana, ya llegó por otra fuente del banco el ${first.recordedOn}${inLine(first)}. Decida si es otro pago o el mismo.`,
  }),
  returned: (reason: string): RowReason => ({
    code: 'returned-by-bank',
    text: `${reason} Decida en devoluciones del banco si se cancela el pago.`,
  }),
  returnRepeated: (first: FirstSeen): RowReason => ({
    code: 'return-repeated',
    text: `El banco ya había avisado de esta devolución el ${first.recordedOn}${inLine(first)}. No se hace nada otra vez.`,
  }),
  decidedDuplicate: (reason: string): RowReason => ({ code: 'decided-duplicate', text: reason }),
  decidedApply: (reason: string): RowReason => ({ code: 'decided-apply', text: reason }),
} as const;
