import type { Route } from './route.ts';

/** Cognito groups of people: `role:cashier`, `office:obregon`. */
export const ROLE_GROUP_PREFIX = 'role:';
export const OFFICE_GROUP_PREFIX = 'office:';

/** Scopes of machine clients (Cognito resource server `cartera`). */
export const PORTAL_SCOPES = {
  'cartera/read': 'Consultar',
  'cartera/write': 'Registrar y modificar',
} as const;
export type PortalScope = keyof typeof PORTAL_SCOPES;

/** The scope a machine client needs for a method. */
export function scopeFor(method: Route['method']): PortalScope {
  return method === 'GET' ? 'cartera/read' : 'cartera/write';
}
