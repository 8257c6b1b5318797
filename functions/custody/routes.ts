import { defineRoutes } from '../../shared/http/route-table.ts';
import { scanRoutes } from './scans/scan-routes.ts';

/** Scans in the vault. */
export const routes = defineRoutes([...scanRoutes]);
