import { defineMachine, type StateOf } from '../../../shared/transitions/state-machine.ts';

/**
 * A CFDI: asked for, sealed, sent to the PAC and stamped or refused. One of which no answer came is `uncertain` and is asked
 * after under its own key: it is stamped once. A stamped one is cancelled through the SAT, whose receiver may refuse; one with
 * another in its place ends `substituted`.
 */
export const invoiceMachine = defineMachine({
  name: 'invoice',
  initial: ['requested'],
  halfWay: [],
  states: {
    requested: 'solicitada',
    sealed: 'sellada, por timbrar',
    stamping: 'timbrándose',
    uncertain: 'sin respuesta del PAC, se le vuelve a preguntar',
    stamped: 'timbrada',
    refused: 'rechazada por el PAC',
    withdrawn: 'retirada sin timbrar',
    'cancellation-asked': 'cancelación solicitada al SAT',
    'cancellation-refused': 'vigente: el SAT o el receptor no aceptó cancelarla',
    cancelled: 'cancelada',
    substituted: 'cancelada y sustituida',
  },
  steps: {
    request: { nameEs: 'solicitar', by: 'person', from: [], to: 'requested' },
    seal: { nameEs: 'sellar', by: 'system', from: ['requested'], to: 'sealed' },
    // Written before the PAC is called: whoever finds it so asks again by its key.
    send: { nameEs: 'enviar al PAC', by: 'system', from: ['sealed', 'uncertain'], to: 'stamping' },
    stamp: { nameEs: 'timbrar', by: 'system', from: ['stamping', 'uncertain'], to: 'stamped' },
    // Of a requested one: our own certificate is no good.
    refuse: { nameEs: 'rechazar el timbrado', by: 'system', from: ['stamping', 'requested'], to: 'refused' },
    postpone: { nameEs: 'dejar para después', by: 'system', from: ['stamping'], to: 'sealed' },
    lose: { nameEs: 'quedar sin respuesta', by: 'system', from: ['stamping'], to: 'uncertain' },
    // The PAC's own list says that it has no such CFDI.
    'not-stamped': { nameEs: 'comprobar que no se timbró', by: 'person', from: ['uncertain'], to: 'refused' },
    retry: { nameEs: 'volver a intentar', by: 'person', from: ['sealed', 'uncertain'], to: 'uncertain' },
    correct: { nameEs: 'corregir y pedir el timbrado', by: 'person', from: ['refused'], to: 'requested' },
    withdraw: { nameEs: 'retirar', by: 'person', from: ['requested', 'sealed', 'refused'], to: 'withdrawn' },
    drop: {
      nameEs: 'retirar: el pago se canceló',
      by: 'system',
      from: ['requested', 'sealed', 'refused'],
      to: 'withdrawn',
    },
    // Of one whose cancellation was not accepted too: it is in force.
    'note-reversal': {
      ...{ nameEs: 'anotar un pago cancelado', by: 'system' },
      ...{ from: ['stamped', 'cancellation-refused'], to: 'stamped' },
    },
    delivered: { nameEs: 'guardar y enviar', by: 'system', from: ['stamped'], to: 'stamped' },
    pay: { nameEs: 'registrar un pago', by: 'person', from: ['stamped', 'cancellation-refused'], to: 'stamped' },
    'pay-back': { nameEs: 'deshacer un pago registrado', by: 'system', from: ['stamped'], to: 'stamped' },
    'ask-cancellation': {
      ...{ nameEs: 'solicitar la cancelación', by: 'person' },
      ...{ from: ['stamped', 'cancellation-refused'], to: 'cancellation-asked' },
    },
    'ask-cancellation-of-reversed': {
      ...{ nameEs: 'solicitar la cancelación: el pago se canceló o la sustituye otra', by: 'system' },
      ...{ from: ['stamped', 'cancellation-refused'], to: 'cancellation-asked' },
    },
    'cancellation-noted': {
      ...{ nameEs: 'recibir el acuse o la respuesta del SAT', by: 'system' },
      ...{ from: ['cancellation-asked'], to: 'cancellation-asked' },
    },
    'confirm-cancellation': {
      ...{ nameEs: 'confirmar la cancelación', by: 'system', from: ['cancellation-asked'], to: 'cancelled' },
    },
    substitute: { nameEs: 'confirmar la sustitución', by: 'system', from: ['cancellation-asked'], to: 'substituted' },
    'refuse-cancellation': {
      ...{ nameEs: 'no aceptar la cancelación', by: 'system' },
      ...{ from: ['cancellation-asked'], to: 'cancellation-refused' },
      fails: 'ask-cancellation',
    },
  },
});

export type InvoiceState = StateOf<typeof invoiceMachine>;

/** States in which a CFDI covers nothing any more: its payment can have another. */
export const OVER: ReadonlySet<InvoiceState> = new Set(['withdrawn', 'cancelled', 'substituted']);
/** States that wait for the PAC or the SAT, and are looked at again by time. */
export const WAITING = ['requested', 'sealed', 'stamping', 'uncertain', 'cancellation-asked'] as const;
