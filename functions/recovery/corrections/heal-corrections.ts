import { healHalfWay } from '../../../shared/jobs/heal.ts';
import type { Log } from '../../../shared/observability/log.ts';
import { correctionMachine } from './correction-machine.ts';
import { type FinishCorrectionDeps, finishCorrection } from './finish-correction.ts';

/** Finishes authorised corrections left half way. */
export const healCorrections = (deps: FinishCorrectionDeps & { readonly log: Log }): Promise<number> =>
  healHalfWay(deps.log, 'heal-corrections', correctionMachine, deps.corrections, (one) => finishCorrection(deps, one));
