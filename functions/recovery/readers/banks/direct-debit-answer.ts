import type { LayoutDeclaration, TotalsLine } from '../layout.ts';
import { DIRECT_DEBIT_RESPONSES, directDebitOutcomes } from './direct-debit-responses.ts';

/**
 * The head of the file that the institute sent, which comes back in front of the answers with some banks: issuer 4–8,
 * date 9–16, sequence 17–18, then how many charges and for how much. Every charge gets an answer, made or not.
 */
const ISSUER_HEAD: TotalsLine = {
  name: 'El encabezado del emisor',
  looksLike: /^HCP/,
  covers: 'rows-after',
  optional: true,
  count: { name: 'count', label: 'número de registros', kind: 'digits', from: 19, to: 24 },
  sum: { name: 'sum', label: 'importe total', kind: 'amount', decimals: 'implied', from: 25, to: 39 },
};

/** A bank's answer to a direct debit file (domain-facts.md §G3): 168 characters. */
export const directDebitAnswer: LayoutDeclaration = {
  id: 'direct-debit-answer',
  version: 1,
  name: 'Respuesta de domiciliación',
  bank: 'Banco domiciliador',
  source:
    'Positions of credit, amount, CLABE and key as another lender reads them (domain-facts.md §G3). The head as that lender writes it in the file it sends. The bank, its list of keys, and that an answer is whole (every charge of its head): not confirmed by the institute.',
  channel: 'direct-debit',
  encoding: 'ascii',
  newline: 'lf',
  maxBytes: 64 * 1_048_576,
  maxLineBytes: 1024,
  shape: {
    type: 'fixed-width',
    width: 168,
    looksLike: /^D.{99}[-+ \d.,]{15}.{18}[\d ]{18}.{15}..$/u,
    header: null,
    totals: ISSUER_HEAD,
    ignoredLines: null,
    fields: [
      {
        name: 'recordType',
        label: 'tipo de registro',
        kind: 'code',
        from: 1,
        to: 1,
        codes: { D: 'Detalle' },
        unknownCode: 'fault',
      },
      { name: 'date', label: 'fecha de cargo', kind: 'date-yyyymmdd', from: 2, to: 9 },
      { name: 'issuerData', label: 'datos del emisor', kind: 'text', from: 10, to: 60 },
      { name: 'credit', label: 'crédito', kind: 'text', from: 61, to: 72 },
      { name: 'legend', label: 'leyenda', kind: 'text', from: 73, to: 100 },
      { name: 'amount', label: 'importe', kind: 'amount', decimals: 'point', from: 101, to: 115 },
      { name: 'bankCode', label: 'banco', kind: 'text', from: 116, to: 118 },
      { name: 'accountType', label: 'tipo de cuenta', kind: 'text', from: 119, to: 133 },
      { name: 'clabe', label: 'CLABE', kind: 'clabe', from: 134, to: 151 },
      { name: 'flags', label: 'indicadores', kind: 'text', from: 152, to: 166 },
      {
        name: 'responseKey',
        label: 'clave de respuesta',
        kind: 'code',
        from: 167,
        to: 168,
        codes: DIRECT_DEBIT_RESPONSES,
      },
    ],
  },
  amount: 'amount',
  operationDate: 'date',
  days: { 'charge-day': 'date' },
  references: [],
  paymentKey: { fields: ['date', 'credit', 'amount'], numberedBy: null },
  returnKey: { fields: ['date', 'credit', 'amount'], reference: false },
  // The issuer's number has no known place in an answer.
  owner: null,
  payerFields: ['credit', 'legend'],
  creditNumber: 'credit',
  finality: null,
  effect: {
    field: 'responseKey',
    outcomes: directDebitOutcomes,
    unknownReason:
      'El banco no hizo el cargo: su clave de respuesta no está en el catálogo. Pregunte al banco qué significa.',
  },
  referenceAlgorithm: null,
};
