import { createHash, randomUUID } from 'node:crypto';
import { SignJWT } from 'jose';
import type { SigningIdentity } from './signing-key.ts';

export interface StaffTokenRequest {
  /** "cashier" becomes the group "role:cashier". */
  readonly role: string;
  /** "hermosillo" becomes the group "office:hermosillo"; central posts have none. */
  readonly office?: string | undefined;
  /** The person; by default one made-up person per role and office. */
  readonly subject?: string | undefined;
}

/** Twelve hours: nobody signs in here, and a token on the command line should last a working day. */
const LIFETIME_SECONDS = 12 * 3600;

/** An access token of a person, shaped as Cognito's. Expiry is real time, whatever --today says. */
export async function staffToken(identity: SigningIdentity, request: StaffTokenRequest): Promise<string> {
  const { staff } = identity.facts;
  if (staff === undefined) throw new Error('la plantilla no declara un cliente de Cognito para personas');
  const username = request.subject ?? subjectOfPost(request);
  return sign(identity, {
    sub: username,
    username,
    client_id: staff.clientId,
    scope: staff.scopes.join(' '),
    'cognito:groups': groupsOfPost(request),
  });
}

/** The made-up person of a post and office. */
export const subjectOfPost = ({ role, office }: StaffTokenRequest): string => stableUuid(`${role}/${office ?? ''}`);

export const groupsOfPost = ({ role, office }: StaffTokenRequest): string[] => [
  `role:${role}`,
  ...(office === undefined ? [] : [`office:${office}`]),
];

/** A client-credentials token of the machine client: no person, no groups, only scopes. */
export async function machineToken(identity: SigningIdentity, scopes?: readonly string[]): Promise<string> {
  const { machine } = identity.facts;
  if (machine === undefined) throw new Error('la plantilla no declara un cliente de máquina (client_credentials)');
  const refused = scopes?.find((scope) => !machine.scopes.includes(scope));
  if (refused !== undefined) throw new Error(`invalid_scope: ${refused}`);
  const scope = (scopes ?? machine.scopes).join(' ');
  return sign(identity, { sub: machine.clientId, client_id: machine.clientId, scope });
}

function sign(identity: SigningIdentity, claims: Record<string, unknown>): Promise<string> {
  const now = Math.floor(Date.now() / 1000);
  return new SignJWT({ ...claims, token_use: 'access', auth_time: now, version: 2 })
    .setProtectedHeader({ alg: 'RS256', kid: identity.keyId })
    .setIssuer(identity.facts.issuer)
    .setIssuedAt(now)
    .setExpirationTime(now + LIFETIME_SECONDS)
    .setJti(randomUUID())
    .sign(identity.privateKey);
}

function stableUuid(text: string): string {
  const hex = createHash('sha256').update(text).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
