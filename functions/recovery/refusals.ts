import { defineRefusals } from '../../shared/refusals/refusal.ts';
import { refuseFile } from './readers/reader-refusals.ts';
import { REPORT_REFUSALS, refuseReport } from './reports/report-refusals.ts';

/** Refusal codes of the area: those of payments in, and those of its readers and reports, in one catalogue. */
export const refuse = defineRefusals({
  ...refuseFile.rules,
  ...refuseReport.rules,
  'file-changed': { title: 'El archivo cambió después de recibirse', status: 422 },
  'file-missing': { title: 'El archivo ya no está en el depósito', status: 422 },
  'layout-unknown': { title: 'Formato de banco desconocido', status: 422 },
  'file-still-posting': { title: 'El archivo aún se está aplicando', status: 409 },
  'row-not-pending': { title: 'El renglón no espera decisión', status: 422 },
  'deposit-not-free': { title: 'El depósito no está disponible', status: 409 },
  'same-person': { title: 'Se necesita otra persona', status: 403 },
  'credit-use-not-pending': { title: 'La solicitud ya no espera decisión', status: 409 },
  'transfer-reference-mismatch': { title: 'Revise la referencia de la transferencia', status: 422 },
  'target-unknown': { title: 'No se encontró a quién aplicar', status: 422 },
  'chosen-notes-foreign': { title: 'Pagarés de otro expediente', status: 422 },
  'amount-needs-confirmation': { title: 'Confirme el monto', status: 422 },
  'office-required': { title: 'Falta la oficina', status: 422 },
  'office-not-allowed': { title: 'Oficina no permitida', status: 403 },
  'cancellation-too-late': { title: 'Ya no se puede cancelar en caja', status: 422 },
  'already-cancelled': { title: 'Pago ya cancelado', status: 409 },
  'return-not-pending': { title: 'La devolución no espera esa decisión', status: 422 },
  'return-without-payment': { title: 'No hay pago que cancelar', status: 422 },
  'not-provisional': { title: 'El pago no está salvo buen fin', status: 422 },
  ...REPORT_REFUSALS,
});
