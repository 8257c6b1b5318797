import { defineRefusals } from '../../shared/refusals/refusal.ts';

/** Codes of the area's own rules; shared ones are in shared/refusals. */
export const refuse = defineRefusals({
  'access-query-refused': { title: 'Consulta de accesos con errores', status: 422 },
});
