import { OFFICES, type Office } from '../institute/offices.ts';
import { isRole, ROLE_POSTS, type Role } from '../institute/posts.ts';
import { refuse } from '../refusals/shared-refusals.ts';
import { OFFICE_GROUP_PREFIX, PORTAL_SCOPES, ROLE_GROUP_PREFIX, scopeFor } from './groups-and-scopes.ts';
import { refuseHttp } from './http-refusals.ts';
import type { Caller, Route } from './route.ts';

type Claims = Readonly<Record<string, unknown>>;

interface Identity {
  readonly subject: string;
  readonly roles: readonly Role[];
  readonly offices: readonly Office[];
  readonly scopes: readonly string[];
}

/**
 * Who asks, for this route, from the claims of the verified token. Deny by default: throws `not-authenticated`
 * without an access token's claims, `role-not-allowed` when no role of the token is in the route's list or an
 * office-bound post names no office, `scope-not-allowed` when a machine client lacks the scope of the method.
 * The offices are those of the roles that this route admits: a cashier who is also an auditor sees every office
 * where auditors may read, and the own one where only cashiers may act.
 */
export function callerFor(route: Route, claims: Claims | undefined, correlationId: string): Caller {
  if (route.roles === 'public') return { subject: 'public', roles: [], offices: [], correlationId };
  // The gateway accepts any token that the pool signed; one that says who somebody is gives no access.
  if (claims?.token_use !== 'access' || textOf(claims.sub) === undefined) {
    throw refuse('not-authenticated', 'Inicie sesión y vuelva a intentarlo.');
  }
  const identity = readIdentity(claims);
  const allowed = route.roles;
  const admitted = identity.roles.filter((role) => allowed.includes(role));
  if (admitted.length === 0) {
    throw refuse('role-not-allowed', `«${route.summary}» la realiza: ${allowed.map(nameOf).join(', ')}.`);
  }
  requireScope(route, admitted, identity.scopes);
  const offices = officesOf(admitted, identity.offices);
  return { subject: identity.subject, roles: identity.roles, offices, correlationId };
}

/** Subject and roles of a token for the log, when it has them; never throws. */
export function readIdentity(claims: Claims): Identity {
  const groups = listOf(claims['cognito:groups']);
  const scopes = listOf(claims.scope);
  const roles = groups.flatMap((group) => roleNamed(group));
  const machine = isMachine(claims, groups, scopes);
  return {
    subject: textOf(claims.sub) ?? textOf(claims.client_id) ?? 'unknown',
    roles: machine ? ['portal'] : roles.filter((role) => ROLE_POSTS[role].kind === 'person'),
    offices: OFFICES.filter((office) => groups.includes(`${OFFICE_GROUP_PREFIX}${office}`)),
    scopes,
  };
}

/** A client-credentials token names no person and no groups, only scopes of ours. */
function isMachine(claims: Claims, groups: readonly string[], scopes: readonly string[]): boolean {
  return (
    claims.username === undefined && groups.length === 0 && scopes.some((scope) => Object.hasOwn(PORTAL_SCOPES, scope))
  );
}

function requireScope(route: Route, admitted: readonly Role[], scopes: readonly string[]): void {
  const scope = scopeFor(route);
  const machine = admitted.every((role) => ROLE_POSTS[role].kind === 'machine');
  if (machine && !scopes.includes(scope)) {
    throw refuseHttp('scope-not-allowed', `El cliente necesita el permiso «${scope}»; solicítelo a Sistemas.`);
  }
}

function officesOf(admitted: readonly Role[], offices: readonly Office[]): Caller['offices'] {
  const reaches = admitted.map((role) => ROLE_POSTS[role].reach);
  if (reaches.includes('all-offices')) return 'all';
  if (!reaches.includes('own-offices')) return [];
  if (offices.length === 0 && !reaches.includes('own-portfolio')) {
    throw refuse('role-not-allowed', 'Su usuario no tiene una oficina asignada; solicítela a Sistemas.');
  }
  return offices;
}

/**
 * A list in a claim: the HTTP API gives arrays as the text "[role:cashier office:obregon]" (some versions with
 * commas), the local issuer as an array, and `scope` as words with spaces.
 */
function listOf(claim: unknown): string[] {
  if (Array.isArray(claim)) return claim.filter((part) => typeof part === 'string');
  if (typeof claim !== 'string') return [];
  return claim
    .replace(/^\[|\]$/g, '')
    .split(/[\s,]+/)
    .filter((part) => part !== '');
}

const textOf = (claim: unknown): string | undefined => (typeof claim === 'string' && claim !== '' ? claim : undefined);
const nameOf = (role: Role): string => ROLE_POSTS[role].name;

function roleNamed(group: string): Role[] {
  const name = group.startsWith(ROLE_GROUP_PREFIX) ? group.slice(ROLE_GROUP_PREFIX.length) : '';
  return isRole(name) ? [name] : [];
}
