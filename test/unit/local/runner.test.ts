import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import type { Runner } from '../../../infra/local/runner.ts';
import { type LocalApp, localApp } from '../../support/local-app.ts';

let app: LocalApp;
let runner: Runner;

beforeAll(async () => {
  app = await localApp();
  process.env.CANARY_OF_THE_DEVELOPER = 'must not reach a handler';
  runner = await app.start({ today: '2026-11-20', recordCalls: true });
});
afterAll(async () => {
  delete process.env.CANARY_OF_THE_DEVELOPER;
  await runner?.stop();
  app?.remove();
});

const bearer = async (role: string, office?: string) => ({
  headers: { authorization: `Bearer ${await runner.token({ role, office })}` },
});

describe('the runner', () => {
  it('resolves everything the template refers to', () => {
    expect([...runner.assembly.unresolved]).toEqual([]);
    expect(runner.tableNames.THINGS_TABLE).toBe('local-things');
    expect(runner.bucketNames.FILES_BUCKET).toMatch(/^data-files/);
  });

  it('serves public routes without a token and gives handlers the fixed clock and a clean environment', async () => {
    const answer = await fetch(`${runner.apiUrl}/health`);
    expect(answer.status).toBe(200);
    expect(await answer.json()).toMatchObject({ clock: 'fixed:2026-11-20', claims: null, secrets: [] });
  });

  it('passes claims as the HTTP API does: lists in brackets, all as text', async () => {
    const answer = await fetch(`${runner.apiUrl}/things/7`, await bearer('cashier', 'nogales'));
    const { id, claims, scopes } = z
      .object({ id: z.string(), claims: z.record(z.string(), z.string()), scopes: z.null() })
      .parse(await answer.json());
    expect(id).toBe('7');
    expect(scopes).toBeNull();
    expect(claims['cognito:groups']).toBe('[role:cashier office:nogales]');
    expect(claims.token_use).toBe('access');
    expect(Number(claims.exp)).toBeGreaterThan(Date.now() / 1000);
  });

  it('answers 404 for an unknown route and 204 with CORS headers for a preflight of an allowed origin', async () => {
    expect((await fetch(`${runner.apiUrl}/nothing`)).status).toBe(404);
    const ask = (origin: string) =>
      fetch(`${runner.apiUrl}/things/1`, {
        method: 'OPTIONS',
        headers: { origin, 'access-control-request-method': 'GET' },
      });
    const allowed = await ask('http://localhost:5173');
    expect([allowed.status, allowed.headers.get('access-control-allow-origin')]).toEqual([
      204,
      'http://localhost:5173',
    ]);
    expect((await ask('http://evil.example')).headers.get('access-control-allow-origin')).toBeNull();
  });

  it('lets only the machine client through a route with scopes', async () => {
    expect((await fetch(`${runner.apiUrl}/machines`, await bearer('director'))).status).toBe(403);
    const answer = await fetch(`${runner.apiUrl}/machines`, await bearer('portal'));
    expect(answer.status).toBe(200);
    expect(await answer.json()).toMatchObject({ scopes: ['local/read'], claims: { scope: 'local/read' } });
  });

  it('issues machine tokens by client credentials, for known scopes and the right secret only', async () => {
    const portal = runner.assembly
      .of('AWS::Cognito::UserPoolClient')
      .find(({ logicalId }) => /Portal/.test(logicalId))!;
    const ask = (secret: string, scope: string) =>
      fetch(`${runner.apiUrl}/_local/identity/oauth2/token`, {
        method: 'POST',
        headers: { authorization: `Basic ${Buffer.from(`${portal.name}:${secret}`).toString('base64')}` },
        body: new URLSearchParams({ grant_type: 'client_credentials', scope }),
      });
    expect((await ask('local', 'local/read')).status).toBe(200);
    expect((await ask('local', 'local/other')).status).toBe(400);
    expect((await ask('wrong', 'local/read')).status).toBe(401);
  });

  it('runs a schedule by hand with the time it was meant for', async () => {
    expect(runner.schedules.map(({ name, enabled }) => [name, enabled])).toEqual([['local-nightly', false]]);
    const url = `${runner.apiUrl}/_local/schedules/nightly/run?at=2026-11-20T07:15:00Z`;
    const answer = await (await fetch(url, { method: 'POST' })).json();
    expect(answer).toMatchObject({ result: { got: { kind: 'nightly', scheduledTime: '2026-11-20T07:15:00Z' } } });
  });

  it('moves the business date while it runs', async () => {
    const clock = async () =>
      z.object({ clock: z.string() }).parse(await (await fetch(`${runner.apiUrl}/health`)).json()).clock;
    await runner.setToday('2026-11-23');
    expect(await clock()).toBe('fixed:2026-11-23');
    await runner.setToday(undefined);
    expect(await clock()).toBe('system');
    await runner.setToday('2026-11-20');
    expect(await clock()).toBe('fixed:2026-11-20');
  });

  it('shows what runs on /_local and keeps what functions print', async () => {
    const html = await (await fetch(`${runner.apiUrl}/_local`)).text();
    const machinery = ['local-approved', 'local-orders'];
    for (const part of ['2026-11-20', 'local-things', 'GET /things/{id}', 'local-nightly', ...machinery])
      expect(html).toContain(part);
    expect(readFileSync(path.join(app.dataDir, 'logs', 'local-api.log'), 'utf8')).toContain('asked for /health');
  });

  it('answers every page that it links to, and 404 in Spanish for another', async () => {
    const pages = ['', '/', '/mail', '/mail/', '/mail.json', '/dlq.json', '/clock.json', '/streams.json'];
    for (const page of [...pages, '/identity/.well-known/jwks.json'])
      expect((await fetch(`${runner.apiUrl}/_local${page}`)).status, page).toBe(200);
    const missing = await fetch(`${runner.apiUrl}/_local/mailbox`);
    expect([missing.status, await missing.json()]).toEqual([404, { message: 'No existe esa página local' }]);
  });

  it('records which function called what', () => {
    const calls = readFileSync(path.join(app.dataDir, 'calls.jsonl'), 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(calls).toContainEqual({
      function: expect.stringMatching(/^Api/),
      service: 'dynamodb',
      action: 'dynamodb:GetItem',
      resource: expect.stringContaining(`:table/${runner.tableNames.SEEN_TABLE}`),
    });
    expect(new Set(calls.map((call) => JSON.stringify(call))).size).toBe(calls.length);
  });

  it('refuses a second process on the same data folder, in Spanish', async () => {
    await expect(app.start({ dataDir: app.dataDir })).rejects.toThrow(/ya está en uso|acaba de tomar/);
  });
});
