import type { Clock } from '../../../shared/calendar/clock.ts';
import { deterministicId } from '../../../shared/canonical/deterministic-id.ts';
import type { Caller } from '../../../shared/http/route.ts';
import { inScope } from '../../../shared/http/scope.ts';
import type { Office } from '../../../shared/institute/offices.ts';
import type { JobRequestItems } from '../../../shared/jobs/job-request.ts';
import { beginWork, nextRun } from '../../../shared/jobs/long-work.ts';
import type { RequestClaims } from '../../../shared/ledger/request-claim.ts';
import { RELEASE_BATCH, type ReleaseBatch, type ReleaseBatchStore } from './release-batch.ts';

export interface BatchDeps {
  readonly batches: ReleaseBatchStore;
  readonly jobs: JobRequestItems;
  readonly claims: RequestClaims;
  readonly clock: Clock;
}

export const readBatch = async (
  { batches }: Pick<BatchDeps, 'batches'>,
  batchId: string,
  caller: Caller,
): Promise<ReleaseBatch> => inScope(caller, await batches.find(batchId), 'La emisión');

/** Asks for the letters of many files of an office, and for all of them as one PDF. One key is one batch; a file counts once. */
export async function requestBatch(
  deps: BatchDeps,
  {
    office,
    fileIds: asked,
    idempotencyKey: key,
  }: { readonly office: Office; readonly fileIds: readonly string[]; readonly idempotencyKey: string },
  caller: Caller,
): Promise<ReleaseBatch> {
  const { batches, jobs, claims, clock } = deps;
  inScope(caller, { office }, 'La oficina');
  const on = clock.today();
  const at = clock.now();
  const fileIds = [...new Set(asked)];
  const batchId = deterministicId('release-batch', key);
  await claims.claim({
    ...{ scope: 'DOCUMENT', key, input: { operation: 'request-release-batch', office, fileIds } },
    ...{ source: { type: 'system', id: batchId }, recordedOn: on },
  });
  const known = await batches.find(batchId);
  if (known !== undefined) return known;
  const by = caller.subject;
  const batch: ReleaseBatch = {
    ...beginWork({ by, on, key, at }),
    ...{ batchId, office, requestedOn: on, requestedBy: by, fileIds, ends: [], documentId: null },
  };
  return (await batches.write(batch, [jobs.item(nextRun(RELEASE_BATCH, batchId, batch, at))]))
    ? batch
    : readBatch(deps, batchId, caller);
}
