import { defineRoutes } from '../../shared/http/route-table.ts';
import { globalRoutes } from './globals/global-routes.ts';
import { invoiceRoutes } from './invoices/invoice-routes.ts';
import { settingsRoutes } from './settings/settings-routes.ts';

/** CFDIs of payments, and how Accounting says that they are made. */
export const routes = defineRoutes([...invoiceRoutes, ...globalRoutes, ...settingsRoutes]);
