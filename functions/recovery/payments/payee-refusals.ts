import { defineRefusals } from '../../../shared/refusals/refusal.ts';

/** Why nobody can be paid by what was said of them. */
export const refusePayee = defineRefusals({
  'target-unknown': { title: 'No se encontró a quién aplicar', status: 422 },
  'chosen-notes-foreign': { title: 'Pagarés de otro expediente', status: 422 },
});
