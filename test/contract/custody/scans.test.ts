import { createHash, randomUUID } from 'node:crypto';
import { DeleteObjectCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type * as z from 'zod';
import { healScans } from '../../../functions/custody/scans/heal-scans.ts';
import { findMissing } from '../../../functions/custody/scans/missing-documents.ts';
import { openDocument, readDocument } from '../../../functions/custody/scans/open-document.ts';
import { receiveScan } from '../../../functions/custody/scans/receive-scan.ts';
import { requestUpload } from '../../../functions/custody/scans/request-upload.ts';
import { batchScans } from '../../../functions/custody/scans/scan-batch.ts';
import { scanRoutes } from '../../../functions/custody/scans/scan-routes.ts';
import { quarantineKey } from '../../../functions/custody/scans/upload-form.ts';
import { EICAR } from '../../../infra/local/malware/scanner.ts';
import type { Heads } from '../../../shared/ledger/ledger-version.ts';
import type { OwnDocument } from '../../../shared/vault/vault.ts';
import { safeName } from '../../../shared/vault/vault-document.ts';
import { VaultAltered } from '../../../shared/vault/vault-objects.ts';
import { type CustodyWorld, custodian, custodyWorld } from './custody-world.ts';

let world: CustodyWorld;
beforeAll(async () => {
  world = await custodyWorld();
}, 60_000);
afterAll(() => world.stop());

const pdf = (text = `pagaré ${randomUUID()}`) => Buffer.from(`%PDF-1.7 ${text}`);
const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');
const inVault = (bytes: Buffer) => world.s3.store.versions('vault', `sha256/${sha256(bytes)}`);
const problem = (code: string) => expect.objectContaining({ code });
const begin = async (bytes: Buffer, changes = {}) => {
  const { document, form } = await requestUpload(world.deps, world.scanOf(bytes, changes), custodian());
  if (form === null) throw new Error('nothing to upload');
  return { documentId: document.documentId, form };
};
const receive = (documentId: string) => world.receiving && receiveScan(world.receiving, world.verdictOf(documentId));

describe('a scan', () => {
  it('goes from its form through the scan to the vault, with hash and version, and is opened by whoever says why', async () => {
    const bytes = pdf();
    const { documentId, form } = await begin(bytes);
    expect((await world.documents.find(documentId))?.state).toBe('requested');
    expect((await world.upload(form, bytes)).status).toBe(204);
    const kept = await receive(documentId);
    expect(kept).toMatchObject({ state: 'vaulted', sha256: sha256(bytes), fileName: 'Pagare-num.-1.pdf' });
    expect(kept?.scannedBy).toMatch(/^(ClamAV|Sustituto)/);
    expect(kept?.history.map(({ step }) => step)).toEqual(['request', 'clear', 'keep']);
    const [object] = inVault(bytes);
    expect(kept?.versionId).toBe(object?.versionId);
    expect(world.s3.store.bytes('vault', object!)).toEqual(bytes);

    const asked = { documentId, purpose: 'judicial', reason: 'Demanda de diciembre', disposition: 'inline' } as const;
    const { url, seconds } = await openDocument(world.deps, asked, custodian());
    expect([seconds, new URL(url).searchParams.get('X-Amz-Expires')]).toEqual([60, '60']);
    const answer = await fetch(url);
    expect(Buffer.from(await answer.arrayBuffer())).toEqual(bytes);
    expect(answer.headers.get('content-disposition')).toBe('inline; filename="Pagare-num.-1.pdf"');
    expect(answer.headers.get('content-type')).toBe('application/pdf');
    const { openings } = await world.deps.openings.ofDocument(documentId, { limit: 10 });
    expect(openings).toMatchObject([{ by: 'custodio-1', purpose: 'judicial', reason: 'Demanda de diciembre' }]);
  });

  it('that is infected does not reach the vault, and says what to do', async () => {
    const bytes = pdf(`${EICAR} adentro`);
    const { documentId, form } = await begin(bytes);
    await world.upload(form, bytes);
    expect(await receive(documentId)).toMatchObject({ state: 'refused', refusal: 'infected', versionId: null });
    expect(inVault(bytes)).toEqual([]);
    await expect(
      openDocument(
        world.deps,
        { documentId, purpose: 'audit', reason: 'revisión', disposition: 'inline' },
        custodian(),
      ),
    ).rejects.toEqual(problem('document-not-in-vault'));
    expect(world.lines.join('\n')).toContain('"refusal":"infected"');
  });

  it.each([
    ['a program under the name of a PDF', Buffer.from('MZ\u0090\u0000 programa'), 'wrong-type'],
    ['a PNG said to be a PDF', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1]), 'wrong-type'],
    ['a PDF behind other bytes', Buffer.from('\n\n%PDF-1.7'), 'wrong-type'],
  ])('that is %s does not reach the vault', async (_name, bytes, refusal) => {
    const { documentId, form } = await begin(bytes);
    expect((await world.upload(form, bytes)).status).toBe(204);
    expect(await receive(documentId)).toMatchObject({ state: 'refused', refusal });
    expect(inVault(bytes)).toEqual([]);
  });

  it('is refused by S3 when it is longer, shorter, other bytes, of another type or under another key than declared', async () => {
    const bytes = pdf('declarado');
    const { form } = await begin(bytes);
    const same = Buffer.from(bytes);
    same.write('X', bytes.length - 1);
    const status = async (sent: Buffer, changes = {}) => (await world.upload(form, sent, changes)).status;
    expect(await status(Buffer.concat([bytes, Buffer.from('!')]))).toBe(400);
    expect(await status(bytes.subarray(1))).toBe(400);
    expect(await status(same)).toBe(400);
    expect(await status(bytes, { 'Content-Type': 'text/html' })).toBe(403);
    expect(await status(bytes, { key: 'scans/otro' })).toBe(403);
    expect(await status(bytes, { 'x-amz-checksum-sha256': createHash('sha256').update(same).digest('base64') })).toBe(
      403,
    );
  });

  it('whose verdict is about other bytes than those declared is refused', async () => {
    const bytes = pdf();
    const { documentId, form } = await begin(bytes);
    await world.upload(form, bytes);
    const other = Buffer.from(bytes);
    other.write('Z', bytes.length - 1);
    world.s3.store.put('quarantine', quarantineKey(documentId), other);
    expect(await receive(documentId)).toMatchObject({ state: 'refused', refusal: 'wrong-bytes' });
  });

  it('is taken over as it was looked at, whatever was put there since', async () => {
    const bytes = pdf();
    const { documentId, form } = await begin(bytes);
    await world.upload(form, bytes);
    const verdict = world.verdictOf(documentId);
    world.s3.store.put('quarantine', quarantineKey(documentId), Buffer.from('%PDF- otra cosa'));
    expect(await receiveScan(world.receiving, verdict)).toMatchObject({ state: 'vaulted' });
    expect(inVault(bytes)).toHaveLength(1);
  });

  it.each(['UNSUPPORTED', 'FAILED', 'ACCESS_DENIED'] as const)(
    'that the scan could not read (%s) is refused',
    async (status) => {
      const bytes = pdf();
      const { documentId, form } = await begin(bytes);
      await world.upload(form, bytes);
      const verdict = { ...world.verdictOf(documentId), status };
      expect(await receiveScan(world.receiving, verdict)).toMatchObject({ state: 'refused', refusal: 'unread' });
      expect(inVault(bytes)).toEqual([]);
    },
  );

  it('told of twice, at once and again, is kept once', async () => {
    const bytes = pdf();
    const { documentId, form } = await begin(bytes);
    await world.upload(form, bytes);
    const verdict = world.verdictOf(documentId);
    const ends = await Promise.allSettled([1, 2, 3].map(() => receiveScan(world.receiving, verdict)));
    expect(ends.some(({ status }) => status === 'fulfilled')).toBe(true);
    expect(await receiveScan(world.receiving, verdict)).toMatchObject({ state: 'vaulted' });
    expect(inVault(bytes)).toHaveLength(1);
    const { history } = (await world.documents.find(documentId))!;
    expect(history.filter(({ step }) => step === 'keep')).toHaveLength(1);
  });

  it('cut off between its bytes and its record is kept by the next telling', async () => {
    const bytes = pdf();
    const { documentId, form } = await begin(bytes);
    await world.upload(form, bytes);
    const dying = {
      ...world.receiving,
      objects: {
        put: async (...args: Parameters<typeof world.objects.put>) => {
          await world.objects.put(...args);
          throw new Error('killed');
        },
      },
    };
    await expect(receiveScan(dying, world.verdictOf(documentId))).rejects.toThrow('killed');
    expect((await world.documents.find(documentId))?.state).toBe('clean');
    expect(await receive(documentId)).toMatchObject({ state: 'vaulted' });
    expect(inVault(bytes)).toHaveLength(1);
  });

  it('of the same bytes proving something else is another document and not stored twice', async () => {
    const bytes = pdf();
    const first = await world.kept(bytes);
    const other = await world.kept(bytes, { kind: 'contract' });
    expect(other.documentId).not.toBe(first.documentId);
    expect([other.versionId, other.state]).toEqual([first.versionId, 'vaulted']);
    expect(inVault(bytes)).toHaveLength(1);
    expect([...(await world.documents.withBytes(sha256(bytes)))].toSorted()).toEqual(
      [first.documentId, other.documentId].toSorted(),
    );
  });

  it('of the same bytes proving the same is that document: nothing is to be uploaded', async () => {
    const bytes = pdf();
    const first = await world.kept(bytes);
    const again = await requestUpload(world.deps, world.scanOf(bytes), custodian());
    expect([again.document.documentId, again.form]).toEqual([first.documentId, null]);
  });

  it('asked for twice with one key is one; with other data it is refused', async () => {
    const bytes = pdf();
    const asked = world.scanOf(bytes);
    const first = await requestUpload(world.deps, asked, custodian());
    const second = await requestUpload(world.deps, asked, custodian());
    expect(second.document).toEqual(first.document);
    expect(second.form).not.toBeNull();
    await expect(
      requestUpload(world.deps, { ...world.scanOf(pdf()), idempotencyKey: asked.idempotencyKey }, custodian()),
    ).rejects.toEqual(problem('idempotency-key-reused'));
  });

  it('takes the place of the one before it, which stays in the vault', async () => {
    const before = await world.kept(pdf());
    const after = await world.kept(pdf(), { replaces: before.documentId });
    expect(await world.documents.find(before.documentId)).toMatchObject({
      state: 'superseded',
      replacedBy: after.documentId,
    });
    await expect(world.kept(pdf(), { replaces: before.documentId })).rejects.toEqual(
      problem('document-not-replaceable'),
    );
    const contract = await world.kept(pdf(), { kind: 'contract' });
    await expect(world.kept(pdf(), { replaces: contract.documentId })).rejects.toEqual(
      problem('document-not-replaceable'),
    );
    const { file, notes } = world.portfolio[1]!;
    const elsewhere = { fileId: file.fileId, proves: { type: 'note', id: notes[0]!.item.noteId } } as const;
    const other = await world.kept(pdf(), elsewhere);
    await expect(world.kept(pdf(), { replaces: other.documentId })).rejects.toEqual(problem('not-found'));
    const [object] = world.s3.store.versions('vault', `sha256/${before.sha256}`);
    expect(object?.versionId).toBe(before.versionId);
  });

  it('that two replace at once is replaced by the first that arrives; the other stands beside it', async () => {
    const before = await world.kept(pdf());
    const scans = [pdf(), pdf()];
    const begun = [];
    for (const bytes of scans) begun.push(await begin(bytes, { replaces: before.documentId }));
    for (const [index, { documentId, form }] of begun.entries()) {
      await world.upload(form, scans[index]!);
      expect(await receive(documentId)).toMatchObject({ state: 'vaulted' });
    }
    const { state, replacedBy } = (await world.documents.find(before.documentId))!;
    expect([state, replacedBy]).toEqual(['superseded', begun[0]!.documentId]);
  });

  it('that replaced another is the same when its request is sent again', async () => {
    const before = await world.kept(pdf());
    const bytes = pdf();
    const asked = world.scanOf(bytes, { replaces: before.documentId });
    const { document, form } = await requestUpload(world.deps, asked, custodian());
    await world.upload(form!, bytes);
    await receive(document.documentId);
    const again = await requestUpload(world.deps, asked, custodian());
    expect([again.document.documentId, again.document.state, again.form]).toEqual([
      document.documentId,
      'vaulted',
      null,
    ]);
  });

  it.each([
    ['lote 3/pagaré.html', 'application/pdf', 'pagare.pdf'],
    ['..\\..\\Factura "1";\r\n.xml', 'application/xml', 'Factura-1-.xml'],
    ['Pagare\u0301.exe.pdf', 'application/pdf', 'Pagare.exe.pdf'],
    [`${'ñ'.repeat(150)}.tiff`, 'image/tiff', `${'n'.repeat(96)}.tif`],
    ['.bashrc', 'image/png', 'bashrc.png'],
    ['証書.jpeg', 'image/jpeg', 'archivo.jpg'],
  ] as const)('%s is named by what it is', (fileName, contentType, name) => {
    expect(safeName(fileName, contentType)).toBe(name);
  });

  it('in XML is never shown in place: a browser would run what is in it', async () => {
    const { fileId } = world.portfolio[0]!.file;
    const kept = await world.kept(Buffer.from('<?xml version="1.0"?><a xmlns="http://www.w3.org/1999/xhtml"/>'), {
      ...{ kind: 'received-xml', contentType: 'application/xml', proves: { type: 'file', id: fileId } },
    });
    const asked = { documentId: kept.documentId, purpose: 'audit', reason: 'Revisión anual' } as const;
    const { url } = await openDocument(world.deps, { ...asked, disposition: 'inline' }, custodian());
    expect((await fetch(url)).headers.get('content-disposition')).toMatch(/^attachment; /);
    const { openings } = await world.deps.openings.ofDocument(kept.documentId, { limit: 1 });
    expect(openings).toMatchObject([{ disposition: 'attachment' }]);
  });

  it('is uploaded within five minutes, and not opened once it was disposed of', async () => {
    const bytes = pdf();
    const { form } = await begin(bytes);
    const { expiration, conditions } = JSON.parse(Buffer.from(form.fields.Policy!, 'base64').toString());
    expect(Math.round((Date.parse(expiration) - Date.now()) / 10_000)).toBe(30);
    // Its hash would tell too, once all of it had come.
    expect(conditions).toContainEqual(['content-length-range', bytes.length, bytes.length]);
    const kept = await world.kept(pdf());
    await world.documents.write({ ...kept, state: 'disposed', version: kept.version + 1 });
    const asked = { documentId: kept.documentId, purpose: 'audit', reason: 'Revisión', disposition: 'inline' } as const;
    await expect(openDocument(world.deps, asked, custodian())).rejects.toEqual(problem('document-not-in-vault'));
  });

  it.each([
    [{}, true],
    [{ provesType: 'note', provesId: 'n' }, true],
    [{ provesType: 'note' }, false],
    [{ provesId: 'n' }, false],
  ])('is listed by what it proves when both are said: %j', (query, isTaken) => {
    const { query: wire } = scanRoutes.find(({ operationId }) => operationId === 'listDocumentsOfFile') as {
      query: z.ZodType;
    };
    expect(wire.safeParse(query).success).toBe(isTaken);
  });

  it('in the vault cannot be deleted before its time', async () => {
    const { sha256: hash, versionId } = await world.kept(pdf());
    const remove = new DeleteObjectCommand({ Bucket: 'vault', Key: `sha256/${hash}`, VersionId: versionId! });
    await expect(world.s3.s3.send(remove)).rejects.toMatchObject({ name: 'AccessDenied' });
    await world.objects.hold({ sha256: hash, versionId: versionId! }, true);
    expect(world.s3.store.version('vault', `sha256/${hash}`, versionId!).legalHold).toBe(true);
  });

  it('is not asked for by who does not reach its file, nor of what is not of the file, nor as what it cannot be', async () => {
    const bytes = pdf();
    const office = world.portfolio[0]!.file.office;
    const elsewhere = custodian((['hermosillo', 'obregon', 'nogales'] as const).filter((one) => one !== office));
    await expect(requestUpload(world.deps, world.scanOf(bytes), elsewhere)).rejects.toEqual(problem('not-found'));
    const otherNote = world.portfolio[1]!.notes[0]!.item.noteId;
    const refusedAs = async (changes: Parameters<typeof world.scanOf>[1], code: string) =>
      expect(requestUpload(world.deps, world.scanOf(bytes, changes), custodian())).rejects.toEqual(problem(code));
    await refusedAs({ proves: { type: 'note', id: otherNote } }, 'subject-not-of-file');
    const entryOf = async (index: number) =>
      (await world.deps.money.entriesOf(world.portfolio[index]!.notes[0]!.item.noteId)).at(-1)!.eventId;
    const paidBy = { kind: 'proof-of-payment', proves: { type: 'movement', id: await entryOf(1) } } as const;
    await refusedAs(paidBy, 'subject-not-of-file');
    const own = { ...paidBy, proves: { ...paidBy.proves, id: await entryOf(0) } };
    expect((await requestUpload(world.deps, world.scanOf(bytes, own), custodian())).document.state).toBe('requested');
    await refusedAs({ kind: 'agreement', proves: { type: 'agreement', id: randomUUID() } }, 'subject-not-of-file');
    const signed = { kind: 'agreement', proves: { type: 'agreement', id: randomUUID() } } as const;
    const agreements = [{ agreementId: signed.proves.id }] as unknown as Heads['agreements'];
    const withOne = { ...world.deps, headsOfFile: async () => ({ notes: [], agreements }) };
    expect((await requestUpload(withOne, world.scanOf(bytes, signed), custodian())).document.state).toBe('requested');
    await refusedAs({ proves: { type: 'borrower', id: 'nadie' } }, 'document-not-uploadable');
    await refusedAs({ contentType: 'application/xml' }, 'document-not-uploadable');
    await refusedAs({ bytes: 25_000_001 }, 'document-not-uploadable');
    await refusedAs({ kind: 'no-debt-letter' }, 'document-not-uploadable');
    const { documentId } = await world.kept(bytes);
    await expect(readDocument(world.deps, documentId, elsewhere)).rejects.toEqual(problem('not-found'));
  });
});

const healing = () => ({
  ...{ ...world.receiving, documents: world.documents, quarantine: world.quarantine, now: world.deps.now },
});
const heal = () => healScans(healing());
const stateOf = async ({ documentId }: { documentId: string }) => (await world.documents.find(documentId))?.state;
/** The scan found nothing, and nobody heard of it. */
const tagClean = (documentId: string) => {
  const object = world.s3.store.version('quarantine', quarantineKey(documentId));
  const tag = '<Tag><Key>GuardDutyMalwareScanStatus</Key><Value>NO_THREATS_FOUND</Value></Tag>';
  world.s3.store.replace('quarantine', { ...object, tags: `<Tagging><TagSet>${tag}</TagSet></Tagging>` });
};
/** As a run of the healing before it had seen it. */
const arrive = async (documentId: string) => {
  const document = (await world.documents.find(documentId))!;
  await world.documents.write({ ...document, state: 'uploaded', version: document.version + 1 });
};

describe('scans that stand still', () => {
  it('are over when nobody uploaded them, received when nobody heard of their verdict, told of when nothing looks', async () => {
    const never = await begin(pdf());
    const unheardBytes = pdf();
    const unheard = await begin(unheardBytes);
    await world.upload(unheard.form, unheardBytes);
    tagClean(unheard.documentId);
    const unseenBytes = pdf();
    const unseen = await begin(unseenBytes);
    await world.upload(unseen.form, unseenBytes);
    for (const minutes of [0, 29]) {
      world.pass(minutes);
      await heal();
      expect(await stateOf(never)).toBe('requested');
    }
    world.pass(2);
    const first = await heal();
    expect(first.received).toBe(1);
    expect(first.expired).toBeGreaterThanOrEqual(1);
    expect(await Promise.all([never, unheard, unseen].map(stateOf))).toEqual(['expired', 'vaulted', 'uploaded']);
    world.pass(6 * 60);
    expect(await heal()).toMatchObject({ received: 0, overdue: 1 });
    expect(await receive(unseen.documentId)).toMatchObject({ state: 'vaulted' });
    expect((await world.documents.find(unheard.documentId))?.scannedBy).not.toContain('GuardDuty');
  });

  it('are received though they were over, when they came by a form that was signed late', async () => {
    const bytes = pdf();
    const asked = world.scanOf(bytes);
    const { document } = await requestUpload(world.deps, asked, custodian());
    world.pass(28);
    const { form } = await requestUpload(world.deps, asked, custodian());
    world.pass(3);
    await heal();
    expect(await stateOf(document)).toBe('expired');
    expect((await world.upload(form!, bytes)).status).toBe(204);
    expect(await receive(document.documentId)).toMatchObject({ state: 'vaulted', scannedBy: expect.any(String) });
    expect(inVault(bytes)).toHaveLength(1);
  });

  it('end when what was uploaded is gone and nothing ever looked at it, and say what to do', async () => {
    const bytes = pdf();
    const { documentId, form } = await begin(bytes);
    await world.upload(form, bytes);
    world.pass(31);
    await heal();
    expect(await stateOf({ documentId })).toBe('uploaded');
    await world.s3.s3.send(new DeleteObjectCommand({ Bucket: 'quarantine', Key: quarantineKey(documentId) }));
    expect(await heal()).toMatchObject({ lost: 1, overdue: 0 });
    expect(await world.documents.find(documentId)).toMatchObject({ state: 'refused', refusal: 'never-scanned' });
    expect(await heal()).toMatchObject({ lost: 0 });
  });

  it('do not keep the others waiting, however many they are and whatever fails', async () => {
    const scans = [pdf(), pdf()];
    const [poison, behind] = [await begin(scans[0]!), await begin(scans[1]!)];
    const never = await begin(pdf());
    for (const [index, { documentId, form }] of [poison, behind].entries()) {
      await world.upload(form, scans[index]!);
      tagClean(documentId);
      await arrive(documentId);
    }
    world.pass(31);
    const many = (await world.documents.find(never.documentId))!;
    const documents = {
      ...world.documents,
      async *all(...[state, range]: Parameters<typeof world.documents.all>) {
        if (state === 'requested') for (let count = 0; count < 500; count += 1) yield many;
        else yield* world.documents.all(state, range);
      },
    };
    const quarantine: typeof world.quarantine = {
      ...world.quarantine,
      read: (object) =>
        object.documentId === poison.documentId ? Promise.reject(new Error('no')) : world.quarantine.read(object),
    };
    await expect(healScans({ ...healing(), documents, quarantine })).rejects.toThrow(AggregateError);
    expect(await stateOf(behind)).toBe('vaulted');
    expect(await stateOf(poison)).toBe('uploaded');
    expect(world.lines.join('\n')).toContain('"job":"heal-scans"');
  });
});

describe('a file', () => {
  it('lacks by the rule what no scan in the vault proves, and lists what it has by what it proves', async () => {
    const { file, notes } = world.portfolio[2]!;
    const lacking = async () => (await findMissing(world.deps, file.fileId, custodian())).missing;
    const before = await lacking();
    expect(before).toHaveLength(2 + notes.length * 2);
    const note = notes[0]!.item;
    const proves = { type: 'note', id: note.noteId } as const;
    // One that is on its way proves nothing.
    await begin(pdf(), { fileId: file.fileId, proves });
    expect(await lacking()).toEqual(before);
    await world.kept(pdf(), { fileId: file.fileId, proves });
    expect(await lacking()).toEqual(
      before.filter(({ kind, contractNumber }) => kind !== 'promissory-note' || contractNumber !== note.contractNumber),
    );
    await world.kept(pdf(), { fileId: file.fileId, kind: 'identification', proves: { type: 'file', id: file.fileId } });
    const { documents } = await world.documents.ofFile(file.fileId, { limit: 10 });
    expect(documents.map(({ kind }) => kind)).toEqual(['identification', 'promissory-note', 'promissory-note']);
    const ofNote = await world.documents.ofFile(file.fileId, { limit: 10 }, proves);
    expect(ofNote.documents.map(({ state }) => state).toSorted()).toEqual(['requested', 'vaulted']);
  });
});

describe('many scans', () => {
  const rowOf = (fileName: string, bytes: Buffer) => ({ fileName, bytes: bytes.length, sha256: sha256(bytes) });
  const scan = (rows: ReturnType<typeof rowOf>[], isTrial = false, caller = custodian()) =>
    batchScans(world.batch, { rows, isTrial }, caller);

  it('are told by their names what becomes of each, and a trial registers nothing', async () => {
    const [first, second] = world.portfolio[3]!.notes;
    const named = (contract: string) => contract.replaceAll('/', '-');
    const number = first!.item.contractNumber;
    const rows = [
      rowOf(`${named(number)} pagare.pdf`, pdf()),
      rowOf(`${named(number)} identificacion.jpg`, pdf()),
      rowOf('XX-1999-00000 pagare.pdf', pdf()),
      rowOf(`${named(number)} factura.pdf`, pdf()),
      { ...rowOf(`${named(second?.item.contractNumber ?? number)} contrato.pdf`, pdf()), bytes: 25_000_001 },
    ];
    const outcomes = ['to-upload', 'to-upload', 'contract-unknown', 'no-kind', 'too-large'];
    expect((await scan(rows, true)).map(({ outcome }) => outcome)).toEqual(outcomes);
    expect((await world.documents.ofFile(world.portfolio[3]!.file.fileId, { limit: 10 })).documents).toEqual([]);
    const answers = await scan(rows);
    expect(answers.map(({ outcome }) => outcome)).toEqual(outcomes);
    expect(answers.map(({ form }) => form !== null)).toEqual([true, true, false, false, false]);
    expect(answers.map(({ document }) => document?.proves.type)).toEqual([
      'note',
      'borrower',
      undefined,
      undefined,
      undefined,
    ]);
    const { office } = world.portfolio[3]!.file;
    const elsewhere = custodian((['hermosillo', 'obregon', 'nogales'] as const).filter((one) => one !== office));
    expect((await scan(rows.slice(0, 1), false, elsewhere)).map(({ outcome }) => outcome)).toEqual([
      'contract-unknown',
    ]);
  });

  it('cut off are begun again from the start: what is there is not uploaded again, what ran out has another form', async () => {
    const note = world.portfolio[4]!.notes[0]!.item;
    const name = `${note.contractNumber.replaceAll('/', '-')} pagare.pdf`;
    const [here, missing] = [pdf(), pdf()];
    const rows = [rowOf(name, here), rowOf(name.replace('pagare', 'contrato'), missing)];
    const [first, second] = await scan(rows);
    await world.upload(first!.form!, here);
    expect(await scan(rows)).toMatchObject([{ outcome: 'to-upload' }, { outcome: 'to-upload' }]);
    await receive(first!.document!.documentId);
    expect((await scan(rows)).map(({ outcome, form }) => [outcome, form !== null])).toEqual([
      ['in-vault', false],
      ['to-upload', true],
    ]);
    world.pass(31);
    await heal();
    expect((await world.documents.find(second!.document!.documentId))?.state).toBe('expired');
    const [, again] = await scan(rows);
    expect(again).toMatchObject({ outcome: 'to-upload' });
    expect(again!.document!.documentId).not.toBe(second!.document!.documentId);
    await world.upload(again!.form!, missing);
    expect(await receive(again!.document!.documentId)).toMatchObject({ state: 'vaulted' });
  });

  const nameOf = (file: number) =>
    `${world.portfolio[file]!.notes[0]!.item.contractNumber.replaceAll('/', '-')} pagare.pdf`;

  it('that came one by one are told as there, by a trial too', async () => {
    const { file, notes } = world.portfolio[5]!;
    const bytes = pdf();
    const { documentId } = await world.kept(bytes, {
      fileId: file.fileId,
      proves: { type: 'note', id: notes[0]!.item.noteId },
    });
    for (const isTrial of [true, false])
      expect(await scan([rowOf(nameOf(5), bytes)], isTrial), String(isTrial)).toMatchObject([
        { outcome: 'in-vault', form: null, document: { documentId } },
      ]);
  });

  it('whose bytes never arrived are asked for again; what was looked at and refused is not', async () => {
    const rows = [rowOf(nameOf(6), pdf()), rowOf(nameOf(7), pdf(`${EICAR} adentro`))];
    const [other, infected] = await scan(rows);
    world.s3.store.put('quarantine', quarantineKey(other!.document!.documentId), Buffer.from('%PDF- otra cosa'));
    world.s3.store.put('quarantine', quarantineKey(infected!.document!.documentId), Buffer.from(EICAR));
    for (const one of [other, infected]) await receive(one!.document!.documentId);
    const again = await scan(rows);
    expect(again).toMatchObject([{ outcome: 'to-upload' }, { outcome: 'refused', form: null }]);
    expect(again[0]!.document!.documentId).not.toBe(other!.document!.documentId);
  });
});

describe('what the institute itself makes', () => {
  it('is kept once a key, clean by its origin, and read back by its hash', async () => {
    const { fileId, office } = world.portfolio[0]!.file;
    const own: OwnDocument = {
      ...{ kind: 'no-debt-letter', fileId, office, proves: { type: 'file', id: fileId }, by: 'custodio-1' },
      ...{ contentType: 'application/pdf', bytes: pdf(), fileName: 'carta.pdf', on: world.clock.today(), key: 'C-1' },
    };
    const first = await world.vault.keep(own);
    const again = await world.vault.keep({ ...own, bytes: pdf() });
    expect(again).toEqual(first);
    expect(first).toMatchObject({ state: 'vaulted', scannedBy: null });
    expect(Buffer.from(await world.vault.read(first))).toEqual(own.bytes);
    const altered = world.s3.store.put('vault', `sha256/${first.sha256}`, Buffer.from('%PDF- otra carta'));
    await expect(world.vault.read({ ...first, versionId: altered.versionId })).rejects.toThrow(VaultAltered);
    const both = await Promise.all([1, 2].map(() => world.vault.keep({ ...own, key: 'C-2' })));
    expect(both[0]).toEqual(both[1]);
  });
});
