import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addDays, calendarDate } from '../../shared/calendar/calendar-date.ts';
import type { ByComponent } from '../../shared/loan-book/component.ts';
import { formatMxn } from '../../shared/money/centavos.ts';
import type { DemoFile } from '../demonstration/lending/portfolio.ts';
import { makeCieFile } from '../demonstration/recovery/bank-file-writer.ts';
import { centavosOf, type Journey, startJourney } from '../support/journey.ts';
import { pdfText } from '../unit/documents/pdf-text.ts';

const TODAY = calendarDate('2026-11-20');
const ADDRESS = 'persona@correo.example';

interface FileNote {
  readonly contractNumber: string;
  readonly balance: { readonly owed: Readonly<Record<keyof ByComponent | 'total', string>> };
}

let journey: Journey;
let portfolio: readonly DemoFile[];
let file: DemoFile;
let contract: string;

beforeAll(async () => {
  journey = await startJourney({ today: TODAY });
  portfolio = await journey.seed(TODAY, 12);
  file = portfolio.find(({ notes }) => notes.length > 1)!;
  contract = file.notes[0]!.item.contractNumber;
  expect((await registerAddress(ADDRESS)).status).toBe(200);
}, 180_000);
afterAll(() => journey?.end());

async function registerAddress(email: string, whose = file) {
  const where = `/v1/borrowers/${whose.borrower.borrowerId}`;
  const { json, headers } = await journey.ask(where, { role: 'systems' });
  const { name, curp, rfc, clabe, address } = json;
  return journey.ask(where, {
    ...{ role: 'systems', method: 'PUT', headers: { 'if-match': headers.get('etag') ?? '' } },
    body: { name, curp, rfc, clabe, address, contactPoints: [{ kind: 'email', value: email }] },
  });
}

const form = (where: string, fields: Record<string, string>, cookie?: string) =>
  fetch(`${journey.runner.apiUrl}${where}`, {
    ...{ method: 'POST', redirect: 'manual', body: new URLSearchParams(fields) },
    headers: cookie === undefined ? {} : { cookie },
  });
const mailsTo = (address: string) => journey.runner.mails().filter(({ to }) => to.includes(address));
const linkIn = (mail: { readonly text?: string | undefined } | undefined): string =>
  new URL(/http:\/\/\S+\/e\/[\w-]{43}/.exec(mail?.text ?? '')?.[0] ?? '').pathname;

/** Prints it, compares it with what the API says of each note, and sees a backdated payment replace it. */
async function readsThePaper(cookie: string, notes: readonly FileNote[]): Promise<void> {
  const print = async () => {
    const answer = await fetch(`${journey.runner.apiUrl}/estado/documento`, { headers: { cookie } });
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'application/pdf']);
    return pdfText(new Uint8Array(await answer.arrayBuffer())).replace(/\s+/g, ' ');
  };
  const verify = async (paper: string) => {
    const code = /\/verificar\/(\S+)/.exec(paper)?.[1];
    return (await fetch(`${journey.runner.apiUrl}/verificar/${code}`)).text();
  };
  const first = await print();
  for (const { contractNumber, balance } of notes) {
    const { principal, ordinaryInterest, defaultInterest, collectionCosts, total } = balance.owed;
    const row = [principal, ordinaryInterest, defaultInterest, collectionCosts, total];
    expect(first).toContain(`${contractNumber} ${row.map((one) => formatMxn(centavosOf(one))).join(' ')}`);
  }
  const valid = await verify(first);
  expect(valid).toContain('<h1>Vigente</h1>');
  expect(valid).not.toContain(contract);
  const { paymentReference } = file.notes[0]!.item;
  const bytes = makeCieFile([{ date: addDays(TODAY, -20), reference: paymentReference, amount: 54_321 }]);
  await journey.bring({ fileName: 'cie-atrasado.txt', bytes });
  expect(await verify(first)).toContain('<h1>Reemplazado</h1>');
  const second = await print();
  expect(second).toContain('$543.21');
  expect(await verify(second)).toContain('<h1>Vigente</h1>');
}

describe('the statement of a borrower', () => {
  it('is asked for, mailed, read and closed; the staff see that, and no log says whose it was', async () => {
    const asked = await form('/solicitar', { numero: contract, dato: file.borrower.curp });
    expect([asked.status, await asked.text()]).toEqual([202, expect.stringContaining('Si los datos coinciden')]);
    await journey.runner.waitUntilQuiet();
    const [mail, ...others] = mailsTo(ADDRESS);
    expect(others).toEqual([]);
    const link = linkIn(mail);

    const looked = await fetch(`${journey.runner.apiUrl}${link}`, { method: 'HEAD' });
    expect([looked.status, await looked.text()]).toEqual([200, '']);
    const landing = await fetch(`${journey.runner.apiUrl}${link}`);
    expect(await landing.text()).not.toContain(contract);
    expect((await form(link, { dato: 'ZZZZ' })).status).toBe(422);
    const right = await form(link, { dato: contract.slice(-4) });
    expect([right.status, right.headers.get('location')]).toEqual([303, '/estado']);
    const cookie = right.headers.get('set-cookie')!.split(';')[0]!;

    const shown = await fetch(`${journey.runner.apiUrl}/estado`, { headers: { cookie } });
    const page = await shown.text();
    expect([shown.status, shown.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    const { notes } = (await journey.ask(`/v1/files/${file.file.fileId}`, { role: 'auditor' })).json;
    const owed = notes.map((note: { balance: { owed: { total: string } } }) => centavosOf(note.balance.owed.total));
    expect(page).toContain(
      `<p class="figure">${formatMxn(owed.reduce((sum: number, one: number) => sum + one, 0))}</p>`,
    );
    expect((await fetch(`${journey.runner.apiUrl}/estado/1`, { headers: { cookie } })).status).toBe(200);
    await readsThePaper(cookie, notes);
    expect((await form('/estado/cerrar', {}, cookie)).status).toBe(200);
    expect((await fetch(`${journey.runner.apiUrl}/estado`, { headers: { cookie } })).status).toBe(403);

    const desk = { role: 'attention-desk', office: file.file.office };
    const { links, views } = (await journey.ask(`/v1/files/${file.file.fileId}/statement-links`, desk)).json;
    expect(links).toMatchObject([{ status: 'revealed', isLive: true, askedBy: 'public', signatory: 'borrower' }]);
    expect(views.map((view: { page: string }) => view.page).toSorted()).toEqual([
      ...['documento', 'documento', 'estado', 'pagare'],
    ]);
    expect(JSON.stringify({ links, views })).not.toContain(link.slice(3));

    const logs = path.join(journey.dataDir, 'logs');
    const said = readdirSync(logs, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => readFileSync(path.join(entry.parentPath, entry.name), 'utf8'))
      .join('\n');
    expect(said).toContain('link-request-ended');
    for (const secret of [link.slice(3), cookie.slice(9), file.borrower.curp, ADDRESS])
      expect(said).not.toContain(secret);
  }, 60_000);

  it('is asked for by the portal under its own scope, which gets no link', async () => {
    const body = { number: contract, datum: ADDRESS, visitor: '189.203.10.7' };
    const asked = await journey.ask('/v1/statement-requests', { role: 'portal', method: 'POST', body });
    expect([asked.status, Object.keys(asked.json)]).toEqual([202, ['message']]);
    const wrong = await journey.ask('/v1/statement-requests', {
      role: 'portal',
      method: 'POST',
      body: { ...body, datum: 'x' },
    });
    expect([wrong.status, wrong.json.errors[0].pointer]).toEqual([400, '/datum']);
    expect((await journey.ask('/v1/statement-requests', { role: 'director', method: 'POST', body })).status).toBe(403);
  });

  it('is sent by a desk of the office, revoked, and tells when the mail came back', async () => {
    const where = `/v1/files/${file.file.fileId}/statement-links`;
    const desk = { role: 'attention-desk', office: file.file.office, method: 'POST' };
    const key = { 'idempotency-key': randomUUID() };
    const sent = await journey.ask(where, { ...desk, headers: key, body: {} });
    const again = await journey.ask(where, { ...desk, headers: key, body: {} });
    expect([sent.status, again.json]).toEqual([202, sent.json]);
    await journey.runner.waitUntilQuiet();
    const link = linkIn(mailsTo(ADDRESS).at(-1));
    expect((await fetch(`${journey.runner.apiUrl}${link}`)).status).toBe(200);
    const revoked = await journey.ask(`${where}/${sent.json.linkId}/revocation`, {
      ...{ ...desk, headers: { 'idempotency-key': randomUUID() }, body: { reason: 'Se envió a quien no era' } },
    });
    expect([revoked.status, revoked.json.status]).toEqual([200, 'revoked']);
    expect((await fetch(`${journey.runner.apiUrl}${link}`)).status).toBe(404);

    const returned = 'bounce+acreditado@simulator.amazonses.com';
    await registerAddress(returned);
    await journey.runner.waitUntilQuiet();
    // Whoever reads the old mailbox is told, and may object before anything goes to the new one.
    expect(mailsTo(ADDRESS).at(-1)?.subject).toContain('Cambió el correo');
    const early = await journey.ask(where, { ...desk, headers: { 'idempotency-key': randomUUID() }, body: {} });
    expect([early.status, early.json.code]).toEqual([409, 'address-new']);

    const lostTo = portfolio.find((one) => one.file.office === file.file.office && one !== file)!;
    await registerAddress(returned, lostTo);
    const theirs = `/v1/files/${lostTo.file.fileId}/statement-links`;
    const lost = await journey.ask(theirs, { ...desk, headers: { 'idempotency-key': randomUUID() }, body: {} });
    await journey.runner.waitUntilQuiet();
    const { links, undeliverable } = (await journey.ask(theirs, { role: 'attention-desk', office: lostTo.file.office }))
      .json;
    expect(links).toMatchObject([{ linkId: lost.json.linkId, status: 'bounced', isLive: false }]);
    expect(undeliverable).toMatchObject([{ signatory: 'borrower', because: 'bounced' }]);
  }, 60_000);
});
