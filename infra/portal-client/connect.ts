import createClient, { type Client } from 'openapi-fetch';

/** Where the API is and who asks: the machine client that the institute was given. The secret stays on the portal's server. */
export interface PortalAccess {
  readonly baseUrl: string;
  /** Cognito's `/oauth2/token`; on one machine `/_local/identity/oauth2/token`. */
  readonly tokenUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
}

/** A token is asked for anew this long before it ends, so that none ends on its way. */
const MARGIN_MS = 60_000;

/**
 * A client whose every request carries an access token of the client credentials, kept until it nears its end (real
 * time). What the API refuses comes back as `error`, never thrown; without a token, calls throw.
 */
export function connect<Paths extends object>(access: PortalAccess): Client<Paths> {
  const client = createClient<Paths>({ baseUrl: access.baseUrl });
  let kept: Promise<{ readonly token: string; readonly until: number }> | undefined;
  client.use({
    async onRequest({ request }) {
      const known = kept;
      if (known !== undefined && (await known).until <= Date.now() && kept === known) kept = undefined;
      kept ??= tokenFrom(access).catch((error: unknown) => {
        kept = undefined;
        throw error;
      });
      request.headers.set('authorization', `Bearer ${(await kept).token}`);
      return request;
    },
  });
  return client;
}

async function tokenFrom({ tokenUrl, clientId, clientSecret }: PortalAccess) {
  const response = await fetch(tokenUrl, {
    method: 'POST',
    headers: { authorization: `Basic ${btoa(`${clientId}:${clientSecret}`)}` },
    body: new URLSearchParams({ grant_type: 'client_credentials' }),
  });
  if (!response.ok) throw new Error(`no access token: ${response.status} of ${tokenUrl}`);
  const { access_token: token, expires_in: seconds }: Record<string, unknown> = JSON.parse(await response.text());
  if (typeof token !== 'string' || typeof seconds !== 'number')
    throw new Error(`no access token in what ${tokenUrl} said`);
  return { token, until: Date.now() + seconds * 1000 - MARGIN_MS };
}
