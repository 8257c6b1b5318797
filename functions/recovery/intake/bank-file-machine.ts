import { defineMachine } from '../../../shared/transitions/state-machine.ts';

/**
 * The life of a bank file. A file refused half way is taken up again when the same bytes are brought again. Its rows are
 * posted by runs under a lease (shared/jobs): steps are taken by whoever holds it.
 */
export const bankFileMachine = defineMachine({
  name: 'bank-file',
  initial: ['awaiting-upload', 'reading'],
  halfWay: [],
  states: {
    'awaiting-upload': 'esperando el archivo',
    reading: 'leyéndose',
    posting: 'aplicándose',
    done: 'terminado',
    refused: 'rechazado',
    duplicate: 'ya recibido antes',
  },
  steps: {
    arrive: { nameEs: 'recibir el archivo', from: ['awaiting-upload'], to: 'reading', by: 'system' },
    accept: { nameEs: 'empezar a aplicar', from: ['reading'], to: 'posting', by: 'system' },
    refuse: { nameEs: 'rechazar', from: ['reading', 'posting'], to: 'refused', by: 'system' },
    'find-duplicate': { nameEs: 'reconocer como ya recibido', from: ['reading'], to: 'duplicate', by: 'system' },
    finish: { nameEs: 'terminar', from: ['posting'], to: 'done', by: 'system' },
    'take-up-again': { nameEs: 'retomar', from: ['refused'], to: 'posting', by: 'system' },
  },
});
