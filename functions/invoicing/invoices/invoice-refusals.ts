import { defineRefusals } from '../../../shared/refusals/refusal.ts';

/** Why something cannot be invoiced, cancelled or set. */
export const refuseInvoice = defineRefusals({
  'fiscal-settings-missing': { title: 'Falta la configuración fiscal', status: 422 },
  'fiscal-settings-past': { title: 'La configuración regiría en el pasado', status: 422 },
  'fiscal-settings-decided': { title: 'Configuración ya decidida', status: 409 },
  'receiver-refused': { title: 'Datos fiscales con errores', status: 422 },
  'payment-not-found': { title: 'No se encontró el pago', status: 422 },
  'payment-reversed': { title: 'El pago está cancelado', status: 422 },
  'payment-invoiced': { title: 'El pago ya tiene factura', status: 409 },
  'nothing-to-invoice': { title: 'No hay qué facturar', status: 422 },
  'payment-form-refused': { title: 'Forma de pago no válida', status: 422 },
  'invoice-state': { title: 'La factura no lo admite ahora', status: 409 },
  'invoice-has-payments': { title: 'Tiene complementos de pago', status: 409 },
  'payment-over-invoice': { title: 'El pago excede lo que falta por pagar', status: 422 },
  'global-period-refused': { title: 'Periodo no válido', status: 422 },
});
