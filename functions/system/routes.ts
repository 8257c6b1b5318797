import { suppressionRoutes } from './suppressions/suppression-routes.ts';

export const routes = suppressionRoutes;
