import type { FixedField, LayoutDeclaration } from '../layout.ts';

const MEBIBYTE = 1_048_576;

const FIELDS_BEFORE_AMOUNT: readonly FixedField[] = [
  { name: 'date', label: 'fecha', kind: 'date-ddmmyy', from: 1, to: 6 },
  { name: 'agreementNumber', label: 'convenio', kind: 'text', from: 7, to: 14 },
  {
    name: 'paymentType',
    label: 'tipo de pago',
    kind: 'code',
    from: 15,
    to: 17,
    codes: {
      EFE: 'Efectivo',
      CIF: 'Cobranza a empresas',
      CIS: 'Salvo buen cobro',
      REM: 'Remesa',
    },
  },
  { name: 'branch', label: 'sucursal', kind: 'text', from: 18, to: 21 },
  { name: 'guide', label: 'guía CIE', kind: 'text', from: 22, to: 28 },
  { name: 'reference', label: 'referencia', kind: 'text', from: 29, to: 48 },
  { name: 'concept', label: 'concepto', kind: 'text', from: 49, to: 78 },
];

const amountField = (decimals: 'point' | 'implied'): FixedField => ({
  name: 'amount',
  label: 'importe',
  kind: 'amount',
  decimals,
  from: 79,
  to: 89,
});

/** BBVA's CIE collection report (domain-facts.md §G3): one line of 89 characters a payment, no header. */
export const bbvaCie: LayoutDeclaration = {
  id: 'bbva-cie',
  version: 1,
  name: 'Reporte CIE de BBVA',
  bank: 'BBVA',
  source:
    'Positions as another lender reads them (domain-facts.md §G3). Decimals, encoding and reference algorithm: not confirmed by the institute.',
  channel: 'cie',
  encoding: 'latin-1',
  newline: 'crlf',
  maxBytes: 32 * MEBIBYTE,
  maxLineBytes: 1024,
  shape: {
    type: 'fixed-width',
    width: 89,
    looksLike: /^.{6}.{8}[A-Z]{3}.{61}[-+ \d,]{8}\.\d{2}$/u,
    header: null,
    totals: null,
    ignoredLines: null,
    fields: [...FIELDS_BEFORE_AMOUNT, amountField('point')],
  },
  amount: 'amount',
  operationDate: 'date',
  days: { 'deposit-day': 'date' },
  references: ['reference'],
  // The guide numbers the payments of a convenio's day; whether each branch counts its own is not confirmed, so that
  // one guide with two references is two payments.
  paymentKey: { fields: ['date', 'agreementNumber', 'guide', 'reference'], numberedBy: 'guide' },
  returnKey: null,
  owner: { field: 'agreementNumber', kind: 'convenio' },
  payerFields: ['reference', 'concept'],
  creditNumber: null,
  finality: { field: 'paymentType', provisional: ['CIS'] },
  effect: null,
  referenceAlgorithm: 'bbva-36',
};

/** The same report from a convenio set up without the decimal point. */
export const bbvaCieImpliedDecimals: LayoutDeclaration = {
  ...bbvaCie,
  version: 2,
  name: 'Reporte CIE de BBVA sin punto decimal',
  shape: {
    type: 'fixed-width',
    width: 89,
    looksLike: /^.{6}.{8}[A-Z]{3}.{61}[-+ \d]\d{10}$/u,
    header: null,
    totals: null,
    ignoredLines: null,
    fields: [...FIELDS_BEFORE_AMOUNT, amountField('implied')],
  },
};
