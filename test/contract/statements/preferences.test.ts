import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { phoneHashOf } from '../../../functions/statements/preferences/preferences.ts';
import { createPreferencesStore } from '../../../functions/statements/preferences/preferences-store.ts';
import { preferencesUseCases } from '../../../functions/statements/preferences/preferences-use-cases.ts';
import { createUnsubscribeTokens } from '../../../functions/statements/preferences/unsubscribe-tokens.ts';
import { sendLink } from '../../../functions/statements/staff/send-link.ts';
import type { Caller } from '../../../shared/http/route.ts';
import { newSecret } from '../../../shared/links/secret.ts';
import type { DemoFile } from '../../demonstration/lending/portfolio.ts';
import { type StatementsWorld, statementsWorld } from './statements-world.ts';

let world: StatementsWorld;
beforeAll(async () => {
  world = await statementsWorld();
}, 60_000);
afterAll(() => world.stop());
beforeEach(() => world.pass(25 * 60));

const STAFF: Caller = { subject: 'mesa-1', roles: ['attention-desk'], offices: 'all', correlationId: 'p' };
const fileAt = (index: number): DemoFile => world.portfolio[index]!;
const enter = async (file: DemoFile) =>
  world.enter(await world.linkOf(file), file.notes[0]!.item.contractNumber.slice(-4));
const phoneOf = (file: DemoFile): string =>
  file.borrower.contactPoints.find(({ kind }) => kind === 'phone')?.value ?? '';
const page = (cookie: string) => world.page('GET', '/estado/avisos', { cookies: [cookie] });
const keep = (cookie: string, form: Record<string, string>) =>
  world.page('POST', '/estado/avisos', { cookies: [cookie], form });
const store = () => createPreferencesStore(world.dynamo.documents, world.dynamo.tables.LINKS_TABLE);
const ALL = { mensual: 'si', horario: 'morning', 'medio-email': 'si', 'medio-letter': 'si' };
async function subscribers(): Promise<string[]> {
  const found: string[] = [];
  for await (const { fileId, signatory } of store().subscribers()) found.push(`${fileId} ${signatory}`);
  return found;
}
const consents = async (fileId: string) => {
  const { documents, tables } = world.dynamo;
  const { Items = [] } = await documents.send(new ScanCommand({ TableName: tables.LINKS_TABLE }));
  const own = Items.filter(({ PK, SK }) => PK === `FILE#${fileId}` && String(SK).startsWith('CONSENT#'));
  return own
    .toSorted((a, b) => (String(a.SK) < String(b.SK) ? -1 : 1))
    .map(({ monthlyStatement, changedBy }) => [monthlyStatement, changedBy]);
};

describe('the preferences of a borrower', () => {
  it('say nothing until they are chosen, are kept as chosen, shown, and read by the desk of the office', async () => {
    const file = fileAt(0);
    const { fileId } = file.file;
    const cookie = await enter(file);
    const first = await page(cookie);
    expect(first.status).toBe(200);
    expect(first.body).not.toContain('Guardados');
    expect(first.body).toMatch(/value="no" checked/);
    expect(first.body).toContain(`termina en ${phoneOf(file).slice(-4)}`);
    expect(first.body).not.toContain(phoneOf(file));
    const phoneHash = phoneHashOf(fileId, phoneOf(file));
    const kept = await keep(cookie, { ...ALL, [`nollamar-${phoneHash}`]: 'si' });
    expect([kept.status, kept.headers.location]).toEqual([303, '/estado/avisos']);
    const { body } = await page(cookie);
    expect(body).toContain('Guardados el 2');
    for (const chosen of ['mensual-si', 'horario-morning', 'medio-email', 'medio-letter', `nollamar-${phoneHash}`])
      expect(body, chosen).toMatch(new RegExp(`id="${chosen}"[^>]* checked`));
    for (const not of ['mensual-no', 'medio-call', 'horario-any'])
      expect(body, not).not.toMatch(new RegExp(`id="${not}"[^>]* checked`));
    expect(await subscribers()).toEqual([`${fileId} borrower`]);
    const deps = { register: world.linkDeps.register, preferences: store() };
    const input = {
      params: { fileId },
      query: undefined,
      body: undefined,
      idempotencyKey: undefined,
      ifMatch: undefined,
    };
    const told = await preferencesUseCases.readContactPreferences(deps, input, STAFF);
    expect(told.body?.preferences).toMatchObject([
      {
        signatory: 'borrower',
        monthlyStatement: true,
        hours: 'morning',
        doNotCall: [{ ending: phoneOf(file).slice(-4) }],
      },
    ]);
    await expect(
      preferencesUseCases.readContactPreferences(deps, input, { ...STAFF, offices: [] }),
    ).rejects.toMatchObject({ code: 'not-found' });
  });

  it('leave the list of the month when consent is taken back, and every change of it is on record', async () => {
    const file = fileAt(2);
    const { fileId } = file.file;
    const cookie = await enter(file);
    await keep(cookie, ALL);
    world.pass(1);
    await keep(cookie, { ...ALL, horario: 'any' });
    world.pass(1);
    await keep(cookie, { ...ALL, mensual: 'no' });
    expect(await subscribers()).not.toContain(`${fileId} borrower`);
    expect(await consents(fileId)).toEqual([
      [true, 'session'],
      [false, 'session'],
    ]);
  });

  it('are refused as a whole when the form is none of ours, and say what lacks', async () => {
    const file = fileAt(3);
    const cookie = await enter(file);
    const nothing = await keep(cookie, { mensual: 'si', horario: 'any' });
    expect([nothing.status, nothing.body.includes('Elija al menos un medio')]).toEqual([422, true]);
    for (const form of [{ ...ALL, horario: 'noche' }, { ...ALL, mensual: 'quizá' }, {}])
      expect((await keep(cookie, form)).status).toBe(422);
    expect(await store().find(file.file.fileId, 'borrower')).toBeUndefined();
    // A number that is not theirs is nobody's business.
    await keep(cookie, { ...ALL, [`nollamar-${'f'.repeat(32)}`]: 'si' });
    expect((await store().find(file.file.fileId, 'borrower'))?.doNotCall).toEqual([]);
  });

  it('are of who chose them: a cosigner’s own, without the monthly mail; without a session nobody’s', async () => {
    const file = fileAt(4);
    const { fileId } = file.file;
    const guaranteed = file.notes[0]!.item;
    const sent = { fileId, signatory: 'cosigner-1', noteIds: [guaranteed.noteId], idempotencyKey: 'aval-avisos' };
    await sendLink(world.linkDeps, sent, STAFF);
    await world.deliver();
    const cookie = await world.enter(world.mails.at(-1)!.path!, guaranteed.contractNumber);
    const { body } = await page(cookie);
    expect(body).not.toContain('cada mes');
    expect(body).not.toContain(phoneOf(file).slice(-4));
    expect((await keep(cookie, ALL)).status).toBe(303);
    expect((await store().find(fileId, 'cosigner-1'))?.monthlyStatement).toBe(false);
    expect(await store().find(fileId, 'borrower')).toBeUndefined();
    expect((await world.page('POST', '/estado/avisos', { form: ALL })).status).toBe(403);
  });

  it('of two windows at once are those of one, whole', async () => {
    const file = fileAt(5);
    const cookie = await enter(file);
    const forms = [ALL, { mensual: 'no', horario: 'afternoon', 'medio-call': 'si' }];
    const answers = await Promise.all([...forms, ...forms].map((form) => keep(cookie, form)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([303]));
    const kept = (await store().find(file.file.fileId, 'borrower'))!;
    expect(kept.version).toBe(4);
    const isListed = (await subscribers()).includes(`${file.file.fileId} borrower`);
    expect([kept.monthlyStatement, kept.hours]).toEqual(isListed ? [true, 'morning'] : [false, 'afternoon']);
  });
});

describe('the way out of the monthly mail', () => {
  it('is one POST without anything else, as mail programs send it; a GET changes nothing', async () => {
    const file = fileAt(6);
    const { fileId, office } = file.file;
    await keep(await enter(file), ALL);
    const token = newSecret();
    const tokens = createUnsubscribeTokens(world.dynamo.documents, world.dynamo.tables.LINKS_TABLE);
    await tokens.keep(token, { fileId, office, signatory: 'borrower' }, world.now());
    for (let time = 0; time < 5; time += 1) {
      const { status, body } = await world.page(time % 2 === 0 ? 'GET' : 'HEAD', `/b/${token}`);
      expect([status, body.includes(fileId)]).toEqual([200, false]);
    }
    expect(await subscribers()).toContain(`${fileId} borrower`);
    const boundary = { 'content-type': 'multipart/form-data; boundary=x' };
    const body = '--x\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--x--\r\n';
    const left = await world.page('POST', `/b/${token}`, { body, headers: boundary });
    const again = await world.page('POST', `/b/${token}`, { form: { 'List-Unsubscribe': 'One-Click' } });
    expect([left.status, again.status, left.cookies]).toEqual([200, 200, []]);
    expect(await subscribers()).not.toContain(`${fileId} borrower`);
    expect(await consents(fileId)).toEqual([
      [true, 'session'],
      [false, 'unsubscribe'],
    ]);
    // The rest of what they chose stands.
    expect(await store().find(fileId, 'borrower')).toMatchObject({ monthlyStatement: false, hours: 'morning' });
    expect((await world.page('POST', `/b/${newSecret()}`)).status).toBe(404);
    expect((await world.page('POST', `/e/${token}`, { form: { dato: file.borrower.curp } })).status).toBe(404);
  });
});
