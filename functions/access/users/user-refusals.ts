import { defineRefusals } from '../../../shared/refusals/refusal.ts';

/** Why a person's access is not changed. */
export const refuseUser = defineRefusals({
  'user-already-exists': { title: 'Ya hay un usuario con ese correo', status: 409 },
  'user-state-refused': { title: 'El estado del usuario no lo permite', status: 409 },
  'rights-refused': { title: 'Puestos, oficinas o cartera no corresponden', status: 422 },
  'directory-refused': { title: 'El directorio no aceptó el alta', status: 422 },
});
