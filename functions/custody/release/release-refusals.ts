import { defineRefusals } from '../../../shared/refusals/refusal.ts';

/** Why a release is not asked for, not moved, not handed over. */
export const refuseRelease = defineRefusals({
  'debt-not-ended': { title: 'Todavía hay adeudo o pagos que no son firmes', status: 422 },
  'release-step-refused': { title: 'La liberación no admite este paso', status: 409 },
  'appointment-refused': { title: 'La cita no puede ser ese día', status: 422 },
  'receipt-not-in-vault': { title: 'Falta el acuse firmado en la bóveda', status: 422 },
  'originals-left': { title: 'Quedan originales por entregar', status: 422 },
});
