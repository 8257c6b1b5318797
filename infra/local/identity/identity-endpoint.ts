import { type Answer, jsonAnswer } from '../http-messages.ts';
import type { SigningIdentity } from './signing-key.ts';
import { machineToken } from './token-issuer.ts';

/** Secret of the machine client on this machine. */
export const LOCAL_CLIENT_SECRET = 'local';

/**
 * What is served under /_local/identity: the key set, the discovery document, and the token endpoint of
 * the machine client (client_credentials, secret "local"). Undefined for any other path.
 */
export async function answerIdentity(
  identity: SigningIdentity,
  base: string,
  request: {
    readonly method: string;
    readonly path: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly body: string;
  },
): Promise<Answer | undefined> {
  if (request.path === '/.well-known/jwks.json') return jsonAnswer(200, { keys: [identity.publicJwk] });
  if (request.path === '/.well-known/openid-configuration')
    return jsonAnswer(200, {
      issuer: identity.facts.issuer,
      jwks_uri: `${base}/.well-known/jwks.json`,
      token_endpoint: `${base}/oauth2/token`,
      id_token_signing_alg_values_supported: ['RS256'],
      response_types_supported: ['code'],
      subject_types_supported: ['public'],
      token_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post'],
    });
  if (request.path === '/oauth2/token' && request.method === 'POST') return clientCredentials(identity, request);
  return undefined;
}

async function clientCredentials(
  identity: SigningIdentity,
  { headers, body }: { readonly headers: Readonly<Record<string, string>>; readonly body: string },
): Promise<Answer> {
  const form = new URLSearchParams(body);
  const basic = Buffer.from((headers.authorization ?? '').replace(/^Basic /i, ''), 'base64')
    .toString()
    .split(':');
  const clientId = form.get('client_id') ?? basic[0];
  const secret = form.get('client_secret') ?? basic[1];
  if (form.get('grant_type') !== 'client_credentials') return jsonAnswer(400, { error: 'unsupported_grant_type' });
  if (clientId !== identity.facts.machine?.clientId || secret !== LOCAL_CLIENT_SECRET)
    return jsonAnswer(401, { error: 'invalid_client' });
  const scopes = form
    .get('scope')
    ?.split(' ')
    .filter((scope) => scope !== '');
  try {
    const token = await machineToken(identity, scopes);
    return jsonAnswer(200, { access_token: token, token_type: 'Bearer', expires_in: 12 * 3600 });
  } catch {
    return jsonAnswer(400, { error: 'invalid_scope' });
  }
}
