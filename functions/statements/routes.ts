import { defineRoutes } from '../../shared/http/route-table.ts';
import { disputePageRoutes } from './disputes/dispute-page-routes.ts';
import { disputeRoutes } from './disputes/dispute-routes.ts';
import { indicatorRoutes } from './indicators/indicator-routes.ts';
import { monthRoutes } from './monthly/month-routes.ts';
import { pageRoutes } from './page/page-routes.ts';
import { paperDeskRoutes } from './papers/paper-desk-routes.ts';
import { paperRoutes } from './papers/paper-routes.ts';
import { preferencesRoutes } from './preferences/preferences-routes.ts';
import { linkRoutes } from './staff/link-routes.ts';

/** The borrower's statement: the pages that anybody may open, and what the institute does with their links. */
export const routes = defineRoutes([
  ...pageRoutes,
  ...paperRoutes,
  ...linkRoutes,
  ...paperDeskRoutes,
  ...disputeRoutes,
  ...disputePageRoutes,
  ...preferencesRoutes,
  ...monthRoutes,
  ...indicatorRoutes,
]);
