import { agreementRoutes } from './agreements/agreement-routes.ts';

/** Agreements on debts. */
export const routes = agreementRoutes;
