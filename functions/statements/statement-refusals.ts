import { defineRefusals } from '../../shared/refusals/refusal.ts';

export const refuseStatement = defineRefusals({
  'too-many-requests': { title: 'Demasiadas solicitudes', status: 429 },
  'signatory-without-email': { title: 'La persona no tiene correo registrado', status: 422 },
  'signatory-not-on-file': { title: 'La persona no firmó en este expediente', status: 422 },
  'notes-not-on-file': { title: 'Un pagaré no es de este expediente', status: 422 },
  'address-new': { title: 'El correo de la persona es nuevo', status: 409 },
  'links-blocked': { title: 'Las ligas del expediente están bloqueadas', status: 409 },
  'links-not-blocked': { title: 'Las ligas del expediente no están bloqueadas', status: 409 },
  'month-not-open-to': { title: 'El envío del mes no está para eso', status: 409 },
  'period-not-valid': { title: 'Periodo no válido', status: 422 },
  'paper-over': { title: 'El documento ya no estaba vigente', status: 409 },
  'link-over': { title: 'La liga ya no estaba vigente', status: 409 },
});
