import { defineRefusals } from '../../../shared/refusals/refusal.ts';

/** Why a deposit is not moved. */
export const refuseDeposit = defineRefusals({
  'deposit-not-free': { title: 'El depósito no está disponible', status: 409 },
});
