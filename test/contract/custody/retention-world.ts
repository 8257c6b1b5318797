import { randomUUID } from 'node:crypto';
import { createArcoStore } from '../../../functions/custody/arco/arco-store.ts';
import { createReleaseStore } from '../../../functions/custody/release/release-store.ts';
import type { CarryOutDeps } from '../../../functions/custody/retention/carry-out-disposal.ts';
import { disposalActPdf } from '../../../functions/custody/retention/disposal-act.ts';
import { createDisposalStore } from '../../../functions/custody/retention/disposal-store.ts';
import type { HoldDeps } from '../../../functions/custody/retention/hold-document.ts';
import type { DisposalDeps } from '../../../functions/custody/retention/propose-disposal.ts';
import type { BucketSettings } from '../../../infra/local/s3/object-store.ts';
import type { Office } from '../../../shared/institute/offices.ts';
import { createJobRequests } from '../../../shared/jobs/job-request.ts';
import { readFileHeads } from '../../../shared/ledger/read-ledger.ts';
import { createLog } from '../../../shared/observability/log.ts';
import type { NoteSummary, WholeFile } from '../../../shared/register/register-port.ts';
import { createDocumentStore } from '../../../shared/vault/document-store.ts';
import { createVault, type OwnDocument } from '../../../shared/vault/vault.ts';
import { createVaultObjects } from '../../../shared/vault/vault-objects.ts';
import { openingIdOf } from '../../support/ledger.ts';
import { startTestS3 } from '../../support/test-s3.ts';
import { repositoryAssets } from '../../unit/documents/repository-assets.ts';
import { openCustody } from './originals-world.ts';

/** Holds and versions as the template asks, and no default lock: years pass in these tests, and not for the local S3. */
const UNLOCKED: BucketSettings = { versioned: true, objectLock: true, defaultRetention: undefined };
export const HOLDER = 'María Ñúñez Güereña';
export const COSIGNER = 'Rogelio Avalista Ybarra';

/** Files with a debt, papers and a vault, on the real engines. */
export async function openRetention(today: string) {
  const custody = await openCustody(today);
  const s3 = await startTestS3({ vault: UNLOCKED });
  const { documents: client, tables } = custody.dynamo;
  const documents = createDocumentStore(client, tables.DOCUMENTS_TABLE);
  const objects = createVaultObjects(s3.s3, 'vault');
  const files = new Map<string, WholeFile>();
  const vault = createVault({ documents, objects, now: custody.clock.now });
  const deps: DisposalDeps & HoldDeps & CarryOutDeps = {
    ...custody.deps,
    ...{ documents, objects, vault, remainingMs: () => 900_000, newRunId: () => randomUUID() },
    register: { ...custody.deps.register, wholeFile: async (fileId: string) => files.get(fileId) },
    jobs: createJobRequests(client, tables.SYSTEM_TABLE),
    disposals: createDisposalStore(client, tables.DOCUMENTS_TABLE),
    releases: createReleaseStore(client, tables.DOCUMENTS_TABLE),
    requests: createArcoStore(client, tables.DOCUMENTS_TABLE),
    headsOfFile: (fileId: string) => readFileHeads(client, { heads: tables.HEADS_TABLE }, fileId),
    draw: (model) => disposalActPdf(repositoryAssets, model),
    log: createLog({ functionName: 'custody', now: custody.clock.now, write: () => undefined }),
  };
  let count = 0;
  return {
    ...{ custody, deps, s3, objects, vault },
    /** A file of one note of 10,000.00, with a cosigner; paid off on the day of the clock, or owing. */
    async file(isPaid = true, office: Office = 'hermosillo') {
      count += 1;
      const note = await custody.openNote(`H-2024/${String(count).padStart(4, '0')}`, office);
      const { fileId } = note;
      const person = { curp: null, emails: [], phones: [] };
      files.set(fileId, {
        ...{ fileId, office, borrowerId: `b-${fileId}`, borrowerName: HOLDER, paymentReference: null },
        signatories: [
          { ...person, signatory: 'borrower', name: HOLDER },
          { ...person, signatory: 'cosigner-1', name: COSIGNER },
        ],
        notes: [{ ...note, paymentReference: 'R' }],
      });
      if (isPaid) await custody.pay(note, custody.clock.today(), await custody.owed(note));
      return note;
    },
    /** Never disbursed after all: its opening is taken back. */
    annul: ({ noteId, fileId }: Pick<NoteSummary, 'noteId' | 'fileId'>) =>
      custody.ledger.reverse({
        ...{
          fileId,
          noteIds: [noteId],
          eventId: openingIdOf(noteId),
          reason: 'disbursement-returned',
          actor: 'prueba',
        },
        idempotency: { scope: 'LENDING', key: `annul-${noteId}`, input: {} },
        source: { type: 'system', id: 'devolución' },
      }),
    /** A document of a file, in the vault. */
    keep: (
      { fileId, office }: Pick<WholeFile, 'fileId' | 'office'>,
      kind: OwnDocument['kind'] = 'promissory-note',
      text: string = randomUUID(),
    ) =>
      vault.keep({
        ...{ kind, fileId, office, proves: { type: 'file', id: fileId }, fileName: `${kind}.pdf` },
        ...{ contentType: 'application/pdf', bytes: Buffer.from(`%PDF-1.7 ${text}`), by: 'ana' },
        ...{ on: custody.clock.today(), key: randomUUID() },
      }),
    isThere: (sha256: string) => s3.store.keys('vault').some(([version]) => version?.key === `sha256/${sha256}`),
    isHeld: (sha256: string) => s3.store.version('vault', `sha256/${sha256}`).legalHold === true,
    async stop() {
      await s3.stop();
      await custody.dynamo.stop();
    },
  };
}
export type Retention = Awaited<ReturnType<typeof openRetention>>;
