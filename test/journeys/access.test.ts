import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { decodeJwt } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { userPoolFacts } from '../../infra/local/identity/user-pool.ts';
import { calendarDate } from '../../shared/calendar/calendar-date.ts';
import { type Answered, type Asking, type Journey, startJourney } from '../support/journey.ts';
import { type Browser, openBrowser, type Tokens } from '../support/sign-in.ts';

/** A cashier's access from the request to the signed review, as people and their browsers meet it. */
const TODAY = calendarDate('2026-11-20');
const SYSTEMS = { role: 'systems' };
const DIRECTOR = { role: 'director' };

let journey: Journey;
let browser: Browser;
let reference: string;
beforeAll(async () => {
  journey = await startJourney({ today: TODAY });
  const [file] = await journey.seed(TODAY, 3);
  reference = file!.notes[0]!.item.paymentReference;
  browser = openBrowser(journey.runner.apiUrl, clientId());
}, 180_000);
afterAll(() => journey?.end());

const clientId = (): string => userPoolFacts(journey.runner.assembly)!.staff!.clientId;
const post = (where: string, who: Asking, body?: object, etag?: string | null) =>
  journey.ask(where, {
    ...{ ...who, method: 'POST' },
    headers: { 'idempotency-key': randomUUID(), ...(etag == null ? {} : { 'if-match': etag }) },
    ...(body !== undefined && { body }),
  });
const etagOf = async (where: string) => (await journey.ask(where, DIRECTOR)).headers.get('etag');
async function done(answering: Promise<Answered>): Promise<Answered> {
  const answer = await answering;
  expect([answer.status, answer.status < 300 ? '' : answer.json]).toEqual([expect.any(Number), '']);
  return answer;
}
const takePayment = ({ access_token: token }: Tokens) =>
  post(
    '/v1/window-payments',
    { token },
    {
      ...{ target: { reference }, amount: '10.00', confirmedAmount: '10.00', received: 'cash' },
    },
  );
async function signedIn(subject: string, at = browser): Promise<Tokens> {
  const tokens = await at.signIn(subject);
  if (tokens === undefined) throw new Error('may not sign in');
  return tokens;
}
/** Tokens count whole seconds: what is ended in one is over in the next. */
const aSecond = () => sleep(1_100);

async function hire(name: string, email: string): Promise<{ where: string; subject: string }> {
  const asked = await done(
    post('/v1/users', SYSTEMS, {
      ...{ name, email, roles: ['cashier'], offices: ['hermosillo'], reason: 'Entra el lunes a la caja' },
    }),
  );
  expect(asked.json).toMatchObject({ status: 'requested', roles: [], wanted: { roles: ['cashier'] } });
  const where = `/v1/users/${asked.json.userId}`;
  expect(asked.headers.get('location')).toBe(where);
  const own = await post(`${where}/approval`, SYSTEMS, undefined, asked.headers.get('etag'));
  expect(own.json.code).toBe('role-not-allowed');
  const { json } = await done(post(`${where}/approval`, DIRECTOR, undefined, asked.headers.get('etag')));
  expect(json).toMatchObject({ status: 'active', roles: ['cashier'], offices: ['hermosillo'] });
  return { where, subject: json.subject };
}

describe('a cashier', () => {
  it('asked for by Sistemas and approved by the director signs in, is paid, is suspended and is out at the next call', async () => {
    const { where, subject } = await hire('Rosa Peña', 'rosa@cartera.example');
    expect(await browser.startPage()).toContain('Rosa Peña');
    await aSecond();
    const tokens = await signedIn(subject);
    expect(decodeJwt(tokens.access_token)).toMatchObject({
      ...{ sub: subject, username: subject, client_id: clientId(), token_use: 'access', scope: 'openid email' },
      auth_time: expect.toSatisfy((at: number) => Math.abs(at - Date.now() / 1_000) < 60),
      'cognito:groups': ['role:cashier', 'office:hermosillo'],
    });
    expect(tokens.expires_in).toBe(3_600);
    const { json: paid } = await done(takePayment(tokens));
    expect(paid).toMatchObject({ folio: expect.any(String), cashier: subject, cashierName: 'Rosa Peña' });

    const out = await done(post(`${where}/suspension`, SYSTEMS, { reason: 'Faltante en el corte de caja' }));
    expect(out.json.status).toBe('suspended');
    const refused = await takePayment(tokens);
    expect([refused.status, refused.json.code]).toEqual([401, 'not-authenticated']);
    expect(decodeJwt(tokens.access_token).exp).toBeGreaterThan(Date.now() / 1_000 + 3_000);
    expect(await browser.refresh(tokens)).toBe(400);
    expect(await browser.startPage()).not.toContain('Rosa Peña');
    expect(await browser.signIn(subject)).toBeUndefined();

    const accesses = await journey.ask(`/v1/personal-data-accesses?recordId=${out.json.userId}`, { role: 'auditor' });
    const noted = accesses.json.items.map(({ operationId }: { operationId: string }) => operationId);
    expect(noted).toEqual(expect.arrayContaining(['createUser', 'approveUser', 'suspendUser']));

    await done(post(`${where}/reinstatement`, DIRECTOR, { reason: 'El faltante se aclaró' }, await etagOf(where)));
    await aSecond();
    expect((await takePayment(tokens)).status).toBe(401);
    await done(takePayment(await signedIn(subject)));
  });

  it('refreshes with rotation: the token of before is worth nothing, nor is the family after it was tried', async () => {
    const { subject } = await hire('Luz Ortega', 'luz@cartera.example');
    await aSecond();
    const first = await signedIn(subject, openBrowser(journey.runner.apiUrl, clientId()));
    const second = await browser.refresh(first);
    if (typeof second === 'number') throw new Error(`refused: ${second}`);
    expect(second.refresh_token).not.toBe(first.refresh_token);
    await done(takePayment(second));
    expect(await browser.refresh(first)).toBe(400);
    expect(await browser.refresh(second)).toBe(400);
    const third = await signedIn(subject, openBrowser(journey.runner.apiUrl, clientId()));
    expect(await browser.revoke(third)).toBe(200);
    expect(await browser.refresh(third)).toBe(400);
  });

  it('comes back through the session without being asked, until signed out everywhere', async () => {
    const { where, subject } = await hire('Eva Ríos', 'eva@cartera.example');
    await aSecond();
    const own = openBrowser(journey.runner.apiUrl, clientId());
    const before = await signedIn(subject, own);
    // Another person's choice would count if the page were shown.
    expect(decodeJwt((await signedIn('nobody', own)).access_token).sub).toBe(subject);
    await done(post(`${where}/sign-out`, SYSTEMS, { reason: 'Perdió su equipo' }, await etagOf(where)));
    expect((await takePayment(before)).status).toBe(401);
    expect(await own.refresh(before)).toBe(400);
    await aSecond();
    expect(await own.startPage()).toContain('Demostración');
    await done(takePayment(await signedIn(subject, own)));
  });

  it('without a code challenge, or for another client, is not signed in', async () => {
    const place = `${journey.runner.apiUrl}/_local/oidc/auth`;
    const auth = (query: Record<string, string>) =>
      fetch(`${place}?${new URLSearchParams({ response_type: 'code', scope: 'openid', ...query })}`, {
        redirect: 'manual',
      });
    const redirect_uri = `${journey.runner.apiUrl}/`;
    const bare = await auth({ client_id: clientId(), redirect_uri });
    expect(new URL(String(bare.headers.get('location'))).searchParams.get('error')).toBe('invalid_request');
    expect((await auth({ client_id: 'otro', redirect_uri })).status).toBe(400);
    expect((await auth({ client_id: clientId(), redirect_uri: 'https://otro.example/' })).status).toBe(400);
  });
});

it('the review of the quarter is opened, decided and signed by the director; who was removed is out', async () => {
  const { where, subject } = await hire('Ana Soto', 'ana@cartera.example');
  await aSecond();
  const tokens = await signedIn(subject, openBrowser(journey.runner.apiUrl, clientId()));
  await journey.runner.invoke('access-watch', {});
  const [{ quarter }] = (await journey.ask('/v1/access-reviews', DIRECTOR)).json.items;
  const review = `/v1/access-reviews/${quarter}`;
  const { entries } = (await journey.ask(review, { role: 'auditor' })).json;
  const decisions = entries.map(({ userId }: { userId: string }) => ({
    ...{ userId, keep: !where.includes(userId), reason: 'Se revisó con su jefatura' },
  }));
  const decided = await done(post(`${review}/decisions`, DIRECTOR, { decisions }, await etagOf(review)));
  expect((await post(`${review}/signature`, { role: 'portfolio-coordinator' }, undefined, '"v2"')).status).toBe(403);
  const signed = await done(post(`${review}/signature`, DIRECTOR, undefined, decided.headers.get('etag')));
  expect(signed.json).toMatchObject({
    status: 'signed',
    undecided: 0,
    intact: true,
    signature: { hash: expect.stringMatching(/^.{43}$/) },
  });
  expect((await takePayment(tokens)).status).toBe(401);
  expect((await journey.ask(where, DIRECTOR)).json).toMatchObject({ status: 'suspended', roles: [], offices: [] });
});
