import { defineRefusals } from '../../../shared/refusals/refusal.ts';

/** Why a payment is not bounced. */
export const refuseProvisional = defineRefusals({
  'not-provisional': { title: 'El pago no está salvo buen fin', status: 422 },
});
