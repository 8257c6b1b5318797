import { bbva35, bbva36 } from './bbva-alphanumeric.ts';
import { bbva00, bbva14 } from './bbva-numeric.ts';
import { captureLine97 } from './capture-line.ts';
import type { ReferenceAlgorithm, ReferenceAlgorithmId } from './reference-algorithm.ts';

const ALGORITHMS: Readonly<Record<ReferenceAlgorithmId, ReferenceAlgorithm>> = {
  'bbva-00': bbva00,
  'bbva-14': bbva14,
  'bbva-35': bbva35,
  'bbva-36': bbva36,
  'capture-line-97': captureLine97,
};

/** The plug-in of an algorithm. */
export const referenceAlgorithm = (id: ReferenceAlgorithmId): ReferenceAlgorithm => ALGORITHMS[id];
