import { defineRefusals } from '../../../shared/refusals/refusal.ts';

/** Why a payment at the window is not taken, or not cancelled. */
export const refuseWindow = defineRefusals({
  'amount-needs-confirmation': { title: 'Confirme el monto', status: 422 },
  'office-required': { title: 'Falta la oficina', status: 422 },
  'office-not-allowed': { title: 'Oficina no permitida', status: 403 },
  'cancellation-too-late': { title: 'Ya no se puede cancelar en caja', status: 422 },
  'already-cancelled': { title: 'Pago ya cancelado', status: 409 },
});
