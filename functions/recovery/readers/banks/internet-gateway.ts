import type { LayoutDeclaration } from '../layout.ts';

const STATUSES: Readonly<Record<string, string>> = {
  APROBADO: 'Aprobado',
  CANCELADO: 'Cancelado',
  RECHAZADO: 'Rechazado',
  PENDIENTE: 'Pendiente',
  DEVUELTO: 'Devuelto',
  CONTRACARGO: 'Contracargo',
};

/** The internet payment gateway's CSV: the institute's provider is not known, so this is a declared example. */
export const internetGateway: LayoutDeclaration = {
  id: 'internet-gateway',
  version: 1,
  name: 'Pagos por internet (CSV)',
  bank: 'Pasarela de internet',
  source: "Declared example: the institute's provider and its layout could not be found (domain-facts.md §G3).",
  channel: 'internet',
  encoding: 'utf-8',
  newline: 'crlf',
  maxBytes: 32 * 1_048_576,
  maxLineBytes: 8192,
  shape: {
    type: 'delimited',
    delimiter: ',',
    fields: [
      { name: 'folio', label: 'folio', kind: 'text', header: 'folio' },
      { name: 'date', label: 'fecha', kind: 'date-iso', header: 'fecha' },
      { name: 'time', label: 'hora', kind: 'text', header: 'hora' },
      { name: 'reference', label: 'referencia', kind: 'text', header: 'referencia' },
      // Names are text and nothing else: one that starts with "=" is never a formula here.
      { name: 'name', label: 'nombre', kind: 'text', header: 'nombre' },
      { name: 'amount', label: 'importe', kind: 'amount', decimals: 'point', header: 'importe' },
      { name: 'authorization', label: 'autorización', kind: 'text', header: 'autorizacion' },
      { name: 'status', label: 'estatus', kind: 'code', header: 'estatus', codes: STATUSES },
    ],
  },
  amount: 'amount',
  operationDate: 'date',
  days: { 'charge-day': 'date' },
  references: ['reference'],
  paymentKey: { fields: ['folio'], numberedBy: 'folio' },
  returnKey: { fields: ['folio'], reference: false },
  owner: null,
  payerFields: ['reference', 'name'],
  creditNumber: null,
  finality: null,
  effect: {
    field: 'status',
    outcomes: {
      APROBADO: { type: 'payment' },
      CANCELADO: { type: 'return', reason: 'La pasarela canceló el pago (CANCELADO).', certain: false },
      RECHAZADO: { type: 'return', reason: 'El banco rechazó el pago (RECHAZADO).', certain: false },
      PENDIENTE: { type: 'none', reason: 'El pago sigue pendiente en la pasarela (PENDIENTE).' },
      DEVUELTO: { type: 'return', reason: 'La pasarela devolvió el pago (DEVUELTO).', certain: true },
      CONTRACARGO: {
        type: 'return',
        reason: 'El titular de la tarjeta objetó el pago (CONTRACARGO).',
        certain: true,
      },
    },
    unknownReason:
      'El estatus del pago no está en el catálogo de la pasarela. Pregunte al proveedor si el dinero se recibió.',
  },
  referenceAlgorithm: 'bbva-36',
};
