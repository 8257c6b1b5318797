import { defineRefusals } from '../../../shared/refusals/refusal.ts';

/** Why a disclosure is not noted. */
export const refuseDisclosure = defineRefusals({
  'disclosure-refused': { title: 'No se anota la comunicación de datos', status: 422 },
});
