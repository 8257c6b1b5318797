import { defineRefusals } from '../../../shared/refusals/refusal.ts';

/** Why a use of credit is not decided. */
export const refuseCredit = defineRefusals({
  'credit-use-not-pending': { title: 'La solicitud ya no espera decisión', status: 409 },
  'transfer-reference-mismatch': { title: 'Revise la referencia de la transferencia', status: 422 },
});
