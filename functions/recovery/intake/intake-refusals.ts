import { defineRefusals } from '../../../shared/refusals/refusal.ts';

/** Why a bank file, or what is asked of one of its rows, is refused. */
export const refuseIntake = defineRefusals({
  'file-changed': { title: 'El archivo cambió después de recibirse', status: 422 },
  'file-missing': { title: 'El archivo ya no está en el depósito', status: 422 },
  'layout-unknown': { title: 'Formato de banco desconocido', status: 422 },
  'file-still-posting': { title: 'El archivo aún se está aplicando', status: 409 },
  'row-not-pending': { title: 'El renglón no espera decisión', status: 422 },
});
