import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { authorize, type JwtAuthorizer } from '../../../infra/local/http-api/jwt-authorizer.ts';
import { openIdentity, readIdentity, type SigningIdentity } from '../../../infra/local/identity/signing-key.ts';
import { machineToken, staffToken } from '../../../infra/local/identity/token-issuer.ts';

const dataDir = mkdtempSync(path.join(tmpdir(), 'cartera-identity-'));
const client = { callbackUrls: [], accessTokenMinutes: 60, refreshTokenMinutes: 600 };
const facts = {
  issuer: 'https://cognito-idp.us-east-1.amazonaws.com/pool',
  staff: { clientId: 'staff', scopes: ['openid'], ...client },
  machine: { clientId: 'portal', scopes: ['cartera/read', 'cartera/write'], ...client },
};
const authorizer: JwtAuthorizer = {
  issuer: facts.issuer,
  audience: ['staff', 'portal'],
  headerNames: ['authorization'],
};
let identity: SigningIdentity;

beforeAll(async () => {
  identity = await openIdentity(dataDir, facts);
});
afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

const check = (token: string, scopes: readonly string[] = []) =>
  authorize(authorizer, identity, scopes, { authorization: `Bearer ${token}` });

/** A token of our key with one thing wrong. */
function forged({ issuer = facts.issuer, client = 'staff', expires = '1h' }, key = identity.privateKey) {
  return new SignJWT({ client_id: client, sub: 'x', token_use: 'access' })
    .setProtectedHeader({ alg: 'RS256', kid: identity.keyId })
    .setIssuer(issuer)
    .setIssuedAt()
    .setExpirationTime(expires)
    .sign(key);
}

describe('the JWT authorizer', () => {
  it('lets a person through, with claims as text', async () => {
    const verdict = await check(await staffToken(identity, { role: 'cashier', office: 'obregon' }));
    expect(verdict).toMatchObject({
      allowed: true,
      scopes: null,
      claims: { 'cognito:groups': '[role:cashier office:obregon]', client_id: 'staff', token_use: 'access' },
    });
  });

  it('accepts the same key after a restart', async () => {
    const again = await readIdentity(dataDir);
    expect(await check(await staffToken(again!, { role: 'auditor' }))).toMatchObject({ allowed: true });
    expect(again?.keyId).toBe(identity.keyId);
  });

  it.each([
    ['expired', () => forged({ expires: '-1m' })],
    ['of another issuer', () => forged({ issuer: 'https://evil.example' })],
    ['for another client', () => forged({ client: 'somebody-else' })],
    ['unreadable', async () => 'not.a.token'],
  ])('refuses a token that is %s with 401', async (_name, token) => {
    expect(await check(await token())).toMatchObject({ allowed: false, status: 401 });
  });

  it('refuses a tampered token, and one signed by another key', async () => {
    const [head, payload = '', signature] = (await staffToken(identity, { role: 'cashier' })).split('.');
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString());
    const raised = Buffer.from(JSON.stringify({ ...claims, 'cognito:groups': ['role:director'] })).toString(
      'base64url',
    );
    expect(await check(`${head}.${raised}.${signature}`)).toMatchObject({ allowed: false, status: 401 });
    const other = await openIdentity(path.join(dataDir, 'other'), facts);
    expect(await check(await forged({}, other.privateKey))).toMatchObject({ allowed: false, status: 401 });
  });

  it("asks for one of the route's scopes: 403 without", async () => {
    expect(await check(await staffToken(identity, { role: 'director' }), ['cartera/write'])).toMatchObject({
      status: 403,
    });
    const token = await machineToken(identity, ['cartera/read']);
    expect(await check(token, ['cartera/write'])).toMatchObject({ status: 403 });
    expect(await check(token, ['cartera/read'])).toMatchObject({ allowed: true, scopes: ['cartera/read'] });
  });

  it('refuses a request without a token', async () => {
    expect(await authorize(authorizer, identity, [], {})).toMatchObject({ allowed: false, status: 401 });
  });
});
