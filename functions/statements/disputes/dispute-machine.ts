import { defineMachine, type StateOf, type StepOf } from '../../../shared/transitions/state-machine.ts';

/**
 * An aclaración: a person says that something of the statement is wrong and gets an answer in a term. Whoever answers has not
 * posted what is disputed, and another approves; money moves only by a correction with four eyes of its own.
 */
export const disputeMachine = defineMachine({
  name: 'dispute',
  initial: ['received'],
  halfWay: [],
  states: {
    received: 'recibida',
    acknowledged: 'acusada',
    waiting: 'en espera de datos',
    studying: 'en análisis',
    proposed: 'respuesta propuesta',
    answered: 'respondida, por notificar',
    closed: 'cerrada',
    lapsed: 'cerrada sin los datos que se pidieron',
    dissented: 'inconforme: pasa a queja',
  },
  steps: {
    receive: { nameEs: 'presentar', by: 'person', from: [], to: 'received' },
    'acknowledge-by-mail': { nameEs: 'salió el acuse', by: 'system', from: ['received'], to: 'acknowledged' },
    acknowledge: { nameEs: 'acusar de recibido', by: 'person', from: ['received'], to: 'acknowledged' },
    study: { nameEs: 'analizar', by: 'person', from: ['received', 'acknowledged'], to: 'studying' },
    'ask-data': { nameEs: 'pedir datos', by: 'person', from: ['studying'], to: 'waiting' },
    'data-came': { nameEs: 'recibir los datos', by: 'person', from: ['waiting', 'lapsed'], to: 'studying' },
    lapse: { nameEs: 'vencer sin los datos', by: 'system', from: ['waiting'], to: 'lapsed' },
    extend: { nameEs: 'ampliar el plazo', by: 'person', from: ['studying'], to: 'studying' },
    propose: { nameEs: 'proponer la respuesta', by: 'person', from: ['studying'], to: 'proposed' },
    return: {
      nameEs: 'devolver la respuesta',
      by: 'person',
      from: ['proposed'],
      to: 'studying',
      notWhoTook: 'propose',
    },
    approve: {
      nameEs: 'aprobar la respuesta',
      by: 'person',
      from: ['proposed'],
      to: 'answered',
      notWhoTook: 'propose',
    },
    'told-by-mail': { nameEs: 'llegó la respuesta por correo', by: 'system', from: ['answered'], to: 'closed' },
    tell: { nameEs: 'entregar la respuesta', by: 'person', from: ['answered'], to: 'closed' },
    // Whoever has read the answer behind the link need not wait for its mail.
    dissent: { nameEs: 'inconformarse', by: 'person', from: ['answered', 'closed'], to: 'dissented' },
  },
});

export type DisputeState = StateOf<typeof disputeMachine>;
export type DisputeStep = StepOf<typeof disputeMachine>;
