import { defineRefusals } from '../../../shared/refusals/refusal.ts';

/** Why a return of the bank is not decided so. */
export const refuseReturn = defineRefusals({
  'return-not-pending': { title: 'La devolución no espera esa decisión', status: 422 },
  'return-without-payment': { title: 'No hay pago que cancelar', status: 422 },
});
