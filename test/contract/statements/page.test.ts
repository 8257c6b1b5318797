import { DeleteCommand, PutCommand, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { noteDetail } from '../../../functions/statements/page/note-detail.ts';
import { linksOfFile, revokeLink, unblockLinks } from '../../../functions/statements/staff/move-links.ts';
import { sendLink } from '../../../functions/statements/staff/send-link.ts';
import type { Caller } from '../../../shared/http/route.ts';
import { sumOfComponents } from '../../../shared/loan-book/component.ts';
import { formatMxn } from '../../../shared/money/centavos.ts';
import { cosignerKey, noteKey } from '../../../shared/register/register-keys.ts';
import type { DemoFile } from '../../demonstration/lending/portfolio.ts';
import { posting, testClock, testLedger } from '../../support/ledger.ts';
import { emailOf, type StatementsWorld, statementsWorld, TODAY } from './statements-world.ts';

let world: StatementsWorld;
beforeAll(async () => {
  world = await statementsWorld();
}, 60_000);
afterAll(() => world.stop());
beforeEach(() => {
  // Nothing of one test's wrong data or limits reaches the next.
  world.pass(25 * 60);
});

const staff = (offices: Caller['offices'] = 'all'): Caller => ({
  ...{ subject: 'mesa-1', roles: ['attention-desk'], offices, correlationId: 'p' },
});
const contractsOf = (file: DemoFile): string[] => file.notes.map(({ item }) => item.contractNumber);
const endOf = (file: DemoFile): string => contractsOf(file)[0]!.slice(-4);
const fileAt = (index: number): DemoFile => world.portfolio[index]!;
const post = (path: string, dato: string) => world.page('POST', path, { form: { dato } });
const stateOf = async (path: string) => (await world.pageDeps.links.ofToken(path.slice(3)))?.state;

describe('a link', () => {
  it('shows a scanner nothing and is not used up: 50 GETs and HEADs, empty and guessed forms, then the person gets in', async () => {
    const file = fileAt(0);
    const path = await world.linkOf(file);
    const secrets = [
      file.borrower.name.firstSurname,
      ...contractsOf(file),
      file.borrower.curp,
      emailOf(file)!,
      file.file.fileId,
    ];
    for (let time = 0; time < 50; time += 1) {
      const { status, body, cookies } = await world.page(time % 2 === 0 ? 'GET' : 'HEAD', path);
      expect([status, cookies]).toEqual([200, []]);
      for (const secret of secrets) expect(body).not.toContain(secret);
    }
    for (let time = 0; time < 30; time += 1) {
      const empty = await world.page('POST', path, { form: time % 2 === 0 ? {} : { dato: '  ' } });
      expect([empty.status, empty.cookies]).toEqual([422, []]);
    }
    expect(await stateOf(path)).toBe('opened');
    const right = await post(path, endOf(file));
    expect([right.status, right.headers.location]).toEqual([303, '/estado']);
    // Used again, by the same person on another device.
    expect((await post(path, endOf(file))).status).toBe(303);
    expect(await stateOf(path)).toBe('revealed');
  });

  it('writes with a GET only that it was opened, once', async () => {
    const path = await world.linkOf(fileAt(0));
    const items = async () =>
      (await world.dynamo.documents.send(new ScanCommand({ TableName: world.dynamo.tables.LINKS_TABLE }))).Items
        ?.length;
    const before = await items();
    await world.page('GET', path);
    world.calls.length = 0;
    for (let time = 0; time < 5; time += 1) await world.page('GET', path);
    expect([...new Set(world.calls)]).toEqual(['GetItemCommand']);
    expect(await items()).toBe(before);
  });

  it('is dead in one way, whatever killed it, and is looked up only when it could be one', async () => {
    const path = await world.linkOf(fileAt(0));
    world.calls.length = 0;
    const shapes = ['corta', 'x'.repeat(44), `${'x'.repeat(42)}!`, '%E0%A4%A', '..', 'null'].map(
      (text) => `/e/${text}`,
    );
    const dead = await Promise.all(shapes.map((shape) => world.page('GET', shape)));
    expect(world.calls).toEqual([]);
    const unknown = await world.page('GET', `/e/${'a'.repeat(43)}`);
    world.pass(72 * 60 + 1);
    const over = await world.page('GET', path);
    const posted = await post(path, endOf(fileAt(0)));
    for (const answer of [...dead, unknown, over, posted]) {
      expect([answer.status, answer.body]).toEqual([404, unknown.body]);
    }
  });

  it.each([
    ['the end of the contract', (file: DemoFile) => endOf(file)],
    [
      'the end of the CURP in lower case with spaces',
      (file: DemoFile) => ` ${file.borrower.curp.slice(-4).toLowerCase()} `,
    ],
    ['the whole contract pasted', (file: DemoFile) => contractsOf(file)[0]!.replaceAll('-', ' ')],
    ['the whole CURP', (file: DemoFile) => file.borrower.curp],
  ])('lets in by %s', async (_, datum) => {
    const file = fileAt(2);
    expect((await post(await world.linkOf(file), datum(file))).status).toBe(303);
  });

  it('pauses after five wrong data, compares nothing meanwhile, and goes on after 15 minutes', async () => {
    const file = fileAt(3);
    const path = await world.linkOf(file);
    const answers = [];
    for (let time = 0; time < 5; time += 1) answers.push(await post(path, 'ZZZZ'));
    expect(answers.map(({ status }) => status)).toEqual([422, 422, 422, 422, 429]);
    expect(answers[0]?.body).toContain('Le quedan 4 intentos');
    expect(answers[3]?.body).toContain('Le queda 1 intento');
    const paused = await post(path, endOf(file));
    expect([paused.status, Number(paused.headers['retry-after'])]).toEqual([429, 900]);
    world.pass(15);
    expect((await post(path, endOf(file))).status).toBe(303);
  });

  it('blocks every link of the file after ten wrong data over three links, tells by mail, and only a person unblocks', async () => {
    const file = fileAt(4);
    const { fileId } = file.file;
    const paths = [await world.linkOf(file), await world.linkOf(file), await world.linkOf(file)];
    const cookie = await world.enter(paths[2]!, endOf(file));
    const statuses: number[] = [];
    for (let time = 0; time < 10; time += 1) statuses.push((await post(paths[time % 3]!, 'ZZZZ')).status);
    expect(statuses.slice(0, 9)).toEqual(Array(9).fill(422));
    expect(statuses[9]).toBe(403);
    for (const path of paths) {
      expect((await post(path, endOf(file))).status).toBe(403);
      expect(await stateOf(path)).toBe('blocked');
    }
    // Whoever was in is out.
    expect((await world.page('GET', '/estado', { cookies: [cookie] })).status).toBe(403);
    world.mails.length = 0;
    expect(await world.deliver()).toEqual(['sent']);
    expect([world.mails[0]?.to, world.mails[0]?.path]).toEqual([[emailOf(file)], undefined]);
    // A new request does not help.
    await world.page('POST', '/solicitar', { form: { numero: contractsOf(file)[0]!, dato: file.borrower.curp } });
    expect(await world.deliver()).toEqual(['file-blocked']);
    await expect(
      sendLink(world.linkDeps, { fileId, signatory: 'borrower', idempotencyKey: 'bloqueada-1' }, staff()),
    ).rejects.toMatchObject({ code: 'links-blocked' });
    const unblocked = await unblockLinks(
      world.linkDeps,
      { fileId, reason: 'Se identificó en ventanilla', idempotencyKey: 'abrir-1' },
      staff(),
    );
    expect(unblocked.isBlocked).toBe(false);
    expect((await post(paths[0]!, endOf(file))).status).toBe(303);
    await expect(
      unblockLinks(world.linkDeps, { fileId, reason: 'Otra vez lo mismo', idempotencyKey: 'abrir-2' }, staff()),
    ).rejects.toMatchObject({ code: 'links-not-blocked' });
  });

  it('lets nobody guess with many forms at once, and takes them for an attack', async () => {
    const file = fileAt(5);
    const path = await world.linkOf(file);
    const answers = await Promise.all(Array.from({ length: 40 }, (_, index) => post(path, String(1_000 + index))));
    const compared = answers.filter(({ status }) => status === 422).length;
    expect(compared).toBeLessThanOrEqual(5);
    expect(answers.filter(({ status }) => status === 303)).toEqual([]);
    const { fileId } = file.file;
    await unblockLinks(
      world.linkDeps,
      { fileId, reason: 'Se identificó en ventanilla', idempotencyKey: 'abrir-3' },
      staff(),
    );
    await world.deliver();
  });

  it('takes no form that is none of ours', async () => {
    const path = await world.linkOf(fileAt(0));
    const big = await world.page('POST', path, { body: `dato=${'x'.repeat(3_000)}` });
    const json = await world.page('POST', path, {
      body: '{"dato":"1"}',
      headers: { 'content-type': 'application/json' },
    });
    expect([big.status, json.status]).toEqual([413, 415]);
  });
});

describe('a session', () => {
  it('is a cookie of this host alone, lasts 15 minutes idle and 60 in all, and ends when it is closed', async () => {
    const file = fileAt(6);
    const path = await world.linkOf(file);
    const right = await post(path, endOf(file));
    expect(right.cookies[0]).toMatch(/^__Host-e=[\w-]{43}; Path=\/; Secure; HttpOnly; SameSite=Strict$/);
    const cookie = right.cookies[0]!.split(';')[0]!;
    const see = async () => (await world.page('GET', '/estado', { cookies: [cookie] })).status;
    for (let time = 0; time < 4; time += 1) {
      expect(await see()).toBe(200);
      world.pass(14);
    }
    expect(await see()).toBe(200);
    world.pass(5);
    expect(await see()).toBe(403);

    const idle = await world.enter(path, endOf(file));
    world.pass(16);
    expect((await world.page('GET', '/estado', { cookies: [idle] })).status).toBe(403);

    const closed = await world.enter(path, endOf(file));
    const bye = await world.page('POST', '/estado/cerrar', { cookies: [closed] });
    expect([bye.status, bye.cookies[0]]).toEqual([200, expect.stringContaining('Max-Age=0')]);
    expect((await world.page('GET', '/estado', { cookies: [closed] })).status).toBe(403);
    expect((await world.page('GET', '/estado')).status).toBe(403);
  });

  it('ends with its link, and every page of it is noted with who and when', async () => {
    const file = fileAt(7);
    const { fileId } = file.file;
    const path = await world.linkOf(file);
    const cookie = await world.enter(path, endOf(file));
    await world.page('GET', '/estado', { cookies: [cookie] });
    await world.page('GET', '/estado/1', { cookies: [cookie] });
    const { links, views } = await linksOfFile(world.linkDeps, fileId, staff());
    const [link] = links;
    expect(views.map(({ linkId, page, signatory }) => [linkId, page, signatory]).toSorted()).toEqual([
      [link!.linkId, 'estado', 'borrower'],
      [link!.linkId, 'pagare', 'borrower'],
    ]);
    await expect(linksOfFile(world.linkDeps, fileId, staff([]))).rejects.toMatchObject({ code: 'not-found' });
    const input = { fileId, linkId: link!.linkId, reason: 'Perdió el teléfono', idempotencyKey: 'revocar-1' };
    expect((await revokeLink(world.linkDeps, input, staff())).state).toBe('revoked');
    expect((await revokeLink(world.linkDeps, input, staff())).state).toBe('revoked');
    await expect(revokeLink(world.linkDeps, { ...input, idempotencyKey: 'revocar-2' }, staff())).rejects.toMatchObject({
      code: 'link-over',
    });
    expect((await world.page('GET', '/estado', { cookies: [cookie] })).status).toBe(403);
    expect((await world.page('GET', path)).status).toBe(404);
  });

  it('costs a page five reads and two writes', async () => {
    const file = fileAt(7);
    const cookie = await world.enter(await world.linkOf(file), endOf(file));
    world.calls.length = 0;
    await world.page('GET', '/estado', { cookies: [cookie] });
    expect(world.calls.toSorted()).toEqual(
      [
        'GetItemCommand',
        'GetItemCommand',
        'GetItemCommand',
        'PutItemCommand',
        'PutItemCommand',
        'QueryCommand',
        'QueryCommand',
      ].toSorted(),
    );
  });
});

describe('the scope of a link', () => {
  it('over the whole portfolio shows its own notes and nobody else’s: the borrower all, an aval those that were named', async () => {
    const all = world.portfolio.flatMap(contractsOf);
    for (const file of world.portfolio) {
      if (emailOf(file) === undefined) continue;
      const own = contractsOf(file);
      const cookie = await world.enter(await world.linkOf(file), endOf(file));
      const { body } = await world.page('GET', '/estado', { cookies: [cookie] });
      const seen = all.filter((contract) => body.includes(contract));
      expect(own).toEqual(expect.arrayContaining(seen));
      expect(seen.length).toBeGreaterThan(0);
      expect((await world.page('GET', `/estado/${own.length + 1}`, { cookies: [cookie] })).status).toBe(404);

      const guaranteed = file.notes[0]!.item;
      const sent = { fileId: file.file.fileId, signatory: 'cosigner-1', noteIds: [guaranteed.noteId] };
      await sendLink(world.linkDeps, { ...sent, idempotencyKey: `aval-${file.file.fileId}` }, staff());
      expect(await world.deliver()).toEqual(['sent']);
      const aval = await world.enter(world.mails.at(-1)!.path!, guaranteed.contractNumber);
      const shown = await world.page('GET', '/estado', { cookies: [aval] });
      expect(all.filter((contract) => shown.body.includes(contract))).toEqual([guaranteed.contractNumber]);
      for (const secret of [file.borrower.name.firstSurname, emailOf(file)!, file.borrower.curp])
        expect(shown.body).not.toContain(secret);
      expect((await world.page('GET', '/estado/2', { cookies: [aval] })).status).toBe(404);
    }
  }, 60_000);

  it('is read again at each view: an aval or a note taken off the file is gone at the next click', async () => {
    const file = world.portfolio.find(
      ({ notes, file: { fileId } }) => notes.length >= 2 && fileId !== fileAt(1).file.fileId,
    )!;
    const { fileId } = file.file;
    const noteIds = file.notes.slice(0, 2).map(({ item }) => item.noteId);
    const { documents, tables } = world.dynamo;
    await sendLink(
      world.linkDeps,
      { fileId, signatory: 'cosigner-1', noteIds, idempotencyKey: 'aval-quitado' },
      staff(),
    );
    await world.deliver();
    const cookie = await world.enter(world.mails.at(-1)!.path!, contractsOf(file)[0]!);
    const second = contractsOf(file)[1]!;
    const see = () => world.page('GET', '/estado', { cookies: [cookie] });
    expect((await see()).body).toContain(second);
    const key = noteKey(fileId, noteIds[1]!);
    await documents.send(new DeleteCommand({ TableName: tables.REGISTER_TABLE, Key: key }));
    expect((await see()).body).not.toContain(second);
    await documents.send(
      new PutCommand({ TableName: tables.REGISTER_TABLE, Item: { ...key, ...file.notes[1]!.item } }),
    );
    await documents.send(new DeleteCommand({ TableName: tables.REGISTER_TABLE, Key: cosignerKey(fileId, 1) }));
    expect((await see()).status).toBe(403);
    await documents.send(
      new PutCommand({ TableName: tables.REGISTER_TABLE, Item: { ...cosignerKey(fileId, 1), ...file.cosigners[0]! } }),
    );
  });

  it('is never widened by whoever sends a link', async () => {
    const { fileId } = fileAt(0).file;
    const send = (changes: object) =>
      sendLink(world.linkDeps, { fileId, signatory: 'borrower', idempotencyKey: 'mal', ...changes }, staff());
    const foreign = fileAt(2).notes[0]!.item.noteId;
    await expect(send({ noteIds: [foreign] })).rejects.toMatchObject({ code: 'notes-not-on-file' });
    await expect(send({ signatory: 'cosigner-1' })).rejects.toMatchObject({ code: 'notes-not-on-file' });
    await expect(send({ signatory: 'cosigner-7' })).rejects.toMatchObject({ code: 'signatory-not-on-file' });
    await expect(
      sendLink(
        world.linkDeps,
        { fileId: fileAt(1).file.fileId, signatory: 'borrower', idempotencyKey: 'mal' },
        staff(),
      ),
    ).rejects.toMatchObject({ code: 'signatory-without-email' });
    await expect(
      sendLink(world.linkDeps, { fileId, signatory: 'borrower', idempotencyKey: 'mal' }, staff([])),
    ).rejects.toMatchObject({ code: 'not-found' });
    expect(world.asked).toEqual([]);
  });
});

describe('the figures', () => {
  it('equal the ledger for every note of the portfolio, to the centavo, and the segments sum to them', async () => {
    const { documents, tables } = world.dynamo;
    const ledger = testLedger(documents, tables, testClock(TODAY));
    let owing = 0;
    for (const file of world.portfolio) {
      const { fileId } = file.file;
      const { notes } = await ledger.balancesOfFile(fileId, TODAY);
      const { notes: heads } = await world.pageDeps.headsOfFile(fileId);
      for (const head of heads) {
        const balance = notes.find(({ noteId }) => noteId === head.noteId)!;
        const detail = noteDetail(await world.pageDeps.pastOf(head), TODAY);
        for (const { kind, owed, segments } of detail.interest) {
          expect(owed).toBe(balance.owed[kind]);
          if (owed > 0) owing += segments.length;
        }
      }
      if (emailOf(file) === undefined) continue;
      const cookie = await world.enter(await world.linkOf(file), endOf(file));
      const { body } = await world.page('GET', '/estado', { cookies: [cookie] });
      const owed = notes.reduce((sum, note) => sum + sumOfComponents(note.owed), 0);
      const due = notes.reduce((sum, note) => sum + sumOfComponents(note.due), 0);
      expect(body).toContain(`<p class="figure">${formatMxn(owed)}</p>`);
      expect(body).toContain(due === 0 ? 'Está al corriente' : `al corriente hoy: <strong>${formatMxn(due)}</strong>`);
      const detail = await world.page('GET', '/estado/1', { cookies: [cookie] });
      const first = notes.find(({ noteId }) => noteId === file.notes[0]!.item.noteId);
      if ((first?.owed.ordinaryInterest ?? 0) > 0)
        expect(detail.body).toContain(
          `<td class="money">${formatMxn(first!.owed.ordinaryInterest)}</td></tr>\n</tbody>`,
        );
      expect(Buffer.byteLength(body)).toBeLessThan(30 * 1_024);
    }
    expect(owing).toBeGreaterThan(20);
  }, 60_000);

  it('of a note that was given up say that it is owed still, and call nothing forgiven', async () => {
    const { documents, tables } = world.dynamo;
    const ledger = testLedger(documents, tables, testClock(TODAY));
    const file = world.portfolio.find((one) => emailOf(one) !== undefined && one.notes.length === 1)!;
    const { fileId } = file.file;
    const { noteId } = file.notes[0]!.item;
    const owed = (await ledger.balanceOfNote(fileId, noteId, TODAY))!.owed;
    await ledger.postToNote({
      ...posting(noteId, { name: 'lost', kind: 'written-off', valueDate: TODAY, amounts: owed }),
      fileId,
    });
    const cookie = await world.enter(await world.linkOf(file), endOf(file));
    const { body } = await world.page('GET', '/estado', { cookies: [cookie] });
    expect(body).toContain(`<p class="figure">${formatMxn(0)}</p>`);
    expect(body).toContain(
      `lo sigue debiendo y puede pagarlo</th><td class="money">${formatMxn(sumOfComponents(owed))}</td>`,
    );
    expect(body).not.toContain('No hay nada que liquidar');
    expect(body).toContain(file.notes[0]!.item.paymentReference);
    const detail = await world.page('GET', '/estado/1', { cookies: [cookie] });
    expect(detail.body).toContain('Lo que se dio por incobrable');
    expect(detail.body).not.toContain('se perdonó');
  });
});

describe('every page', () => {
  it('is not kept, indexed, framed, scripted or told of to others, and says no name, address or token in the log', async () => {
    const file = fileAt(8);
    const path = await world.linkOf(file);
    const cookie = await world.enter(path, endOf(file));
    const answers = [
      await world.page('GET', path),
      await post(path, 'ZZZZ'),
      await world.page('GET', '/solicitar'),
      await world.page('GET', '/estado', { cookies: [cookie] }),
      await world.page('GET', '/estado/1', { cookies: [cookie] }),
      await world.page('GET', '/e/muerta'),
    ];
    for (const { headers, body } of answers) {
      expect(headers).toMatchObject({
        'cache-control': 'no-store',
        'content-security-policy': expect.stringContaining("default-src 'none'"),
        'referrer-policy': 'no-referrer',
        'x-robots-tag': expect.stringContaining('noindex'),
        'cross-origin-opener-policy': 'same-origin',
        'strict-transport-security': expect.stringContaining('max-age'),
      });
      expect(body).toMatch(/^<!doctype html>\n<html lang="es-MX">/);
      expect(body).not.toMatch(/<script|\son\w+=|style=/);
    }
    const style = await world.page('GET', '/estilo.css');
    expect([style.status, style.headers['content-type']]).toEqual([200, 'text/css; charset=utf-8']);
    const log = world.lines.join('\n');
    expect(log).toContain('giveDatum');
    for (const secret of [path.slice(3), cookie.slice(9), file.borrower.curp, emailOf(file)!, 'ZZZZ', '189.203.10.7'])
      expect(log).not.toContain(secret);
  });

  it('is a page as well when the store is away: 503 with when to come back, and a fault of ours with its folio', async () => {
    const path = await world.linkOf(fileAt(8));
    const away = Object.assign(new Error('lento'), { name: 'ProvisionedThroughputExceededException' });
    const { links } = world.pageDeps;
    const broken = (error: Error) => ({ ...links, ofToken: () => Promise.reject(error) });
    const mutable = world.pageDeps as { links: typeof links };
    try {
      mutable.links = broken(away);
      const busy = await world.page('GET', path);
      expect([busy.status, busy.headers['retry-after']]).toEqual([503, '2']);
      mutable.links = broken(new Error('secreto de adentro'));
      const failed = await world.page('GET', path);
      expect([failed.status, failed.body.includes(failed.headers['x-correlation-id']!)]).toEqual([500, true]);
      expect(failed.body).not.toContain('secreto');
    } finally {
      mutable.links = links;
    }
  });
});
