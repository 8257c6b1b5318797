import type { Route } from './route.ts';

/** Declares an area's routes, keeping their literal types so that the compiler can demand their use cases. */
export function defineRoutes<const Table extends readonly Route[]>(routes: Table): Table {
  return routes;
}

/** The routes that one function serves; the type keeps only theirs, so a handler gives only their use cases. */
export function routesServedBy<Table extends readonly Route[], Server extends Route['servedBy']>(
  routes: Table,
  server: Server,
): readonly Extract<Table[number], { readonly servedBy: Server }>[] {
  return routes.filter(
    (route): route is Extract<Table[number], { readonly servedBy: Server }> => route.servedBy === server,
  );
}
