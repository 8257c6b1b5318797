/** Cognito groups of people: `role:cashier`, `office:obregon`. */
export const ROLE_GROUP_PREFIX = 'role:';
export const OFFICE_GROUP_PREFIX = 'office:';

/** Scopes of machine clients (Cognito resource server `cartera`). */
export const PORTAL_SCOPES = {
  'cartera/read': 'Consultar',
  'cartera/write': 'Registrar y modificar',
  'cartera/statements:request': 'Pedir que a un acreditado le llegue su estado de cuenta',
} as const;
export type PortalScope = keyof typeof PORTAL_SCOPES;

/** The scope a machine client needs for a route. */
export function scopeFor({ method, scope }: { readonly method: string; readonly scope?: PortalScope }): PortalScope {
  return scope ?? (method === 'GET' ? 'cartera/read' : 'cartera/write');
}
