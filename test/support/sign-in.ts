import { createHash, randomBytes } from 'node:crypto';
import * as z from 'zod';

/** A person at a browser of this machine: signs in by code and PKCE as a console does, cookies and all. */

const tokensSchema = z.object({ access_token: z.string(), refresh_token: z.string(), expires_in: z.int() });
export type Tokens = z.output<typeof tokensSchema>;

export interface Browser {
  /** Who the start page lets be chosen, by name; and the page itself. */
  startPage(): Promise<string>;
  /** Signs in, choosing the person on the start page unless the session is enough; undefined when they may not. */
  signIn(subject: string): Promise<Tokens | undefined>;
  /** New tokens for a refresh token; the status of the refusal. */
  refresh(tokens: Tokens): Promise<Tokens | number>;
  revoke(tokens: Tokens): Promise<number>;
}

export function openBrowser(apiUrl: string, clientId: string, redirectUri = `${apiUrl}/`): Browser {
  const place = `${apiUrl}/_local/oidc`;
  const cookies = new Map<string, string>();

  async function visit(url: string, form?: Record<string, string>): Promise<Response> {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(new URL(url, apiUrl), {
      redirect: 'manual',
      headers: { cookie },
      ...(form !== undefined && { method: 'POST', body: new URLSearchParams(form) }),
    });
    for (const set of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(set) ?? [];
      if (value === '') cookies.delete(name);
      else cookies.set(name, value);
    }
    return response;
  }

  const exchange = (form: Record<string, string>) =>
    fetch(`${place}/token`, { method: 'POST', body: new URLSearchParams({ client_id: clientId, ...form }) });

  /** Follows redirects to the start page or to the end. */
  async function authorize(challenge: string): Promise<{ url: string; response: Response }> {
    const query = new URLSearchParams({
      ...{ response_type: 'code', client_id: clientId, redirect_uri: redirectUri, scope: 'openid email' },
      ...{ code_challenge: challenge, code_challenge_method: 'S256', state: 'estado' },
    });
    return follow(`${place}/auth?${query}`);
  }

  async function follow(start: string): Promise<{ url: string; response: Response }> {
    let url = start;
    for (;;) {
      const response = await visit(url);
      const next = response.headers.get('location');
      if (next === null) return { url, response };
      url = new URL(next, url).href;
      if (url.startsWith(redirectUri) && !url.startsWith(place)) return { url, response };
    }
  }

  const newVerifier = () => randomBytes(32).toString('base64url');
  const challengeOf = (verifier: string) => createHash('sha256').update(verifier).digest('base64url');

  return {
    startPage: async () => (await authorize(challengeOf(newVerifier()))).response.text(),
    async signIn(subject) {
      const verifier = newVerifier();
      let at = await authorize(challengeOf(verifier));
      if (at.url.includes('/interaction/')) {
        const chosen = await visit(at.url, { subject });
        const next = chosen.headers.get('location');
        if (next === null) return undefined;
        at = await follow(new URL(next, at.url).href);
      }
      const code = new URL(at.url).searchParams.get('code');
      if (code === null) throw new Error(`no code at ${at.url}`);
      const form = { grant_type: 'authorization_code', code, redirect_uri: redirectUri, code_verifier: verifier };
      const response = await exchange(form);
      if (!response.ok) throw new Error(`no tokens: ${await response.text()}`);
      return tokensSchema.parse(await response.json());
    },
    async refresh({ refresh_token }) {
      const response = await exchange({ grant_type: 'refresh_token', refresh_token });
      return response.ok ? tokensSchema.parse(await response.json()) : response.status;
    },
    async revoke({ refresh_token }) {
      const body = new URLSearchParams({ client_id: clientId, token: refresh_token });
      return (await fetch(`${place}/token/revocation`, { method: 'POST', body })).status;
    },
  };
}
