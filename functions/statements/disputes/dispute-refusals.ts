import { defineRefusals } from '../../../shared/refusals/refusal.ts';

/** Why a step of a dispute is not taken. */
export const refuseDispute = defineRefusals({
  'dispute-not-open-to': { title: 'La aclaración no admite este paso', status: 409 },
  'dispute-extended-before': { title: 'El plazo ya se amplió una vez', status: 422 },
  'dissent-too-late': { title: 'Pasó el plazo para inconformarse', status: 422 },
  'movement-of-handler': { title: 'Usted registró el movimiento que se aclara', status: 422 },
  'correction-not-found': { title: 'La corrección no está en el libro', status: 422 },
});
