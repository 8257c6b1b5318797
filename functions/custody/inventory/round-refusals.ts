import { defineRefusals } from '../../../shared/refusals/refusal.ts';

/** Why a round is not opened, counted or acted on. */
export const refuseRound = defineRefusals({
  'round-too-large': { title: 'El lugar es demasiado grande para un inventario', status: 422 },
  'round-step-refused': { title: 'El inventario no admite ese paso', status: 422 },
  'finding-not-there': { title: 'El hallazgo no está en el inventario', status: 422 },
});
