import { defineRoutes } from '../../shared/http/route-table.ts';
import { agreementRoutes } from './agreements/agreement-routes.ts';
import { campaignRoutes } from './campaigns/campaign-routes.ts';
import { paperRoutes } from './campaigns/papers/paper-routes.ts';
import { previewRoutes } from './campaigns/previews/preview-routes.ts';
import { payoffRoutes } from './payoffs/payoff-routes.ts';
import { reminderRoutes } from './reminders/reminder-routes.ts';
import { settlementRoutes } from './settlements/settlement-routes.ts';

/** Agreements on debts, who was not reminded, campaigns, what pays debts off, and the ways in which one may end. */
export const routes = defineRoutes([
  ...agreementRoutes,
  ...reminderRoutes,
  ...campaignRoutes,
  ...previewRoutes,
  ...paperRoutes,
  ...payoffRoutes,
  ...settlementRoutes,
]);
