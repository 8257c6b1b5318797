import { defineRefusals } from '../../../shared/refusals/refusal.ts';

/** Why an original is not moved. */
export const refuseOriginal = defineRefusals({
  'original-is-out': { title: 'El original está prestado', status: 422 },
  'endorsement-live': { title: 'El endoso está vigente', status: 422 },
  'original-step-refused': { title: 'El original no admite ese movimiento', status: 422 },
  'original-date-refused': { title: 'Fecha con errores', status: 422 },
  'payments-not-annotated': { title: 'Faltan pagos por anotar en el pagaré', status: 422 },
  'annotation-not-due': { title: 'La anotación no corresponde', status: 422 },
  'note-not-paid': { title: 'El pagaré no está pagado', status: 422 },
  'payment-not-final': { title: 'Hay pagos salvo buen fin', status: 422 },
  'loan-refused': { title: 'Préstamo con errores', status: 422 },
  'act-not-in-vault': { title: 'Falta el acta de baja', status: 422 },
  'reception-refused': { title: 'Original no recibido', status: 422 },
});
