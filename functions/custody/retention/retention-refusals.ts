import { defineRefusals } from '../../../shared/refusals/refusal.ts';

/** Why a document is not held or let go, and why nothing is disposed of. */
export const refuseRetention = defineRefusals({
  'hold-not-there': { title: 'El documento no está retenido por esa causa', status: 422 },
  'document-step-refused': { title: 'El documento no admite este paso', status: 409 },
  'disposal-step-refused': { title: 'La propuesta de baja no admite este paso', status: 409 },
  'nothing-to-dispose': { title: 'Ningún expediente se puede dar de baja', status: 422 },
});
