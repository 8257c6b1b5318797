import { defineRefusals } from '../../../shared/refusals/refusal.ts';

/** Why a scan is not taken or not opened. */
export const refuseScan = defineRefusals({
  'document-not-uploadable': { title: 'Ese documento no se puede subir así', status: 422 },
  'subject-not-of-file': { title: 'Lo que prueba no es del expediente', status: 422 },
  'document-not-in-vault': { title: 'El documento no está en la bóveda', status: 409 },
  'file-blocked': { title: 'El expediente está bloqueado', status: 409 },
  'document-not-replaceable': { title: 'El documento no se puede reemplazar', status: 409 },
});
