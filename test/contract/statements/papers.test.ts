import { ListObjectsV2Command, PutObjectCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { noteDetail } from '../../../functions/statements/page/note-detail.ts';
import { papersOfFile, revokePaper } from '../../../functions/statements/papers/move-papers.ts';
import type { Paper } from '../../../functions/statements/papers/paper.ts';
import { createPaperBytes } from '../../../functions/statements/papers/paper-bytes.ts';
import { createPaperStore } from '../../../functions/statements/papers/paper-store.ts';
import { printStatementCopy } from '../../../functions/statements/papers/print-copy.ts';
import { type PrintDeps, printStatement } from '../../../functions/statements/papers/print-statement.ts';
import { statementPdf } from '../../../functions/statements/papers/statement-pdf.ts';
import { sendLink } from '../../../functions/statements/staff/send-link.ts';
import { addDays } from '../../../shared/calendar/calendar-date.ts';
import { shortDate } from '../../../shared/calendar/spanish-dates.ts';
import type { Caller } from '../../../shared/http/route.ts';
import { codeOf, readCode } from '../../../shared/links/folio.ts';
import { COMPONENTS, sumOfComponents } from '../../../shared/loan-book/component.ts';
import { payoffOn } from '../../../shared/loan-book/valuation.ts';
import { formatMxn } from '../../../shared/money/centavos.ts';
import type { DemoFile } from '../../demonstration/lending/portfolio.ts';
import { payment, posting, testClock, testLedger } from '../../support/ledger.ts';
import { startTestS3 } from '../../support/test-s3.ts';
import { pdfText } from '../../unit/documents/pdf-text.ts';
import { repositoryAssets } from '../../unit/documents/repository-assets.ts';
import { emailOf, type StatementsWorld, statementsWorld, TODAY } from './statements-world.ts';

const BUCKET = 'documents';
let world: StatementsWorld;
let s3: Awaited<ReturnType<typeof startTestS3>>;
let deps: PrintDeps;
beforeAll(async () => {
  world = await statementsWorld();
  s3 = await startTestS3(BUCKET);
  deps = {
    ...world.pageDeps,
    papers: createPaperStore(world.dynamo.documents, world.dynamo.tables.LINKS_TABLE),
    bytes: createPaperBytes(s3.s3, BUCKET),
    draw: (paper) => statementPdf(repositoryAssets, paper),
    publicUrl: 'https://cartera.example',
  };
}, 60_000);
afterAll(async () => {
  await world.stop();
  await s3.stop();
});
beforeEach(() => world.pass(25 * 60));

const staff = (offices: Caller['offices'] = 'all'): Caller => ({
  ...{ subject: 'mesa-1', roles: ['attention-desk'], offices, correlationId: 'p' },
});
const fileAt = (index: number): DemoFile => world.portfolio[index]!;
const endOf = (file: DemoFile): string => file.notes[0]!.item.contractNumber.slice(-4);
const cookiesOf = (cookie: string) => ({ '__Host-e': cookie.slice('__Host-e='.length) });
const enter = async (file: DemoFile) => world.enter(await world.linkOf(file), endOf(file));
const print = (cookie: string, over: Partial<PrintDeps> = {}) =>
  printStatement({ ...deps, ...over }, { cookies: cookiesOf(cookie) });
async function pdfOf(cookie: string): Promise<Uint8Array> {
  const { document } = await print(cookie);
  if (document === undefined) throw new Error('no document');
  return document.bytes;
}
const squeezed = (pdf: Uint8Array): string => pdfText(pdf).replace(/\s+/g, ' ');
const codeIn = (text: string): string => /\/verificar\/(E-[0-9A-Z]{12}-[0-9A-Z]{8})/.exec(text)?.[1] ?? '';
const paperIn = async (text: string): Promise<Paper> => (await deps.papers.find(readCode(codeIn(text))!.folio))!;
const verify = (code: string, visitor = '201.1.1.1') => world.page('GET', `/verificar/${code}`, { visitor });
const keptObjects = async () => (await s3.s3.send(new ListObjectsV2Command({ Bucket: BUCKET }))).Contents ?? [];
const ledger = () => testLedger(world.dynamo.documents, world.dynamo.tables, testClock(TODAY));

/** A peso paid on a file: what is printed after it is another paper. */
async function movement(file: DemoFile, day = TODAY, amount = 100): Promise<void> {
  moves += 1;
  const { noteId } = file.notes.at(-1)!.item;
  const paid = posting(noteId, payment(`movimiento-${moves}`, day, amount));
  await ledger().postToNote({ ...paid, fileId: file.file.fileId });
}
let moves = 0;

describe('the statement on paper', () => {
  it('says the ledger’s figures for every note of the portfolio, to the centavo: owed, payoff, payments, segments', async () => {
    let payments = 0;
    let segments = 0;
    for (const file of world.portfolio) {
      if (emailOf(file) === undefined) continue;
      const { fileId } = file.file;
      const text = squeezed(await pdfOf(await enter(file)));
      const { notes } = await ledger().balancesOfFile(fileId, TODAY);
      const { notes: heads } = await world.pageDeps.headsOfFile(fileId);
      const total = notes.reduce((sum, { owed }) => sum + sumOfComponents(owed), 0);
      expect(text).toContain(`Hoy debe ${formatMxn(total)} M.N.`);
      const due = notes.reduce((sum, note) => sum + sumOfComponents(note.due), 0);
      expect(text).toContain(due === 0 ? 'Está al corriente' : `Para ponerse al corriente hoy: ${formatMxn(due)}.`);
      if (text.includes('Para liquidar todo hoy')) {
        const owing = heads.filter(({ note }) => note.state !== undefined);
        const payoffs = owing.map(({ note }) => payoffOn(note.terms, note.state, TODAY, addDays(TODAY, 1)));
        expect(text).toContain(
          `Para liquidar todo hoy: ${formatMxn(payoffs.reduce((sum, one) => sum + one.amount, 0))}.`,
        );
      }
      for (const { item } of file.notes) {
        const head = heads.find(({ noteId }) => noteId === item.noteId)!;
        const balance = notes.find(({ noteId }) => noteId === item.noteId)!;
        const row = [...COMPONENTS.map((component) => balance.owed[component]), sumOfComponents(balance.owed)];
        expect(text).toMatch(
          new RegExp(
            `${item.contractNumber}(?: \\([^)]*\\))? ${row.map((one) => formatMxn(one).replaceAll(/[$.]/g, '\\$&')).join(' ')}`,
          ),
        );
        const detail = noteDetail(await world.pageDeps.pastOf(head), TODAY);
        for (const paid of detail.payments) {
          expect(text).toContain(shortDate(paid.paidOn));
          expect(text).toContain(`${formatMxn(paid.amount)} ${formatMxn(paid.balanceAfter)}`);
          const { collectionCosts = 0, defaultInterest = 0, ordinaryInterest = 0 } = paid.application ?? {};
          for (const part of [collectionCosts, defaultInterest, ordinaryInterest].filter((one) => one !== 0))
            expect(text).toContain(`${formatMxn(part)}; `);
          payments += 1;
        }
        for (const { kind, owed, segments: own } of detail.interest) {
          expect(owed).toBe(balance.owed[kind]);
          segments += own.length;
          if (own.length > 0)
            expect(text).toMatch(new RegExp(`Suma: lo que debe hoy de [a-zé ]+ \\${formatMxn(owed)}`));
        }
      }
    }
    expect([payments > 50, segments > 20]).toEqual([true, true]);
  }, 120_000);

  it('names nobody and shows no id; an aval sees on it the notes that were named and no other', async () => {
    const file = world.portfolio.find(({ notes }, index) => notes.length > 1 && index > 1)!;
    const { fileId } = file.file;
    const whole = squeezed(await pdfOf(await enter(file)));
    for (const secret of [file.borrower.name.firstSurname, file.borrower.curp, emailOf(file)!, fileId])
      expect(whole).not.toContain(secret);
    const guaranteed = file.notes[0]!.item;
    const sent = { fileId, signatory: 'cosigner-1', noteIds: [guaranteed.noteId] };
    await sendLink(world.linkDeps, { ...sent, idempotencyKey: 'aval-papel' }, staff());
    await world.deliver();
    const text = squeezed(await pdfOf(await world.enter(world.mails.at(-1)!.path!, guaranteed.contractNumber)));
    const contracts = world.portfolio.flatMap(({ notes }) => notes.map(({ item }) => item.contractNumber));
    expect(contracts.filter((contract) => text.includes(contract))).toEqual([guaranteed.contractNumber]);
    expect(text).not.toContain('Todo su expediente');
    expect(codeIn(text)).not.toBe(codeIn(whole));
  });

  it('is one a scope, ledger version and day, with the bytes as they were kept, also of many askings at once', async () => {
    const file = fileAt(3);
    await movement(file);
    const cookie = await enter(file);
    const before = (await keptObjects()).length;
    const all = await Promise.all(Array.from({ length: 5 }, () => pdfOf(cookie)));
    expect(new Set(all.map((bytes) => Buffer.from(bytes).toString('base64'))).size).toBe(1);
    world.pass(5);
    // Another link and session of the same person.
    const again = await pdfOf(await enter(file));
    expect(Buffer.from(again).equals(Buffer.from(all[0]!))).toBe(true);
    expect((await keptObjects()).length).toBe(before + 1);
    const nobody = await print(cookie, { draw: () => Promise.reject(new Error('drawn again')) }).catch(() => 'drawn');
    expect(nobody).not.toBe('drawn');
    const known = await papersOfFile(deskDeps(), file.file.fileId, staff());
    expect(known.filter(({ standing, signatory }) => standing === 'valid' && signatory === 'borrower')).toHaveLength(1);
  });

  it('cut off before or after its bytes were kept is the same paper when it is asked for again', async () => {
    const file = fileAt(4);
    await movement(file);
    const cookie = await enter(file);
    const killed = () => Promise.reject(new Error('killed'));
    await expect(print(cookie, { draw: killed })).rejects.toThrow('killed');
    const papers = { ...deps.papers, write: killed };
    await expect(print(cookie, { papers })).rejects.toThrow('killed');
    const [begun] = await papersOfFile(deskDeps(), file.file.fileId, staff());
    // Nobody was given it yet.
    expect((await verify(codeOf(begun!))).status).toBe(404);
    const text = squeezed(await pdfOf(cookie));
    expect(text).toContain(begun!.folio);
    expect((await verify(codeIn(text))).body).toContain('Vigente');
  });

  it('is refused when its bytes are not those that were kept', async () => {
    const cookie = await enter(fileAt(5));
    const { folio, sha256 } = await paperIn(squeezed(await pdfOf(cookie)));
    const Key = (await keptObjects()).find(({ Key: key }) => key?.includes(folio))!.Key!;
    expect(Key).toBe(`statements/v1/${folio}/${sha256}.pdf`);
    await s3.s3.send(new PutObjectCommand({ Bucket: BUCKET, Key, Body: 'otra cosa' }));
    await expect(print(cookie)).rejects.toMatchObject({ name: 'PaperAltered' });
  });

  it('is for a session alone: without one, or with one that is over, nothing is drawn or kept', async () => {
    const before = (await keptObjects()).length;
    const cookie = await enter(fileAt(6));
    world.pass(61);
    for (const cookies of [{}, { '__Host-e': 'x'.repeat(43) }, cookiesOf(cookie)]) {
      const { status, document } = await printStatement(deps, { cookies });
      expect([status, document]).toEqual([403, undefined]);
    }
    expect((await keptObjects()).length).toBe(before);
  });
});

describe('the folio of a paper', () => {
  it('says to whoever has the paper that it is valid, of which day and how long, and nothing of whom or how much', async () => {
    const file = fileAt(6);
    const text = squeezed(await pdfOf(await enter(file)));
    const { status, body } = await verify(codeIn(text));
    expect(status).toBe(200);
    for (const told of ['Vigente', codeIn(text).slice(0, 14), 'Estado de cuenta', '20 de noviembre de 2026'])
      expect(body).toContain(told);
    const pages = Number(/Página 1 de (\d+)/.exec(text)?.[1]);
    expect(body).toContain(`<tr><th scope="row">Páginas</th><td>${pages}</td></tr>`);
    const secrets = [
      file.borrower.name.firstSurname,
      file.file.fileId,
      ...file.notes.map(({ item }) => item.contractNumber),
    ];
    for (const secret of [...secrets, '$']) expect(body).not.toContain(secret);
    // Typed by hand.
    expect((await verify(codeIn(text).toLowerCase())).status).toBe(200);
  });

  it('reads “reemplazado” once a payment came, backdated too, and another paper has the new figures', async () => {
    const file = world.portfolio.find((one, index) => index > 6 && emailOf(one) !== undefined && one.notes.length > 1)!;
    const cookie = await enter(file);
    const first = squeezed(await pdfOf(cookie));
    const before = (await world.page('GET', '/estado', { cookies: [cookie] })).body;
    await movement(file, addDays(TODAY, -40), 12_345);
    expect((await world.page('GET', '/estado', { cookies: [cookie] })).body).not.toBe(before);
    expect((await verify(codeIn(first))).body).toContain('Reemplazado');
    const second = squeezed(await pdfOf(cookie));
    expect(second).toContain('$123.45');
    expect(codeIn(second)).not.toBe(codeIn(first));
    expect((await verify(codeIn(second))).body).toContain('Vigente');
    expect((await verify(codeIn(first))).body).toContain('Reemplazado');
  });

  it('is revoked by the desk with a reason, once; what is asked for then is another paper', async () => {
    const file = fileAt(2);
    const { fileId } = file.file;
    const cookie = await enter(file);
    const text = squeezed(await pdfOf(cookie));
    const { folio } = await paperIn(text);
    const input = { fileId, folio, reason: 'Salió con datos de otra persona', idempotencyKey: 'revocar-papel' };
    await expect(revokePaper(deskDeps(), input, staff([]))).rejects.toMatchObject({ code: 'not-found' });
    await expect(revokePaper(deskDeps(), { ...input, fileId: fileAt(3).file.fileId }, staff())).rejects.toMatchObject({
      code: 'not-found',
    });
    for (const _again of [1, 2]) expect((await revokePaper(deskDeps(), input, staff())).standing).toBe('revoked');
    await expect(revokePaper(deskDeps(), { ...input, idempotencyKey: 'otra' }, staff())).rejects.toMatchObject({
      code: 'paper-over',
    });
    expect((await verify(codeIn(text))).body).toContain('Revocado');
    const next = squeezed(await pdfOf(cookie));
    expect(codeIn(next)).not.toBe(codeIn(text));
    expect((await papersOfFile(deskDeps(), fileId, staff())).map(({ standing }) => standing)).toEqual([
      'valid',
      'revoked',
    ]);
  });

  it('is not found without its check characters, and nobody may go on guessing', async () => {
    const code = codeIn(squeezed(await pdfOf(await enter(fileAt(7)))));
    const wrong = `${code.slice(0, -1)}${code.endsWith('0') ? '1' : '0'}`;
    const unknown = await verify('E-000000000000-00000000', '201.2.2.2');
    expect(unknown.status).toBe(404);
    for (const typed of [wrong, code.slice(0, 14), 'null', '%E0%A4%A'])
      expect(await verify(typed, '201.2.2.2')).toMatchObject({ status: 404 });
    expect((await verify(wrong, '201.2.2.2')).body).toBe(unknown.body);
    const statuses = [];
    for (let time = 0; time < 21; time += 1) statuses.push((await verify(wrong, '201.3.3.3')).status);
    expect([statuses.slice(0, 20), statuses[20]]).toEqual([Array(20).fill(404), 429]);
    // By many visitors: the folio itself has an end.
    for (let time = 0; time < 60; time += 1) await verify(wrong, `202.0.0.${time}`);
    expect((await verify(code, '203.0.0.1')).status).toBe(429);
    world.pass(61);
    expect((await verify(code, '203.0.0.1')).status).toBe(200);
  });
});

const deskDeps = () => ({ ...world.linkDeps, papers: deps.papers, headsOfFile: world.pageDeps.headsOfFile });

describe('the copy printed at a desk', () => {
  const copyOf = (file: DemoFile, who = staff()) =>
    printStatementCopy(deps, { params: { fileId: file.file.fileId } }, who);

  it('has the figures of the borrower’s own, is marked, is signed for, and names nobody', async () => {
    // Nobody mails a link to the portfolio's second borrower: there is no address.
    const file = fileAt(1);
    const { bytes, records, fileName } = await copyOf(file);
    const text = squeezed(bytes);
    const { notes } = await ledger().balancesOfFile(file.file.fileId, TODAY);
    const total = notes.reduce((sum, { owed }) => sum + sumOfComponents(owed), 0);
    for (const told of [
      'Estado de cuenta, copia del Instituto',
      `Hoy debe ${formatMxn(total)} M.N.`,
      'Recibí mi estado de cuenta',
      'Nombre, firma y fecha',
    ])
      expect(text).toContain(told);
    for (const secret of [file.borrower.name.firstSurname, file.borrower.curp, file.file.fileId])
      expect(text).not.toContain(secret);
    expect(records).toEqual([file.file.fileId]);
    expect(fileName).toBe(`copia-estado-de-cuenta-${(await paperIn(text)).folio}.pdf`);
    expect((await verify(codeIn(text), '201.1.1.9')).body).toContain('Estado de cuenta, copia del Instituto');
  });

  it('is one a day and ledger version, another paper than the borrower’s own, and listed for the desk', async () => {
    const file = fileAt(3);
    const own = squeezed(await pdfOf(await enter(file)));
    const [copy, again] = [await copyOf(file), await copyOf(file)];
    expect(Buffer.compare(copy.bytes, again.bytes)).toBe(0);
    const text = squeezed(copy.bytes);
    expect(codeIn(text)).not.toBe(codeIn(own));
    expect(own).not.toContain('copia del Instituto');
    const desk = { ...deps, ...world.linkDeps };
    const listed = await papersOfFile(desk, file.file.fileId, staff());
    expect(listed.map(({ kind, standing }) => [kind, standing])).toEqual(
      expect.arrayContaining([
        ['own', 'valid'],
        ['copy', 'valid'],
      ]),
    );
    await movement(file);
    expect((await verify(codeIn(text), '201.1.1.8')).body).toContain('Reemplazado');
    expect(codeIn(squeezed((await copyOf(file)).bytes))).not.toBe(codeIn(text));
  });

  it('of another office does not exist', async () => {
    const file = fileAt(3);
    const other = file.file.office === 'nogales' ? 'obregon' : 'nogales';
    await expect(copyOf(file, staff([other]))).rejects.toMatchObject({ code: 'not-found' });
    expect((await copyOf(file, staff([file.file.office]))).bytes.length).toBeGreaterThan(1_000);
  });
});
