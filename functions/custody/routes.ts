import { defineRoutes } from '../../shared/http/route-table.ts';
import { releaseRoutes } from './release/release-routes.ts';
import { scanRoutes } from './scans/scan-routes.ts';

/** Scans in the vault, letters of release. */
export const routes = defineRoutes([...scanRoutes, ...releaseRoutes]);
