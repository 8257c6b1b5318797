import { defineRefusals } from '../../../shared/refusals/refusal.ts';

/** Why a report is not made, closed or sent. */
export const refuseReport = defineRefusals({
  'day-still-open': { title: 'El día aún no termina', status: 422 },
  'day-not-valued': { title: 'Falta la valuación del día', status: 422 },
  'report-in-future': { title: 'Fecha futura', status: 422 },
  'range-not-valid': { title: 'Rango de fechas no válido', status: 422 },
  'report-not-mailed': { title: 'Ese reporte no sale por correo', status: 422 },
  'report-not-frozen': { title: 'El reporte aún no está congelado', status: 422 },
  'sending-in-progress': { title: 'El reporte se está enviando', status: 409 },
  'no-recipients': { title: 'No hay destinatarios del reporte', status: 422 },
  'month-too-early': { title: 'Aún no se puede cerrar el mes', status: 422 },
  'month-not-complete': { title: 'Faltan días por congelar en el mes', status: 422 },
  'month-already-closed': { title: 'El mes ya está cerrado', status: 409 },
});
