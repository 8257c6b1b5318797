import { defineRefusals } from '../../../shared/refusals/refusal.ts';

/** Why a list of originals is not taken. */
export const refuseReception = defineRefusals({
  'reception-list-refused': { title: 'Lista con errores', status: 422 },
});
