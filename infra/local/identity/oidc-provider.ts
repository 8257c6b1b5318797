import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import Provider, { type Adapter, type AdapterPayload, type Configuration, interactionPolicy } from 'oidc-provider';
import { escapeHtml } from '../../../shared/documents/html-text.ts';
import { readBody, send } from '../http-messages.ts';
import { page } from '../pages/page.ts';
import type { LocalUser, LocalUsers } from './local-users.ts';
import { signInPage } from './sign-in-page.ts';
import type { SigningIdentity } from './signing-key.ts';

/** Where sign-in is, on the address that people open. */
export const SIGN_IN_PLACE = '/_local/oidc';

/**
 * Authorization code with PKCE for the people of this machine, as the template's staff client has it in Cognito: the same
 * claims, refresh with rotation, revocation. Signed with the key that the local authorizer trusts, in the pool's name. Sessions
 * live in memory: after a restart people sign in again.
 */
export function signInHandler(
  identity: SigningIdentity,
  users: LocalUsers,
  origin: string,
): (request: IncomingMessage, response: ServerResponse) => Promise<void> {
  const { staff, issuer } = identity.facts;
  if (staff === undefined) throw new Error('the template declares no client for people');
  const provider = new Provider(issuer, {
    ...configurationOf(identity, users),
    clients: [
      {
        client_id: staff.clientId,
        token_endpoint_auth_method: 'none',
        grant_types: ['authorization_code', 'refresh_token'],
        response_types: ['code'],
        redirect_uris: [...new Set([...staff.callbackUrls, `${origin}/`])],
        post_logout_redirect_uris: [...new Set([...staff.callbackUrls, `${origin}/`])],
      },
    ],
  });
  provider.on('server_error', (_ctx, error) => console.error(error));
  const answer = provider.callback();
  return async (request, response) => {
    const { pathname } = new URL(request.url ?? '/', origin);
    if (pathname.startsWith(`${SIGN_IN_PLACE}/interaction/`)) return interact(provider, users, request, response);
    // The provider finds out where it is mounted by what is missing of the address.
    const original = request.url ?? '/';
    const mounted = Object.assign(request, { originalUrl: original, url: original.slice(SIGN_IN_PLACE.length) || '/' });
    await answer(mounted, response);
  };
}

/** The page on which a person is chosen, and the choice. Whoever is suspended is not on it and cannot be chosen. */
async function interact(
  provider: Provider,
  users: LocalUsers,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { uid } = await provider.interactionDetails(request, response);
  const mayEnter = users.all().filter(({ enabled }) => enabled);
  if (request.method !== 'POST') {
    const headers = { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' };
    const body = signInPage(mayEnter, `${SIGN_IN_PLACE}/interaction/${uid}`);
    return send(response, { status: 200, headers, body });
  }
  const subject = new URLSearchParams((await readBody(request)).toString()).get('subject');
  const user = mayEnter.find((one) => one.subject === subject);
  if (user === undefined) return send(response, { status: 403, body: 'Esa persona no puede entrar.' });
  users.keep({ ...user, status: 'CONFIRMED' });
  await provider.interactionFinished(request, response, { login: { accountId: user.subject } });
}

function configurationOf(identity: SigningIdentity, users: LocalUsers): Configuration {
  const { staff } = identity.facts;
  const minutes = (count: number) => count * 60;
  const policy = interactionPolicy.base();
  policy
    .get('login')
    ?.checks.add(
      new interactionPolicy.Check('account_gone', 'la persona ya no puede entrar', ({ oidc }) =>
        oidc.session?.accountId !== undefined && !isIn(users, oidc.session.accountId, oidc.session.loginTs)
          ? interactionPolicy.Check.REQUEST_PROMPT
          : interactionPolicy.Check.NO_NEED_TO_PROMPT,
      ),
    );
  return {
    adapter: inMemory(),
    jwks: { keys: [{ ...identity.privateJwk, use: 'sig', alg: 'RS256' }] },
    cookies: { keys: [createHash('sha256').update(String(identity.privateJwk.d)).digest('hex')] },
    scopes: ['openid', 'email'],
    responseTypes: ['code'],
    claims: { openid: ['sub'], email: ['email'] },
    pkce: { required: () => true },
    clientBasedCORS: () => true,
    interactions: { policy, url: (_ctx, { uid }) => `${SIGN_IN_PLACE}/interaction/${uid}` },
    // The person of a session, of a code or of a refresh token: none when they were suspended or signed out since.
    findAccount(_ctx, subject, token) {
      const issuedAt = token !== undefined && 'iat' in token ? token.iat : undefined;
      const user = isIn(users, subject, issuedAt) ? users.find(subject) : undefined;
      return user && { accountId: subject, claims: () => ({ sub: subject, email: user.email }) };
    },
    // There is one client and it is ours: nobody is asked whether it may.
    async loadExistingGrant({ oidc }) {
      const { client, session, provider } = oidc;
      if (client === undefined || session?.accountId === undefined) return undefined;
      const grant = new provider.Grant({ clientId: client.clientId, accountId: session.accountId });
      grant.addOIDCScope('openid email');
      grant.addResourceScope(RESOURCE, 'openid email');
      await grant.save();
      return grant;
    },
    renderError(ctx, { error, error_description }) {
      ctx.type = 'html';
      ctx.body = page('No se pudo iniciar sesión', `<p>${escapeHtml(`${error}: ${error_description ?? ''}`)}</p>`);
    },
    issueRefreshToken: () => true,
    rotateRefreshToken: true,
    expiresWithSession: () => false,
    extraTokenClaims({ oidc }, token) {
      const { AuthorizationCode, RefreshToken } = oidc.entities;
      const signedInAt = AuthorizationCode?.authTime ?? RefreshToken?.authTime ?? 0;
      return { ...claimsOf(users, 'accountId' in token ? token.accountId : undefined), auth_time: signedInAt };
    },
    features: {
      devInteractions: { enabled: false },
      revocation: { enabled: true, allowedPolicy: (_ctx, client, token) => token.clientId === client.clientId },
      rpInitiatedLogout: { enabled: true },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => RESOURCE,
        useGrantedResource: () => true,
        getResourceServerInfo: () => ({
          scope: 'openid email',
          // A JWT here needs an audience; Cognito's name their client only, and whoever trusts them looks at either.
          audience: staff?.clientId ?? '',
          accessTokenFormat: 'jwt',
          jwt: { sign: { alg: 'RS256' } },
        }),
      },
    },
    ttl: {
      AccessToken: minutes(staff?.accessTokenMinutes ?? 0),
      AuthorizationCode: minutes(1),
      Grant: minutes(staff?.refreshTokenMinutes ?? 0),
      IdToken: minutes(staff?.accessTokenMinutes ?? 0),
      Interaction: minutes(10),
      RefreshToken: minutes(staff?.refreshTokenMinutes ?? 0),
      Session: minutes(staff?.refreshTokenMinutes ?? 0),
    },
  };
}

const RESOURCE = 'urn:cartera';

/** Whether a person may go on with what was given at `since` (epoch seconds; undefined: now). */
function isIn(users: LocalUsers, subject: string, since: number | undefined): boolean {
  const user = users.find(subject);
  return user?.enabled === true && (since === undefined || since >= user.signedOutAt);
}

function claimsOf(users: LocalUsers, subject: string | undefined): Record<string, string | number | string[]> {
  const user: LocalUser | undefined = subject === undefined ? undefined : users.find(subject);
  if (user === undefined) throw new Error('a token is for somebody');
  return { username: user.subject, 'cognito:groups': user.groups, token_use: 'access', version: 2 };
}

/** What the provider keeps: codes, sessions, refresh tokens. All of it is small, and gone with the process. */
function inMemory(): (name: string) => Adapter {
  const kept = new Map<string, AdapterPayload>();
  return (name) => {
    const of = (id: string) => `${name}:${id}`;
    const alive = (found: AdapterPayload | undefined) =>
      found?.exp === undefined || found.exp > Date.now() / 1_000 ? found : undefined;
    const search = (matches: (payload: AdapterPayload) => boolean) =>
      [...kept].find(([key, payload]) => key.startsWith(`${name}:`) && matches(payload))?.[1];
    return {
      upsert: async (id, payload) => void kept.set(of(id), payload),
      find: async (id) => alive(kept.get(of(id))),
      findByUid: async (uid) => alive(search((payload) => payload.uid === uid)),
      findByUserCode: async (code) => alive(search((payload) => payload.userCode === code)),
      async consume(id) {
        const found = kept.get(of(id));
        if (found !== undefined) found.consumed = Math.floor(Date.now() / 1_000);
      },
      destroy: async (id) => void kept.delete(of(id)),
      async revokeByGrantId(grantId) {
        for (const [key, payload] of kept) if (payload.grantId === grantId) kept.delete(key);
      },
    };
  };
}
