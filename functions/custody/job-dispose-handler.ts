import { randomUUID } from 'node:crypto';
import { S3Client } from '@aws-sdk/client-s3';
import * as z from 'zod';
import { clockFrom } from '../../shared/calendar/clock.ts';
import { layerAssets } from '../../shared/documents/assets.ts';
import { createJobRequests, jobEventSchema } from '../../shared/jobs/job-request.ts';
import { resumeWork } from '../../shared/jobs/resume-work.ts';
import { readFileHeads } from '../../shared/ledger/read-ledger.ts';
import { createRequestClaims } from '../../shared/ledger/request-claim.ts';
import { eventHandler, openFunction } from '../../shared/observability/function-frame.ts';
import { registerStoreReader } from '../../shared/register/register-store-reader.ts';
import { documentClient } from '../../shared/store/document-client.ts';
import { createDocumentStore } from '../../shared/vault/document-store.ts';
import { createVault } from '../../shared/vault/vault.ts';
import { createVaultObjects } from '../../shared/vault/vault-objects.ts';
import { createArcoStore } from './arco/arco-store.ts';
import { custodyDisposeEnvironment } from './environment.ts';
import { createNoteMoney } from './originals/note-money.ts';
import { createOriginalStore } from './originals/original-store.ts';
import { createPlaceStore } from './places/place-store.ts';
import { createReleaseStore } from './release/release-store.ts';
import { APPLY_HOLD, applyHold } from './retention/apply-hold.ts';
import { carryOutDisposal } from './retention/carry-out-disposal.ts';
import { CARRY_OUT_DISPOSAL } from './retention/disposal.ts';
import { type DisposalActModel, disposalActPdf } from './retention/disposal-act.ts';
import { disposalMachine } from './retention/disposal-machine.ts';
import { createDisposalStore } from './retention/disposal-store.ts';

const environment = custodyDisposeEnvironment.parse(process.env);
const { now, log } = openFunction('custody-dispose');
const client = documentClient();
const { DOCUMENTS_TABLE: table } = environment;
const assets = layerAssets(environment.ASSETS_DIR);
const documents = createDocumentStore(client, table);
const objects = createVaultObjects(new S3Client({}), environment.VAULT_BUCKET);
const deps = {
  ...{ documents, objects, log, vault: createVault({ documents, objects, now }), newRunId: randomUUID },
  clock: clockFrom(environment.CLOCK, now),
  disposals: createDisposalStore(client, table),
  originals: createOriginalStore(client, table),
  places: createPlaceStore(client, table),
  releases: createReleaseStore(client, table),
  requests: createArcoStore(client, table),
  register: registerStoreReader({ documents: client, tableName: environment.REGISTER_TABLE }),
  money: createNoteMoney(client, environment),
  headsOfFile: (fileId: string) => readFileHeads(client, { heads: environment.HEADS_TABLE }, fileId),
  jobs: createJobRequests(client, environment.SYSTEM_TABLE),
  claims: createRequestClaims(client, environment.IDEMPOTENCY_TABLE),
  draw: (model: DisposalActModel) => disposalActPdf(assets, model),
};

const eventSchema = z.union([jobEventSchema, z.object({ work: z.literal('heal') })]);

/** A hold is to be put on an object or taken off; a disposal is to be carried out; or those that stand still go on. */
export const handler = eventHandler({ log }, async (event, context): Promise<object> => {
  const asked = eventSchema.parse(event);
  if ('work' in asked)
    return { resumed: await resumeWork(deps, { task: CARRY_OUT_DISPOSAL, machine: disposalMachine }, deps.disposals) };
  const { task, id, name } = asked.job;
  switch (task) {
    case APPLY_HOLD:
      await applyHold(deps, id);
      return { applied: id };
    case CARRY_OUT_DISPOSAL: {
      const remainingMs = () => context.getRemainingTimeInMillis();
      return { end: await carryOutDisposal({ ...deps, remainingMs }, { disposalId: id, delivery: name }) };
    }
    default:
      throw new RangeError(`custody-dispose does not do the task ${task}`);
  }
});
