import { defineRefusals } from '../refusals/refusal.ts';

/** What documents and mails cannot be. */
export const refuseDocument = defineRefusals({
  'mail-header-not-allowed': { title: 'Encabezado de correo no permitido', status: 422 },
  'mail-address-not-valid': { title: 'Dirección de correo no válida', status: 422 },
  'mail-too-large': { title: 'Correo demasiado grande', status: 413 },
});
