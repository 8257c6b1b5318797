import { defineRefusals } from '../refusals/refusal.ts';

/** What the ledger refuses. A payment of a borrower is never among them once its target and date are right. */
export const refuseLedger = defineRefusals({
  'note-not-found': { title: 'Pagaré no encontrado', status: 404 },
  'note-exists': { title: 'El pagaré ya está abierto', status: 409 },
  'amount-not-positive': { title: 'Importe no válido', status: 422 },
  'date-in-future': { title: 'Fecha futura', status: 422 },
  'date-before-opening': { title: 'Fecha anterior a la apertura del pagaré', status: 422 },
  'event-not-found': { title: 'Aplicación no encontrada', status: 404 },
  'already-reversed': { title: 'La aplicación ya fue cancelada', status: 409 },
  'cannot-be-reversed': { title: 'No se puede cancelar', status: 422 },
  'opening-not-possible': { title: 'Saldos iniciales imposibles', status: 422 },
  'note-cancelled': { title: 'El pagaré está cancelado', status: 422 },
  'too-many-disbursements': { title: 'Demasiadas ministraciones', status: 422 },
  'disbursement-too-late': { title: 'El pagaré ya venció', status: 422 },
  'credit-not-enough': { title: 'El saldo a favor no alcanza', status: 422 },
  'transfer-to-itself': { title: 'El traspaso es al mismo pagaré', status: 422 },
  'more-than-owed': { title: 'Más de lo que se debe', status: 422 },
  'already-accelerated': { title: 'El pagaré ya está vencido anticipadamente', status: 409 },
  'not-accelerated': { title: 'El pagaré no está vencido anticipadamente', status: 422 },
  'notes-need-choice': { title: 'Hay que elegir el pagaré', status: 422 },
  'agreement-not-found': { title: 'Convenio no encontrado', status: 404 },
  'agreement-not-possible': { title: 'El convenio no es posible', status: 422 },
  'agreement-does-not-sum': { title: 'Los pagos del convenio no suman lo que se debe', status: 422 },
  'agreement-alive': { title: 'Ya hay un convenio vigente', status: 409 },
  'agreement-closed': { title: 'El convenio ya está cerrado', status: 409 },
  'too-many-notes': { title: 'Demasiados pagarés en un solo pago', status: 422 },
});
