import { randomUUID } from 'node:crypto';
import { GetObjectCommand, PutObjectTaggingCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { evidenceOf, MOST_EVIDENCE, QUARANTINE } from '../../../functions/statements/disputes/evidence.ts';
import { type UploadForm, uploadForm } from '../../../functions/statements/disputes/evidence-form.ts';
import { type KeepEvidenceDeps, keepEvidence } from '../../../functions/statements/disputes/keep-evidence.ts';
import { type ReadEvidenceDeps, readEvidence } from '../../../functions/statements/disputes/read-evidence.ts';
import type { BucketSettings } from '../../../infra/local/s3/object-store.ts';
import type { Caller } from '../../../shared/http/route.ts';
import { createDocumentStore } from '../../../shared/vault/document-store.ts';
import { createVault } from '../../../shared/vault/vault.ts';
import { createVaultObjects } from '../../../shared/vault/vault-objects.ts';
import type { DemoFile } from '../../demonstration/lending/portfolio.ts';
import { startTestS3 } from '../../support/test-s3.ts';
import { type StatementsWorld, statementsWorld } from './statements-world.ts';

const BUCKET = 'documents';
const VERSIONED: BucketSettings = { versioned: true, objectLock: false, defaultRetention: undefined };
const PDF = Buffer.from('%PDF-1.7 ficha de pago');
const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1, 2]);
const JPG = Buffer.from([0xff, 0xd8, 0xff, 0xe0, 1, 2, 3, 4, 5]);
let world: StatementsWorld;
let s3: Awaited<ReturnType<typeof startTestS3>>;
let staff: ReadEvidenceDeps;
let keeping: KeepEvidenceDeps;
beforeAll(async () => {
  world = await statementsWorld();
  s3 = await startTestS3({ [BUCKET]: VERSIONED, vault: { ...VERSIONED, objectLock: true } });
  const documents = createDocumentStore(world.dynamo.documents, world.dynamo.tables.DOCUMENTS_TABLE);
  const publicUrl = 'https://cartera.example';
  world.evidence.now = {
    of: (disputeId) => evidenceOf(s3.s3, BUCKET, disputeId),
    form: (disputeId, now) => uploadForm(s3.s3, BUCKET, { disputeId, now, publicUrl }),
  };
  staff = {
    disputes: world.disputeDeps.disputes,
    evidence: {
      of: (disputeId) => evidenceOf(s3.s3, BUCKET, disputeId),
    },
    documents,
  };
  keeping = {
    disputes: world.disputeDeps.disputes,
    vault: createVault({ documents, objects: createVaultObjects(s3.s3, 'vault'), now: world.now }),
    evidence: {
      of: (disputeId) => evidenceOf(s3.s3, BUCKET, disputeId),
      async read(Key, VersionId) {
        const { Body } = await s3.s3.send(new GetObjectCommand({ Bucket: BUCKET, Key, VersionId }));
        return (await Body?.transformToByteArray()) ?? new Uint8Array();
      },
    },
    clock: world.disputeDeps.clock,
  };
}, 60_000);
afterAll(async () => {
  await world.stop();
  await s3.stop();
});
beforeEach(() => world.pass(25 * 60));

const as = (offices: Caller['offices'] = 'all'): Caller => ({
  ...{ subject: 'tecnico-1', roles: ['recovery-technician'], offices, correlationId: 'p' },
});
/** Presented through a link: its page and the cookie that opens it. */
async function presented(file: DemoFile) {
  const cookie = await world.enter(await world.linkOf(file), file.notes[0]!.item.contractNumber);
  const form = { concepto: 'interest', pagare: '', hechos: `El interés no es el de mi contrato. ${randomUUID()}` };
  const path = (await world.page('POST', '/estado/aclaraciones', { form, cookies: [cookie] })).headers.location!;
  await world.deliver();
  return { path, cookie, disputeId: path.split('/').at(-1)! };
}
/** The form of the page, as a browser without a script reads it. */
function formIn(body: string): UploadForm {
  const [, whole = ''] = /<form method="post" action="([^"]+)" enctype="multipart\/form-data">/.exec(body) ?? [];
  const plain = (text: string) => text.replaceAll('&amp;', '&').replaceAll('&#39;', "'").replaceAll('&quot;', '"');
  const hidden = [...body.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)">/g)];
  return { url: plain(whole), fields: Object.fromEntries(hidden.map(([, name, value]) => [name, plain(value ?? '')])) };
}
function upload({ url, fields }: UploadForm, bytes: Buffer, changes: Record<string, string> = {}): Promise<Response> {
  const body = new FormData();
  for (const [name, value] of Object.entries({ ...fields, ...changes })) body.set(name, value);
  body.set('file', new Blob([new Uint8Array(bytes)]), 'ficha de pago.pdf');
  return fetch(url, { method: 'POST', body, redirect: 'manual' });
}
/** The scanner's word on all that a dispute has, told to whoever takes it over. */
async function told(disputeId: string, status: 'NO_THREATS_FOUND' | 'THREATS_FOUND') {
  const kept = [];
  for (const { key } of await evidenceOf(s3.s3, BUCKET, disputeId)) {
    const { versionId } = s3.store.version(BUCKET, key);
    kept.push(await keepEvidence(keeping, { key, versionId, status, scannedBy: 'prueba' }));
  }
  return kept;
}

/** What the scanner says of all that a dispute has. */
async function scanned(disputeId: string, Value: string): Promise<void> {
  for (const { key } of await evidenceOf(s3.s3, BUCKET, disputeId))
    await s3.s3.send(
      new PutObjectTaggingCommand({
        ...{ Bucket: BUCKET, Key: key },
        Tagging: { TagSet: [{ Key: 'GuardDutyMalwareScanStatus', Value }] },
      }),
    );
}
const look = async ({ path, cookie }: { path: string; cookie: string }) =>
  world.page('GET', path, { cookies: [cookie] });

describe('a document of a dispute', () => {
  it('goes straight to the quarantine by a plain form that the page’s policy admits, and is listed for its person', async () => {
    const dispute = await presented(world.portfolio[0]!);
    const page = await look(dispute);
    const form = formIn(page.body);
    expect(page.headers['content-security-policy']).toContain(`form-action 'self' ${new URL(form.url).origin};`);
    expect(page.headers['content-security-policy']).not.toContain('script-src');
    expect(form.fields.key).toMatch(new RegExp(`^quarantine/disputes/${dispute.disputeId}/`));
    const stored = await upload(form, PDF);
    expect([stored.status, stored.headers.get('location')?.split('?')[0]]).toEqual([
      303,
      'https://cartera.example/recibido',
    ]);
    expect((await look(dispute)).body).toContain('Documento 1: recibido; lo estamos revisando.');
    // The bucket gives nobody a byte of it before.
    expect(await evidenceOf(s3.s3, BUCKET, dispute.disputeId)).toMatchObject([{ verdict: 'pending', kind: null }]);
    await scanned(dispute.disputeId, 'NO_THREATS_FOUND');
    expect((await look(dispute)).body).toContain('Documento 1: PDF de 1 KB, recibido.');
    await scanned(dispute.disputeId, 'THREATS_FOUND');
    expect((await look(dispute)).body).toContain('Documento 1: contiene software dañino y no se tomó.');
    const back = await world.page('GET', '/recibido');
    expect([back.status, back.body.includes('Recibimos su documento')]).toEqual([200, true]);
  });

  it('is read by its first bytes: what is none of ours is told to its person and opened by nobody', async () => {
    const dispute = await presented(world.portfolio[2]!);
    const tiff = Buffer.from('II*\u0000 una imagen');
    for (const bytes of [PNG, JPG, Buffer.from('MZ un programa'), tiff]) {
      expect((await upload(formIn((await look(dispute)).body), bytes)).status).toBe(303);
      world.pass(1);
    }
    await scanned(dispute.disputeId, 'NO_THREATS_FOUND');
    const { body } = await look(dispute);
    for (const told of [
      'Documento 1: PNG',
      'Documento 2: JPG',
      'Documento 3: no es PDF, JPG ni PNG',
      'Documento 4: no es',
    ])
      expect(body).toContain(told);
    await told(dispute.disputeId, 'NO_THREATS_FOUND');
    const { files } = await readEvidence(staff, dispute.disputeId, as());
    expect(files.map(({ kind, documentId }) => [kind, documentId])).toEqual([
      ['png', expect.any(String)],
      ['jpg', expect.any(String)],
      [null, null],
      [null, null],
    ]);
  });

  it('is refused by the bucket itself when it is empty, too large, under another key or by an old form', async () => {
    const dispute = await presented(world.portfolio[3]!);
    const form = formIn((await look(dispute)).body);
    expect((await upload(form, Buffer.alloc(0))).status).toBe(400);
    expect((await upload(form, Buffer.alloc(10_000_001))).status).toBe(400);
    expect((await upload(form, PDF, { key: 'statements/v1/otra.pdf' })).status).toBe(403);
    expect((await upload(form, PDF, { success_action_redirect: 'https://malo.example/' })).status).toBe(403);
    const old = await uploadForm(s3.s3, BUCKET, {
      ...{ disputeId: dispute.disputeId, now: world.now(), publicUrl: 'https://cartera.example' },
    });
    const policy = JSON.parse(Buffer.from(old.fields.Policy ?? '', 'base64').toString());
    expect(Date.parse(policy.expiration) - Date.now()).toBeLessThanOrEqual(900_000);
    expect((await evidenceOf(s3.s3, BUCKET, dispute.disputeId)).length).toBe(0);
  });

  it('is one of five at most, by one form one', async () => {
    const dispute = await presented(world.portfolio[4]!);
    const same = formIn((await look(dispute)).body);
    for (const _again of [1, 2, 3]) await upload(same, PDF);
    expect((await evidenceOf(s3.s3, BUCKET, dispute.disputeId)).length).toBe(1);
    for (let more = 1; more < MOST_EVIDENCE; more += 1) {
      world.pass(1);
      await upload(formIn((await look(dispute)).body), PDF);
    }
    const { body, headers } = await look(dispute);
    expect([body.includes('multipart'), headers['content-security-policy']?.includes('127.0.0.1')]).toEqual([
      false,
      false,
    ]);
    expect(body).toContain('Documento 5');
  });

  it('of another’s dispute is shown to nobody, nor is there a form once it is closed', async () => {
    const dispute = await presented(world.portfolio[5]!);
    const stranger = await presented(world.portfolio[6]!);
    expect((await look({ ...dispute, cookie: stranger.cookie })).status).toBe(404);
    await expect(readEvidence(staff, dispute.disputeId, as([]))).rejects.toMatchObject({ code: 'not-found' });
    const { disputes } = world.disputeDeps;
    const one = (await disputes.find(dispute.disputeId))!;
    await disputes.write({ ...one, state: 'closed', version: one.version + 1 });
    expect((await look(dispute)).body).not.toContain('multipart');
  });

  it('is in the vault once the scanner called it clean, once, as what proves something of its dispute', async () => {
    const dispute = await presented(world.portfolio[7]!);
    await upload(formIn((await look(dispute)).body), PDF);
    const seen = async () =>
      (await readEvidence(staff, dispute.disputeId, as())).files.map(({ verdict, documentId }) => [
        verdict,
        documentId !== null,
      ]);
    const tagged = (Value: string) => scanned(dispute.disputeId, Value);
    expect(await seen()).toEqual([['pending', false]]);
    await tagged('THREATS_FOUND');
    expect(await told(dispute.disputeId, 'THREATS_FOUND')).toEqual([undefined]);
    expect(await seen()).toEqual([['infected', false]]);
    await tagged('UNSUPPORTED');
    expect(await seen()).toEqual([['unread', false]]);
    expect((await look(dispute)).body).toContain('Documento 1: no se pudo revisar (por ejemplo, tiene contraseña)');
    await tagged('NO_THREATS_FOUND');
    expect(await seen()).toEqual([['clean', false]]);
    const [kept] = await told(dispute.disputeId, 'NO_THREATS_FOUND');
    expect(await told(dispute.disputeId, 'NO_THREATS_FOUND')).toEqual([kept]);
    const one = (await world.disputeDeps.disputes.find(dispute.disputeId))!;
    expect(kept).toMatchObject({
      ...{ state: 'vaulted', kind: 'evidence', fileId: one.fileId, office: one.office, scannedBy: 'prueba' },
      ...{ proves: { type: 'dispute', id: dispute.disputeId }, fileName: `${one.folio}-1.pdf`, bytes: PDF.length },
    });
    expect(await seen()).toEqual([['clean', true]]);
    // Of a dispute that is not there, and of what is no evidence.
    const clean = { versionId: 'v', status: 'NO_THREATS_FOUND', scannedBy: 'prueba' } as const;
    await expect(keepEvidence(keeping, { ...clean, key: `${QUARANTINE}nadie/1` })).rejects.toThrow('nadie');
    expect(await keepEvidence(keeping, { ...clean, key: 'statements/v1/x.pdf' })).toBeUndefined();
    // What came by a form beyond the fifth is nobody's.
    const beyond = { ...clean, key: `${QUARANTINE}${dispute.disputeId}/sexto` };
    expect(await keepEvidence(keeping, beyond)).toBeUndefined();
  });
});
