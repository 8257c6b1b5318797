import { createLocalJWKSet, errors, type JWTPayload, jwtVerify } from 'jose';
import type { SigningIdentity } from '../identity/signing-key.ts';

/** A JWT authorizer as the template declares it. */
export interface JwtAuthorizer {
  readonly issuer: string;
  readonly audience: readonly string[];
  /** Headers in which the token may stand, lower case. */
  readonly headerNames: readonly string[];
}

export type Authorization =
  | {
      readonly allowed: true;
      readonly claims: Readonly<Record<string, string>>;
      readonly scopes: readonly string[] | null;
    }
  | { readonly allowed: false; readonly status: 401 | 403; readonly reason: string };

/**
 * Checks a request as the HTTP API's JWT authorizer does: signature by the pool's key set, `iss`, expiry,
 * `aud` or (access tokens have none) `client_id` among the audience, and one of the route's scopes when it names any.
 * 401 for a token that does not hold, 403 for one without the scope.
 */
export async function authorize(
  authorizer: JwtAuthorizer,
  identity: SigningIdentity,
  routeScopes: readonly string[],
  headers: Readonly<Record<string, string>>,
): Promise<Authorization> {
  const given = authorizer.headerNames.map((name) => headers[name]).find((value) => value !== undefined);
  if (given === undefined) return refuse(401, 'no token');
  let claims: JWTPayload;
  try {
    const keys = createLocalJWKSet({ keys: [identity.publicJwk] });
    const token = given.replace(/^Bearer\s+/i, '');
    claims = (
      await jwtVerify(token, keys, { issuer: authorizer.issuer, algorithms: ['RS256'], requiredClaims: ['exp'] })
    ).payload;
  } catch (error) {
    return refuse(401, error instanceof errors.JOSEError ? error.code : String(error));
  }
  const audience = [claims.aud ?? claims.client_id].flat();
  if (!authorizer.audience.some((accepted) => audience.includes(accepted))) return refuse(401, 'invalid audience');
  const scopes = wordsOf(claims.scope ?? claims.scp);
  if (routeScopes.length > 0 && !routeScopes.some((scope) => scopes.includes(scope)))
    return refuse(403, 'insufficient_scope');
  return { allowed: true, claims: rendered(claims), scopes: routeScopes.length > 0 ? routeScopes : null };
}

function refuse(status: 401 | 403, reason: string): Authorization {
  return { allowed: false, status, reason };
}

function wordsOf(claim: unknown): readonly string[] {
  if (Array.isArray(claim)) return claim.map(String);
  return typeof claim === 'string' ? claim.split(' ') : [];
}

/** The HTTP API hands every claim over as text: lists as "[a b]", objects as JSON. */
function rendered(claims: JWTPayload): Record<string, string> {
  const texts: Record<string, string> = {};
  for (const [name, value] of Object.entries(claims)) {
    if (Array.isArray(value)) texts[name] = `[${value.join(' ')}]`;
    else texts[name] = typeof value === 'object' ? JSON.stringify(value) : String(value);
  }
  return texts;
}
