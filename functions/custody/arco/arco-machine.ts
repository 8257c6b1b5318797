import { defineMachine, type StateOf, type StepOf } from '../../../shared/transitions/state-machine.ts';

/**
 * A person uses a right over their data (acceso, rectificación, cancelación, oposición; LGPDPPSO arts. 43 to 49). Who
 * proposes an answer does not approve it. What is granted is carried out; what lacks something and is not cured counts as
 * not presented.
 */
export const arcoMachine = defineMachine({
  name: 'arco-request',
  initial: ['received'],
  halfWay: [],
  states: {
    received: 'recibida',
    prevented: 'prevenida: en espera de lo que le falta',
    lapsed: 'se tiene por no presentada',
    'not-competent': 'no es competencia del Instituto',
    studying: 'en análisis',
    proposed: 'respuesta propuesta',
    granted: 'procede, por ejecutar',
    refused: 'no procede',
    executed: 'ejecutada',
  },
  steps: {
    receive: { nameEs: 'recibir', by: 'person', from: [], to: 'received' },
    prevent: { nameEs: 'prevenir', by: 'person', from: ['received'], to: 'prevented' },
    cure: { nameEs: 'subsanar', by: 'person', from: ['prevented'], to: 'studying' },
    lapse: { nameEs: 'tener por no presentada', by: 'system', from: ['prevented'], to: 'lapsed' },
    decline: { nameEs: 'decir que no es competencia', by: 'person', from: ['received'], to: 'not-competent' },
    study: { nameEs: 'analizar', by: 'person', from: ['received'], to: 'studying' },
    extend: { nameEs: 'ampliar el plazo', by: 'person', from: ['studying'], to: 'studying' },
    propose: { nameEs: 'proponer la respuesta', by: 'person', from: ['studying'], to: 'proposed' },
    return: {
      ...{ nameEs: 'devolver la respuesta', by: 'person', from: ['proposed'], to: 'studying' },
      notWhoTook: 'propose',
    },
    grant: {
      ...{ nameEs: 'autorizar que procede', by: 'person', from: ['proposed'], to: 'granted' },
      notWhoTook: 'propose',
    },
    refuse: {
      ...{ nameEs: 'autorizar que no procede', by: 'person', from: ['proposed'], to: 'refused' },
      notWhoTook: 'propose',
    },
    execute: { nameEs: 'ejecutar', by: 'person', from: ['granted'], to: 'executed' },
  },
});
export type ArcoState = StateOf<typeof arcoMachine>;
export type ArcoStep = StepOf<typeof arcoMachine>;
