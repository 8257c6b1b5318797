import { defineRefusals } from '../refusals/refusal.ts';

/** Codes of the HTTP room itself. */
export const refuseHttp = defineRefusals({
  'body-too-large': { title: 'Solicitud demasiado grande', status: 413 },
  'unsupported-content-type': { title: 'Tipo de contenido no admitido', status: 415 },
  'scope-not-allowed': { title: 'El cliente no tiene permiso para esta operación', status: 403 },
});

/** What an unforeseen error becomes. It is no refusal: nobody may throw it on purpose. */
export const INTERNAL_ERROR = { code: 'internal-error', title: 'Error interno', status: 500 } as const;
