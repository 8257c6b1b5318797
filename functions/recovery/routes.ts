import { correctionRoutes } from './corrections/correction-routes.ts';
import { creditRoutes } from './credits/credit-routes.ts';
import { depositRoutes } from './deposits/deposit-routes.ts';
import { intakeRoutes } from './intake/intake-routes.ts';
import { restatementRoutes } from './portfolio-past/restatement-routes.ts';
import { provisionalRoutes } from './provisional/provisional-routes.ts';
import { reportFileRoutes, reportRoutes } from './reports/report-routes.ts';
import { returnRoutes } from './returns/return-routes.ts';
import { windowRoutes } from './window/window-routes.ts';

/** Every route of the area, whichever function serves it. */
export const routes = [
  ...intakeRoutes,
  ...depositRoutes,
  ...windowRoutes,
  ...provisionalRoutes,
  ...returnRoutes,
  ...creditRoutes,
  ...correctionRoutes,
  ...reportRoutes,
  ...restatementRoutes,
  ...reportFileRoutes,
] as const;
