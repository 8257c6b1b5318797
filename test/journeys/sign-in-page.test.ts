import { decodeJwt } from 'jose';
import { expect, it } from 'vitest';
import { userPoolFacts } from '../../infra/local/identity/user-pool.ts';
import { startBrowser } from '../support/browser.ts';
import { startJourney } from '../support/journey.ts';

/** The start page as a person sees it. */
it('a person clicks their name and is back with tokens that the API takes', async () => {
  const journey = await startJourney({ today: '2026-11-20' });
  const browser = await startBrowser();
  try {
    const { apiUrl, assembly } = journey.runner;
    const client_id = userPoolFacts(assembly)!.staff!.clientId;
    const page = await browser.newPage();
    // Served by the API itself: a page of the same origin, as the console will be.
    await page.goto(`${apiUrl}/health`);
    const redirect_uri = `${apiUrl}/`;
    const verifier = 'un-verificador-de-al-menos-cuarenta-y-tres-caracteres';
    const challenge = await page.evaluate(async (text) => {
      const hash = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
      const base64 = btoa(String.fromCharCode(...new Uint8Array(hash)));
      return base64.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
    }, verifier);
    const query = new URLSearchParams({
      ...{ response_type: 'code', client_id, redirect_uri, scope: 'openid email' },
      ...{ code_challenge: challenge, code_challenge_method: 'S256' },
    });
    await page.goto(`${apiUrl}/_local/oidc/auth?${query}`);
    expect(await page.textContent('body')).toContain('Demostración');
    expect(await page.locator('h2').allTextContents()).toEqual(
      expect.arrayContaining(['Caja', 'Dirección', 'Sistemas']),
    );
    await page.getByRole('button', { name: 'Caja, Nogales' }).click();
    await page.waitForURL((url) => url.searchParams.has('code'));
    const code = new URL(page.url()).searchParams.get('code') ?? '';
    const body = { grant_type: 'authorization_code', client_id, redirect_uri, code, code_verifier: verifier };
    const response = await fetch(`${apiUrl}/_local/oidc/token`, { method: 'POST', body: new URLSearchParams(body) });
    const { access_token: token } = (await response.json()) as { access_token: string };
    expect(decodeJwt(token)['cognito:groups']).toEqual(['role:cashier', 'office:nogales']);
    expect((await journey.ask('/v1/window-payments?office=nogales', { token })).status).toBe(200);
    expect((await journey.ask('/v1/window-payments?office=obregon', { token })).status).toBe(403);
    expect(await page.evaluate(() => [localStorage.length, sessionStorage.length])).toEqual([0, 0]);
  } finally {
    await browser.close();
    await journey.end();
  }
}, 120_000);
