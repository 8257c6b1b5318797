import { depositUseCases } from './deposits/deposit-use-cases.ts';
import { intakeUseCases } from './intake/intake-use-cases.ts';
import { provisionalUseCases } from './provisional/provisional-use-cases.ts';
import { reportUseCases } from './reports/report-use-cases.ts';
import { returnUseCases } from './returns/return-use-cases.ts';
import { windowUseCases } from './window/window-use-cases.ts';

/** The use case of each route that recovery-api serves. */
export const apiUseCases = {
  ...intakeUseCases,
  ...depositUseCases,
  ...windowUseCases,
  ...provisionalUseCases,
  ...returnUseCases,
  ...reportUseCases,
};
