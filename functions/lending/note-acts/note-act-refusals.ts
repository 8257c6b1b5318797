import { defineRefusals } from '../../../shared/refusals/refusal.ts';

/** Why an act on a note is not proposed or decided. */
export const refuseNoteAct = defineRefusals({
  'note-act-not-open-to': { title: 'La solicitud no admite este paso', status: 409 },
  'note-act-not-yours': { title: 'Su puesto no puede pedir o decidir esto', status: 403 },
  'note-act-changes-nothing': { title: 'No cambiaría nada', status: 422 },
  'terms-refused': { title: 'Condiciones con errores', status: 422 },
});
