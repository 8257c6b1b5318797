import { defineRefusals } from '../../../shared/refusals/refusal.ts';

/** Why no payoff is quoted. */
export const refusePayoff = defineRefusals({
  'payoff-in-lawsuit': { title: 'El adeudo está en juicio', status: 422 },
  'payoff-nothing-owed': { title: 'No hay adeudo que liquidar', status: 422 },
  'payoff-not-by-payment': { title: 'Un pago no lo liquidaría', status: 422 },
  'payoff-too-far': { title: 'Fecha fuera de plazo', status: 422 },
});
