import { createHash, randomUUID } from 'node:crypto';
import { createBlockStore } from '../../../functions/custody/arco/block.ts';
import { createNoteMoney } from '../../../functions/custody/originals/note-money.ts';
import { createOpeningStore } from '../../../functions/custody/scans/opening-store.ts';
import { createQuarantine } from '../../../functions/custody/scans/quarantine.ts';
import { type ReceiveScanDeps, receiveScan } from '../../../functions/custody/scans/receive-scan.ts';
import { requestUpload, type UploadRequest } from '../../../functions/custody/scans/request-upload.ts';
import type { ScanBatchDeps } from '../../../functions/custody/scans/scan-batch.ts';
import type { ScanDeps } from '../../../functions/custody/scans/scan-deps.ts';
import { createUploadForms, quarantineKey, type UploadForm } from '../../../functions/custody/scans/upload-form.ts';
import { localScanner } from '../../../infra/local/malware/scanner.ts';
import type { BucketSettings } from '../../../infra/local/s3/object-store.ts';
import { calendarDate } from '../../../shared/calendar/calendar-date.ts';
import { bankHolidayCalendar } from '../../../shared/calendar/mexican-bank-holidays.ts';
import type { Caller } from '../../../shared/http/route.ts';
import { readFileHeads } from '../../../shared/ledger/read-ledger.ts';
import { createRequestClaims } from '../../../shared/ledger/request-claim.ts';
import { createLog } from '../../../shared/observability/log.ts';
import { registerStoreReader } from '../../../shared/register/register-store-reader.ts';
import { createDocumentStore } from '../../../shared/vault/document-store.ts';
import { createVault } from '../../../shared/vault/vault.ts';
import { createVaultObjects } from '../../../shared/vault/vault-objects.ts';
import { loadPortfolio, portfolioTables } from '../../demonstration/lending/load-portfolio.ts';
import { DEMO_SIZE, demoPortfolio } from '../../demonstration/lending/portfolio.ts';
import { startTestDynamo } from '../../support/dynamo.ts';
import { startTestS3 } from '../../support/test-s3.ts';

export const TODAY = calendarDate('2026-11-20');
const QUARANTINE: BucketSettings = { versioned: true, objectLock: false, defaultRetention: undefined };
const VAULT: BucketSettings = { versioned: true, objectLock: true, defaultRetention: { mode: 'COMPLIANCE', days: 1 } };

export const custodian = (offices: Caller['offices'] = 'all'): Caller => ({
  ...{ subject: 'custodio-1', roles: ['custodian'], offices, correlationId: 'c' },
});

/** A few files over the real engines, with a quarantine and a locked vault. */
export async function custodyWorld() {
  const dynamo = await startTestDynamo();
  const { documents: client, tables } = dynamo;
  const portfolio = [...demoPortfolio({ ...DEMO_SIZE, borrowers: 8 }, TODAY, bankHolidayCalendar())];
  await loadPortfolio(client, portfolioTables(dynamo.tables), portfolio);
  const s3 = await startTestS3({ quarantine: QUARANTINE, vault: VAULT });
  let now = new Date('2026-11-20T16:00:00.000Z');
  const lines: string[] = [];
  const clock = { today: () => TODAY, now: () => now };
  const documents = createDocumentStore(client, tables.DOCUMENTS_TABLE);
  const objects = createVaultObjects(s3.s3, 'vault');
  const quarantine = createQuarantine(s3.s3, 'quarantine');
  const batch: ScanBatchDeps = {
    ...{ documents, objects, clock, now: () => now },
    blocks: createBlockStore(client, tables.DOCUMENTS_TABLE),
    openings: createOpeningStore(client, tables.DOCUMENTS_TABLE),
    forms: createUploadForms(s3.s3, 'quarantine'),
    register: registerStoreReader({ documents: client, tableName: tables.REGISTER_TABLE }),
    claims: createRequestClaims(client, tables.IDEMPOTENCY_TABLE),
    headsOfFile: (fileId: string) => readFileHeads(client, { heads: tables.HEADS_TABLE }, fileId),
    money: createNoteMoney(client, tables),
  };
  const deps: ScanDeps = batch;
  const log = createLog({ functionName: 'custody', now: () => now, write: (line: string) => void lines.push(line) });
  const receiving: ReceiveScanDeps = { documents, objects, quarantine, clock, log };
  const scanner = localScanner();

  /** A pagaré of the first file, scanned: what is asked for it. */
  const scanOf = (
    bytes: Uint8Array,
    changes: Partial<UploadRequest> = {},
  ): UploadRequest & { idempotencyKey: string } => {
    const [file] = portfolio;
    return {
      ...{ fileId: file!.file.fileId, kind: 'promissory-note', contentType: 'application/pdf', replaces: null },
      proves: { type: 'note', id: file!.notes[0]!.item.noteId },
      ...{ bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') },
      ...{ fileName: 'Pagaré núm. 1.pdf', idempotencyKey: randomUUID() },
      ...changes,
    };
  };
  const upload = async ({ url, fields }: UploadForm, bytes: Uint8Array, changes: Record<string, string> = {}) => {
    const body = new FormData();
    for (const [name, value] of Object.entries({ ...fields, ...changes })) body.set(name, value);
    body.set('file', new Blob([new Uint8Array(bytes)]), 'pagare.pdf');
    return fetch(url, { method: 'POST', body });
  };
  /** What the scanner says of the newest object of a document. */
  const verdictOf = (documentId: string) => {
    const object = s3.store.version('quarantine', quarantineKey(documentId));
    const threat = scanner.scan(s3.store.bytes('quarantine', object)) ?? null;
    const status = threat === null ? ('NO_THREATS_FOUND' as const) : ('THREATS_FOUND' as const);
    return { documentId, objectVersion: object.versionId, status, threat, scannedBy: scanner.name };
  };
  return {
    ...{
      client,
      tables,
      portfolio,
      s3,
      deps,
      batch,
      receiving,
      documents,
      objects,
      quarantine,
      lines,
      scanOf,
      upload,
      verdictOf,
    },
    vault: createVault({ documents, objects, now: () => now }),
    clock,
    log,
    pass: (minutes: number) => {
      now = new Date(now.getTime() + minutes * 60_000);
    },
    /** Asked for, uploaded, scanned and received. */
    async kept(bytes: Uint8Array, changes: Partial<UploadRequest> = {}, caller: Caller = custodian()) {
      const { document, form } = await requestUpload(deps, scanOf(bytes, changes), caller);
      if (form !== null) {
        const answer = await upload(form, bytes);
        if (answer.status !== 204) throw new Error(`upload: ${answer.status} ${await answer.text()}`);
        await receiveScan(receiving, verdictOf(document.documentId));
      }
      return (await documents.find(document.documentId))!;
    },
    async stop() {
      await s3.stop();
      await dynamo.stop();
    },
  };
}
export type CustodyWorld = Awaited<ReturnType<typeof custodyWorld>>;
