import { defineRefusals } from '../../../shared/refusals/refusal.ts';

/** Why a place is not as somebody wishes. */
export const refusePlace = defineRefusals({
  'place-closed': { title: 'El lugar está cerrado', status: 422 },
  'place-not-empty': { title: 'El lugar tiene originales', status: 422 },
});
