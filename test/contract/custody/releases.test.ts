import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cancelEndorsement, lendOriginal, returnOriginal } from '../../../functions/custody/originals/lend-original.ts';
import { reportMissing } from '../../../functions/custody/originals/lose-original.ts';
import { type DrawReleaseDeps, drawRelease } from '../../../functions/custody/release/draw-release.ts';
import {
  appointRelease,
  deliverRelease,
  type HandOverDeps,
} from '../../../functions/custody/release/hand-over-release.ts';
import { letterPdf, lettersPdf } from '../../../functions/custody/release/letter-pdf.ts';
import { createReleaseBatchStore } from '../../../functions/custody/release/release-batch.ts';
import { createReleaseStore } from '../../../functions/custody/release/release-store.ts';
import { type BatchDeps, readBatch, requestBatch } from '../../../functions/custody/release/request-batch.ts';
import { readRelease, requestRelease } from '../../../functions/custody/release/request-release.ts';
import { type ReviewLettersDeps, reviewLetters } from '../../../functions/custody/release/review-letters.ts';
import { type RunBatchDeps, runBatch } from '../../../functions/custody/release/run-batch.ts';
import { verifyPaper } from '../../../functions/statements/papers/verify-paper.ts';
import { calendarDate } from '../../../shared/calendar/calendar-date.ts';
import { bankHolidayCalendar } from '../../../shared/calendar/mexican-bank-holidays.ts';
import { createJobRequests, findRequest } from '../../../shared/jobs/job-request.ts';
import { createDayEntries } from '../../../shared/ledger/day-entries.ts';
import { readFileHeads } from '../../../shared/ledger/read-ledger.ts';
import { createReleaseLetterStore } from '../../../shared/links/release-letter.ts';
import { createLog } from '../../../shared/observability/log.ts';
import type { WholeFile } from '../../../shared/register/register-port.ts';
import { createDocumentStore } from '../../../shared/vault/document-store.ts';
import { createVault, type OwnDocument } from '../../../shared/vault/vault.ts';
import { createVaultObjects } from '../../../shared/vault/vault-objects.ts';
import { qrOnPage } from '../../support/read-qr.ts';
import { startTestS3 } from '../../support/test-s3.ts';
import { pdfText } from '../../unit/documents/pdf-text.ts';
import { repositoryAssets } from '../../unit/documents/repository-assets.ts';
import { ANA, type Custody, loan, openCustody, request, someone } from './originals-world.ts';

const LOCKED = { versioned: true, objectLock: true, defaultRetention: { mode: 'COMPLIANCE', days: 1 } };
const NAME = 'María Ñúñez Güereña';
let custody: Custody;
let s3: Awaited<ReturnType<typeof startTestS3>>;
let deps: HandOverDeps & DrawReleaseDeps & ReviewLettersDeps & BatchDeps & Omit<RunBatchDeps, 'remainingMs'>;
const files = new Map<string, WholeFile>();
beforeAll(async () => {
  custody = await openCustody('2026-11-20');
  s3 = await startTestS3({ vault: LOCKED });
  const { documents, tables } = custody.dynamo;
  const stored = createDocumentStore(documents, tables.DOCUMENTS_TABLE);
  const objects = createVaultObjects(s3.s3, 'vault');
  deps = {
    ...custody.deps,
    documents: stored,
    releases: createReleaseStore(documents, tables.DOCUMENTS_TABLE),
    letters: createReleaseLetterStore(documents, tables.LINKS_TABLE),
    register: { ...custody.deps.register, wholeFile: async (fileId: string) => files.get(fileId) },
    jobs: createJobRequests(documents, tables.SYSTEM_TABLE),
    headsOfFile: (fileId) => readFileHeads(documents, { heads: tables.HEADS_TABLE }, fileId),
    dayEntries: createDayEntries(documents, tables.ENTRIES_TABLE),
    vault: createVault({ documents: stored, objects, now: custody.clock.now }),
    draw: (model) => letterPdf(repositoryAssets, model),
    drawAll: (folio, printedAt, models) => lettersPdf(repositoryAssets, folio, printedAt, models),
    batches: createReleaseBatchStore(documents, tables.DOCUMENTS_TABLE),
    newRunId: randomUUID,
    calendar: async () => bankHolidayCalendar(),
    publicUrl: 'https://cartera.example',
    log: createLog({ functionName: 'custody', now: custody.clock.now, write: () => undefined }),
  };
  await custody.place('B1');
}, 60_000);
afterAll(async () => {
  await s3.stop();
  await custody.dynamo.stop();
});

const problem = (code: string) => expect.objectContaining({ code });
let count = 0;
/** A file of one note of 10,000.00, and what pays it off today. */
async function file() {
  count += 1;
  const note = await custody.openNote(`H-2024/${String(count).padStart(4, '0')}`);
  const { fileId, office } = note;
  const borrower = { signatory: 'borrower', name: NAME, curp: null, emails: [], phones: [] };
  files.set(fileId, {
    ...{ fileId, office, borrowerId: `b-${fileId}`, borrowerName: NAME, paymentReference: null },
    ...{ signatories: [borrower], notes: [{ ...note, paymentReference: 'R' }] },
  });
  return note;
}
type Note = Awaited<ReturnType<typeof file>>;
async function paidFile() {
  const note = await file();
  const payment = await custody.pay(note, '2026-11-20', await custody.owed(note));
  return { ...note, payment };
}
const ask = ({ fileId }: Pick<Note, 'fileId'>, key: string = randomUUID()) =>
  requestRelease(deps, { fileId, idempotencyKey: key }, ANA);
async function issued(note: Pick<Note, 'fileId'>) {
  const { releaseId } = await ask(note);
  expect(await drawRelease(deps, releaseId)).toBe('issued');
  return readRelease(deps, releaseId, ANA);
}
const pdfOf = async (documentId: string) => {
  const vault = createVault({
    documents: deps.documents as never,
    objects: createVaultObjects(s3.s3, 'vault'),
    now: custody.clock.now,
  });
  return vault.read((await vault.find(documentId))!);
};
const reverse = ({ noteId, fileId, payment }: Note & { payment: string }) =>
  custody.ledger.reverse({
    ...{ idempotency: { scope: 'WINDOW', key: `back-${payment}`, input: payment }, actor: 'prueba', reason: 'bounced' },
    ...{ source: { type: 'window', id: 'caja' }, fileId, noteIds: [noteId], eventId: payment },
  });
/** The public page, as whoever scans the code sees it. */
const scanned = async (code: string) => {
  const page = await verifyPaper(
    {
      ...{ clock: custody.clock, now: custody.clock.now, letters: deps.letters, headsOfFile: deps.headsOfFile },
      limits: { allows: async () => true } as never,
      papers: { find: async () => undefined },
    },
    code,
    'visitante',
  );
  return { status: page.status, text: page.html?.text ?? '' };
};
async function receiptOf({ fileId, office }: Note) {
  const bytes = Buffer.from(`%PDF-1.7 acuse ${fileId}`);
  const own: OwnDocument = {
    ...{ kind: 'delivery-receipt', fileId, office, proves: { type: 'file', id: fileId }, fileName: 'acuse.pdf' },
    ...{ contentType: 'application/pdf', bytes, by: 'ana', on: custody.clock.today(), key: fileId },
  };
  return (await deps.vault.keep(own)).documentId;
}

describe('a release', () => {
  it('is refused with everything that is owed or may be taken back', async () => {
    const owing = await file();
    await expect(ask(owing)).rejects.toMatchObject({
      code: 'debt-not-ended',
      details: [
        { message: expect.stringMatching(/^Contrato H-2024\/\d+: se deben \$[\d,.]+ al 20 de noviembre de 2026\.$/) },
      ],
    });
    const cheque = await file();
    await custody.pay(cheque, '2026-11-20', await custody.owed(cheque), true);
    await expect(ask(cheque)).rejects.toMatchObject({
      code: 'debt-not-ended',
      details: [{ message: expect.stringContaining('salvo buen fin') }],
    });
    await expect(ask({ fileId: 'nadie' })).rejects.toEqual(problem('not-found'));
    const elsewhere = someone('eva', 'custodian', ['nogales']);
    const paid = await paidFile();
    await expect(
      requestRelease(deps, { fileId: paid.fileId, idempotencyKey: randomUUID() }, elsewhere),
    ).rejects.toEqual(problem('not-found'));
  });

  it('of what the ledger holds is one, and asks for its letters in the same write', async () => {
    const note = await paidFile();
    const both = await Promise.all([ask(note), ask(note)]);
    expect(both[0]).toMatchObject({ state: 'requested', letters: [] });
    expect(both[1]?.releaseId).toBe(both[0]?.releaseId);
    const name = { task: 'draw-release-letters', id: both[0]!.releaseId, name: 'draw' };
    expect(await findRequest(custody.dynamo.documents, custody.dynamo.tables.SYSTEM_TABLE, name)).toBeDefined();
  });

  it('has letters that say whom, what and nothing owed, in figures and words, and a code that the public page knows', async () => {
    const note = await paidFile();
    const release = await issued(note);
    expect(release.letters.map(({ kind }) => kind)).toEqual(['no-debt-letter', 'zero-statement']);
    const [letter, zero] = await Promise.all(release.letters.map(({ documentId }) => pdfOf(documentId)));
    const said = pdfText(letter!).replace(/\s+/g, ' ');
    for (const text of [
      'Carta de No Adeudo',
      `hace constar que ${NAME} no debe cantidad alguna`,
      '$0.00 (CERO PESOS 00/100 M.N.)',
      'a los veinte días del mes de noviembre de dos mil veintiséis',
      note.contractNumber,
      'Pagado',
      `Folio ${release.letters[0]?.folio}`,
    ])
      expect(said).toContain(text);
    expect(pdfText(zero!).replace(/\s+/g, ' ')).toContain('Total: $0.00 (CERO PESOS 00/100 M.N.)');
    for (const [index, bytes] of [letter!, zero!].entries()) {
      const url = qrOnPage(bytes);
      expect(url).toMatch(/^https:\/\/cartera\.example\/verificar\/[CZ]-/);
      const { status, text } = await scanned(url.split('/').at(-1)!);
      expect([status, text.includes('Vigente'), text.includes(release.letters[index]!.folio)]).toEqual([
        200,
        true,
        true,
      ]);
      expect(text).not.toContain(NAME);
      expect((await scanned(`${release.letters[index]!.folio}-00000000`)).status).toBe(404);
    }
  });

  it('cut off while it is drawn is drawn again with the same folio and characters', async () => {
    const note = await paidFile();
    const { releaseId } = await ask(note);
    let draws = 0;
    const dying = {
      ...deps,
      draw: async (...args: Parameters<typeof deps.draw>) => {
        draws += 1;
        if (draws === 2) throw new Error('killed');
        return deps.draw(...args);
      },
    };
    await expect(drawRelease(dying, releaseId)).rejects.toThrow('killed');
    expect(await drawRelease(deps, releaseId)).toBe('issued');
    const { letters } = await readRelease(deps, releaseId, ANA);
    const urls = await Promise.all(letters.map(async ({ documentId }) => qrOnPage(await pdfOf(documentId))));
    for (const url of urls) expect((await scanned(url.split('/').at(-1)!)).status).toBe(200);
    expect(await drawRelease(deps, releaseId)).toBe('issued');
  });

  it('whose payment was taken back before the letters were drawn is refused, and may be asked for anew once it is paid', async () => {
    const note = await paidFile();
    const { releaseId } = await ask(note);
    await reverse(note);
    expect(await drawRelease(deps, releaseId)).toBe('refused');
    expect((await readRelease(deps, releaseId, ANA)).history.at(-1)?.reason).toContain('se deben');
    await custody.pay(note, '2026-11-19', await custody.owed(note));
    const again = await ask(note);
    expect(again.releaseId).not.toBe(releaseId);
  });

  it('refused after a run was cut off leaves no letter that is valid, also once it is paid', async () => {
    const note = await paidFile();
    const { releaseId } = await ask(note);
    const drawn: string[] = [];
    const dying: typeof deps.draw = async (model) => {
      drawn.push(model.verifyUrl.split('/').at(-1)!);
      if (drawn.length === 2) throw new Error('killed');
      return deps.draw(model);
    };
    await expect(drawRelease({ ...deps, draw: dying }, releaseId)).rejects.toThrow('killed');
    await reverse(note);
    expect(await drawRelease(deps, releaseId)).toBe('refused');
    await custody.pay(note, '2026-11-19', await custody.owed(note));
    expect(drawn).toHaveLength(2);
    for (const code of drawn) expect((await scanned(code)).text).toContain('Revocado');
  });

  it('that finds its letters revoked by a run that died then is refused, although nothing is owed any more', async () => {
    const note = await paidFile();
    const { releaseId } = await ask(note);
    await expect(drawRelease({ ...deps, draw: () => Promise.reject(new Error('killed')) }, releaseId)).rejects.toThrow(
      'killed',
    );
    await reverse(note);
    const write = () => Promise.reject(new Error('killed'));
    await expect(drawRelease({ ...deps, releases: { ...deps.releases, write } }, releaseId)).rejects.toThrow('killed');
    await custody.pay(note, '2026-11-19', await custody.owed(note));
    expect(await drawRelease(deps, releaseId)).toBe('refused');
    expect((await issued(note)).releaseId).not.toBe(releaseId);
  });

  it('that another run issued before a payment was taken back is revoked by the run that sees it', async () => {
    const note = await paidFile();
    const requested = await ask(note);
    const { releaseId, letters } = await issued(note);
    await reverse(note);
    const looks = [requested];
    const find = async (id: string) => looks.pop() ?? deps.releases.find(id);
    expect(await drawRelease({ ...deps, releases: { ...deps.releases, find } }, releaseId)).toBe('revoked');
    for (const { folio } of letters) expect((await deps.letters.find(folio))?.state).toBe('revoked');
  });

  it('is revoked when a payment is taken back: at once on the public page, and for good the next morning', async () => {
    const note = await paidFile();
    const release = await issued(note);
    const code = qrOnPage(await pdfOf(release.letters[0]!.documentId))
      .split('/')
      .at(-1)!;
    await reverse(note);
    const page = await scanned(code);
    expect([page.status, page.text.includes('Revocado'), page.text.includes('se canceló un pago')]).toEqual([
      200,
      true,
      true,
    ]);
    const { revoked } = await reviewLetters(deps);
    expect(revoked).toBeGreaterThanOrEqual(1);
    expect((await readRelease(deps, release.releaseId, ANA)).state).toBe('revoked');
    expect((await reviewLetters(deps)).revoked).toBe(0);
    // Paid again: what was revoked stays so, and there are other letters.
    await custody.pay(note, '2026-11-19', await custody.owed(note));
    expect((await scanned(code)).text).toContain('Revocado');
    const anew = await issued(note);
    expect(anew.letters[0]?.folio).not.toBe(release.letters[0]?.folio);
    // The last payment is one that stands.
    expect(anew.said?.notes[0]?.lastPayment?.on).toBe('2026-11-19');
  });

  it('stays valid when the ledger moved and still nothing is owed', async () => {
    const note = await paidFile();
    const release = await issued(note);
    await custody.pay(note, '2026-11-20', 100);
    const code = qrOnPage(await pdfOf(release.letters[0]!.documentId))
      .split('/')
      .at(-1)!;
    expect((await scanned(code)).text).toContain('Vigente');
    await reviewLetters(deps);
    expect((await readRelease(deps, release.releaseId, ANA)).state).toBe('issued');
  });
});

describe('handing over', () => {
  const delivery = (
    release: { readonly releaseId: string },
    receiptDocumentId: string,
    key: string = randomUUID(),
  ) => ({
    ...{ releaseId: release.releaseId, idempotencyKey: key, identification: 'voter-card' as const },
    ...{ receiptDocumentId, annotated: {} },
  });

  it('has a day on which the office works, then gives every original of the file with a signed receipt', async () => {
    const note = await paidFile();
    for (const kind of ['note', 'contract'] as const) await custody.receive(note.contractNumber, 'B1', kind);
    const release = await issued(note);
    const appoint = (on: string) =>
      appointRelease(
        deps,
        {
          releaseId: release.releaseId,
          idempotencyKey: randomUUID(),
          office: 'hermosillo',
          on: calendarDate(on),
          at: '10:30',
        },
        ANA,
      );
    await expect(appoint('2026-11-19')).rejects.toEqual(problem('appointment-refused'));
    await expect(appoint('2026-11-22')).rejects.toEqual(problem('appointment-refused'));
    expect(await appoint('2026-11-24')).toMatchObject({ state: 'appointed', appointment: { at: '10:30' } });
    await expect(deliverRelease(deps, delivery(release, randomUUID()), ANA)).rejects.toEqual(
      problem('receipt-not-in-vault'),
    );
    const asked = delivery(release, await receiptOf(note));
    const delivered = await deliverRelease(deps, asked, ANA);
    expect(delivered).toMatchObject({ state: 'delivered', delivery: { identification: 'voter-card' } });
    expect(delivered.delivery?.originals).toHaveLength(2);
    const originals = await deps.originals.ofFile(note.fileId);
    expect(originals.map(({ state, holder }) => [state, holder.type])).toEqual([
      ['delivered', 'debtor'],
      ['delivered', 'debtor'],
    ]);
    expect(await deliverRelease(deps, asked, ANA)).toEqual(delivered);
    await expect(deliverRelease(deps, delivery(release, asked.receiptDocumentId), ANA)).rejects.toEqual(
      problem('release-step-refused'),
    );
  });

  it('waits for what is lent or endorsed, and moves nothing meanwhile', async () => {
    const note = await paidFile();
    const paper = await custody.receive(note.contractNumber, 'B1', 'note');
    await custody.receive(note.contractNumber, 'B1', 'contract');
    await lendOriginal(deps, { ...request(paper.labelCode), ...loan() }, ANA);
    const release = await issued(note);
    const receipt = await receiptOf(note);
    const refused = expect.objectContaining({ code: 'originals-left', details: [expect.anything()] });
    await expect(deliverRelease(deps, delivery(release, receipt), ANA)).rejects.toEqual(refused);
    await returnOriginal(deps, { ...request(paper.labelCode), placeCode: 'B1' }, ANA);
    await expect(deliverRelease(deps, delivery(release, receipt), ANA)).rejects.toEqual(refused);
    expect((await deps.originals.ofFile(note.fileId)).every(({ state }) => state !== 'delivered')).toBe(true);
    await cancelEndorsement(deps, { ...request(paper.labelCode), reason: 'Cancelado ante el abogado' }, ANA);
    expect((await deliverRelease(deps, delivery(release, receipt), ANA)).state).toBe('delivered');
  });

  it('cut off between two originals goes on where it stopped, with the same request', async () => {
    const note = await paidFile();
    for (const kind of ['note', 'contract'] as const) await custody.receive(note.contractNumber, 'B1', kind);
    const release = await issued(note);
    const asked = delivery(release, await receiptOf(note));
    let writes = 0;
    const originals = {
      ...deps.originals,
      write: async (...args: Parameters<typeof deps.originals.write>) => {
        writes += 1;
        if (writes === 2) throw new Error('killed');
        return deps.originals.write(...args);
      },
    };
    await expect(deliverRelease({ ...deps, originals }, asked, ANA)).rejects.toThrow('killed');
    // Typed anew, by another key: what was handed over before is told too.
    const anew = { ...asked, idempotencyKey: randomUUID() };
    expect((await deliverRelease(deps, anew, ANA)).delivery?.originals).toHaveLength(2);
  });

  it('of letters alone demands the signed receipt as well, and that nothing of the file is being searched for', async () => {
    const note = await paidFile();
    const release = await issued(note);
    await expect(deliverRelease(deps, delivery(release, randomUUID()), ANA)).rejects.toEqual(
      problem('receipt-not-in-vault'),
    );
    const { labelCode } = await custody.receive(note.contractNumber, 'B1', 'note');
    await reportMissing(deps, { ...request(labelCode), reason: 'No está en su lugar' }, ANA);
    await expect(deliverRelease(deps, delivery(release, await receiptOf(note)), ANA)).rejects.toEqual(
      problem('originals-left'),
    );
  });

  it('is not done once a payment was taken back', async () => {
    const note = await paidFile();
    await custody.receive(note.contractNumber, 'B1', 'note');
    const release = await issued(note);
    const receipt = await receiptOf(note);
    await reverse(note);
    await expect(deliverRelease(deps, delivery(release, receipt), ANA)).rejects.toEqual(problem('debt-not-ended'));
  });
});

describe('letters of many files', () => {
  const ofMany = (fileIds: readonly string[], key: string = randomUUID()) =>
    requestBatch(deps, { office: 'hermosillo', fileIds, idempotencyKey: key }, ANA);
  const run = (batchId: string, changes: Partial<RunBatchDeps> = {}) =>
    runBatch({ ...deps, remainingMs: () => 600_000, ...changes }, { batchId, delivery: null });

  it('are one PDF besides each of their own, and say what became of each file', async () => {
    const [first, second, owing, elsewhere] = [await paidFile(), await paidFile(), await file(), await paidFile()];
    files.set(elsewhere.fileId, { ...files.get(elsewhere.fileId)!, office: 'nogales' });
    const fileIds = [first.fileId, owing.fileId, 'nadie', second.fileId, first.fileId, elsewhere.fileId];
    const key = randomUUID();
    const { batchId } = await ofMany(fileIds, key);
    expect((await ofMany(fileIds, key)).batchId).toBe(batchId);
    expect(await run(batchId)).toBe('done');
    const batch = await readBatch(deps, batchId, ANA);
    expect(batch.ends.map(({ end }) => end)).toEqual([
      ...['issued', 'debt-not-ended', 'file-unknown', 'issued', 'file-unknown'],
    ]);
    const pdf = await pdfOf(batch.documentId!);
    for (const [page, { fileId }] of [first, second].entries()) {
      const [release] = await deps.releases.ofFile(fileId);
      const code = qrOnPage(pdf, page + 1)
        .split('/')
        .at(-1)!;
      expect(code.startsWith(release!.letters[0]!.folio)).toBe(true);
      expect((await scanned(code)).text).toContain('Vigente');
      expect(
        qrOnPage(await pdfOf(release!.letters[0]!.documentId))
          .split('/')
          .at(-1),
      ).toBe(code);
    }
    expect(await run(batchId)).toBe('not-taken');
  });

  it('has no letter of a file that owes by the time the PDF is drawn', async () => {
    const [first, second, again] = [await paidFile(), await paidFile(), await paidFile()];
    const { batchId } = await ofMany([first.fileId, second.fileId, again.fileId]);
    const drawAll = () => Promise.reject(new Error('killed'));
    await expect(run(batchId, { drawAll })).rejects.toThrow('killed');
    await reverse(first);
    // Paid again since it was revoked: the letter of then stays so.
    await reverse(again);
    await reviewLetters(deps);
    await custody.pay(again, '2026-11-19', await custody.owed(again));
    expect(await run(batchId)).toBe('done');
    const { ends, documentId } = await readBatch(deps, batchId, ANA);
    expect(ends.map(({ end }) => end)).toEqual(['debt-not-ended', 'issued', 'debt-not-ended']);
    const said = pdfText(await pdfOf(documentId!));
    expect([first, second, again].map(({ contractNumber }) => said.includes(contractNumber))).toEqual([
      ...[false, true, false],
    ]);
    // Nobody's letter is left: there is no PDF.
    const none = await ofMany([first.fileId, second.fileId]);
    await expect(run(none.batchId, { drawAll })).rejects.toThrow('killed');
    await reverse(second);
    expect(await run(none.batchId)).toBe('done');
    expect(await readBatch(deps, none.batchId, ANA)).toMatchObject({ state: 'done', documentId: null });
  });

  it('cut off go on behind the last checkpoint, and no letter has two folios', async () => {
    const paid = [];
    for (let number = 0; number < 22; number += 1) paid.push(await paidFile());
    const { batchId } = await ofMany(paid.map(({ fileId }) => fileId));
    let draws = 0;
    const dying: RunBatchDeps['draw'] = async (model) => {
      draws += 1;
      if (draws === 43) throw new Error('killed');
      return deps.draw(model);
    };
    await expect(run(batchId, { draw: dying })).rejects.toThrow('killed');
    expect((await readBatch(deps, batchId, ANA)).ends).toHaveLength(20);
    expect(await run(batchId)).toBe('done');
    const { ends, documentId } = await readBatch(deps, batchId, ANA);
    expect(ends).toHaveLength(22);
    expect(documentId).not.toBeNull();
    for (const { fileId } of paid) expect(await deps.releases.ofFile(fileId)).toHaveLength(1);
  });
});
