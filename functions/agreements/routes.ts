import { defineRoutes } from '../../shared/http/route-table.ts';
import { agreementRoutes } from './agreements/agreement-routes.ts';
import { payoffRoutes } from './payoffs/payoff-routes.ts';

/** Agreements on debts, and what pays them off. */
export const routes = defineRoutes([...agreementRoutes, ...payoffRoutes]);
