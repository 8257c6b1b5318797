import type { LayoutDeclaration } from '../layout.ts';

/**
 * BBVA's account movements (domain-facts.md §G3): a line with the account, then 152 characters a movement.
 * The bank's own value date, which may be the day after the deposit, is when the money is good for the bank: clearing.
 */
export const bbvaMovements: LayoutDeclaration = {
  id: 'bbva-movements',
  version: 1,
  name: 'Movimientos de cuenta BBVA',
  bank: 'BBVA',
  source:
    'Positions as another lender reads them (domain-facts.md §G3); columns without a known meaning are kept as read. Not confirmed by the institute.',
  channel: 'transfer',
  encoding: 'latin-1',
  newline: 'crlf',
  maxBytes: 64 * 1_048_576,
  maxLineBytes: 1024,
  shape: {
    type: 'fixed-width',
    width: 152,
    looksLike: /^.{89}[-+ \d,.]{16}.{23}\d{2}\/\d{2}\/\d{2}/u,
    header: {
      name: 'la línea de la cuenta',
      looksLike: /^.{2}\d{18}\s*$/,
      fields: [{ name: 'account', label: 'cuenta', kind: 'digits', from: 3, to: 20 }],
    },
    totals: null,
    ignoredLines: null,
    fields: [
      { name: 'prefix', label: 'prefijo', kind: 'text', from: 1, to: 11 },
      { name: 'reference', label: 'referencia', kind: 'text', from: 12, to: 26 },
      { name: 'concept', label: 'concepto', kind: 'text', from: 27, to: 51 },
      { name: 'extendedReference', label: 'referencia ampliada', kind: 'text', from: 52, to: 88 },
      {
        name: 'nature',
        label: 'cargo o abono',
        kind: 'code',
        from: 89,
        to: 89,
        codes: { '0': 'Abono', '1': 'Cargo' },
        unknownCode: 'fault',
      },
      { name: 'amount', label: 'importe', kind: 'amount', decimals: 'point', from: 90, to: 105 },
      { name: 'columns106', label: 'columnas 106 a 121', kind: 'text', from: 106, to: 121 },
      { name: 'legendCode', label: 'clave de leyenda', kind: 'text', from: 122, to: 124 },
      { name: 'columns125', label: 'columnas 125 a 128', kind: 'text', from: 125, to: 128 },
      { name: 'operationDate', label: 'fecha de operación', kind: 'date-ddmmyy-slashed', from: 129, to: 136 },
      { name: 'columns137', label: 'columnas 137 a 144', kind: 'text', from: 137, to: 144 },
      { name: 'bankValueDate', label: 'fecha valor', kind: 'date-ddmmyy-slashed', from: 145, to: 152 },
    ],
  },
  amount: 'amount',
  operationDate: 'operationDate',
  days: { 'deposit-day': 'operationDate', 'clearing-day': 'bankValueDate' },
  references: ['extendedReference', 'reference'],
  // No folio among its known columns: equal movements of one file are twins.
  paymentKey: {
    fields: ['account', 'operationDate', 'reference', 'extendedReference', 'nature', 'amount'],
    numberedBy: null,
  },
  // Another day, often another concept: a return repeats the reference and the amount.
  returnKey: { fields: ['account', 'amount'], reference: true },
  owner: { field: 'account', kind: 'account' },
  payerFields: ['extendedReference', 'reference', 'concept'],
  creditNumber: null,
  finality: null,
  effect: {
    field: 'nature',
    outcomes: {
      '0': { type: 'payment' },
      '1': { type: 'return', reason: 'Cargo del banco, no es un depósito.', certain: false },
    },
    returnWords: {
      field: 'concept',
      // Not the fee that the bank charges for one.
      pattern: /^(?!.*COMISI).*(?:DEVUEL|DEVOLUCI|CONTRACARGO|RECHAZAD)/i,
      reason: 'El banco devolvió un depósito.',
      incoming: 'El concepto habla de una devolución: puede ser una transferencia del instituto que el banco regresó.',
    },
    unknownReason: 'El movimiento no dice si es cargo o abono.',
  },
  referenceAlgorithm: 'bbva-36',
};
