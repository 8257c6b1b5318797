import { calendarDate } from '../../../shared/calendar/calendar-date.ts';
import type { Caller } from '../../../shared/http/route.ts';
import { longWorkMachine } from '../../../shared/jobs/long-work-machine.ts';
import { type Run, type RunDeps, type RunEnd, runWork } from '../../../shared/jobs/run-work.ts';
import { whyNotEnded } from '../../../shared/ledger/debt-ended.ts';
import { codeOf } from '../../../shared/links/folio.ts';
import { Refusal } from '../../../shared/refusals/refusal.ts';
import { type DrawReleaseDeps, drawRelease } from './draw-release.ts';
import type { LetterModel } from './letter-pdf.ts';
import { RELEASE_BATCH, type ReleaseBatch, type ReleaseBatchStore } from './release-batch.ts';
import { type ReleaseDeps, requestRelease } from './request-release.ts';

export interface RunBatchDeps extends Omit<RunDeps<ReleaseBatch>, 'records' | 'jobs'>, DrawReleaseDeps {
  readonly batches: ReleaseBatchStore;
  readonly jobs: RunDeps<ReleaseBatch>['jobs'] & ReleaseDeps['jobs'];
  readonly claims: ReleaseDeps['claims'];
  readonly releases: ReleaseDeps['releases'];
  /** All letters as one PDF, each with its folio and its own count of pages. */
  readonly drawAll: (folio: string, printedAt: Date, models: readonly LetterModel[]) => Promise<Uint8Array>;
}

/** Also of a file whose letter was drawn, and that owes by the time all are printed. */
const OWES_AGAIN = { end: 'debt-not-ended', releaseId: null } as const;
/** Files between two checkpoints. */
const AT_ONCE = 20;

/**
 * One run over a batch: of each file the release that a person would ask for at a desk, with its letters in the vault; then all
 * letters that say no debt as one PDF, to be printed, but of those that owe by then. Cut off it goes on behind the last checkpoint; a letter keeps its folio.
 */
export function runBatch(
  deps: RunBatchDeps,
  { batchId, delivery }: { readonly batchId: string; readonly delivery: string | null },
): Promise<RunEnd> {
  return runWork(
    { ...deps, records: deps.batches },
    { task: RELEASE_BATCH, machine: longWorkMachine, id: batchId, delivery },
    async (run) => {
      while (run.thing().ends.length < run.thing().fileIds.length) {
        if (!run.hasTime()) return false;
        const { fileIds, ends } = run.thing();
        const some = fileIds.slice(ends.length, ends.length + AT_ONCE);
        const ended = await Promise.all(some.map((fileId) => releaseFile(deps, run.thing(), fileId)));
        await run.save({ ends: [...ends, ...ended] });
      }
      if (!run.hasTime()) return false;
      return printAll(deps, run);
    },
  );
}

async function releaseFile(
  deps: RunBatchDeps,
  { batchId, office, requestedBy }: ReleaseBatch,
  fileId: string,
): Promise<ReleaseBatch['ends'][number]> {
  // In the name of whoever asked, and no further than the office that was asked for.
  const caller: Caller = { subject: requestedBy, roles: [], offices: [office], correlationId: batchId };
  try {
    const { releaseId } = await requestRelease(deps, { fileId, idempotencyKey: `${batchId}#${fileId}` }, caller);
    const state = await drawRelease(deps, releaseId);
    return state === 'refused' || state === 'revoked' ? OWES_AGAIN : { end: 'issued', releaseId };
  } catch (error) {
    if (error instanceof Refusal && error.code === 'not-found') return { end: 'file-unknown', releaseId: null };
    if (error instanceof Refusal && error.code === 'debt-not-ended') return OWES_AGAIN;
    throw error;
  }
}

async function printAll(deps: RunBatchDeps, run: Run<ReleaseBatch>): Promise<boolean> {
  const { batchId, ends: before, office, requestedOn, requestedBy } = run.thing();
  const models: LetterModel[] = [];
  const ends: ReleaseBatch['ends'] = [];
  for (let first = 0; first < before.length; first += AT_ONCE) {
    const some = before.slice(first, first + AT_ONCE);
    const letters = await Promise.all(
      some.map(({ releaseId }) => (releaseId === null ? null : modelOf(deps, releaseId))),
    );
    models.push(...letters.flatMap((letter) => letter ?? []));
    ends.push(...some.map((end, at) => (letters[at] === undefined ? OWES_AGAIN : end)));
  }
  await run.save({ ends });
  if (models.length === 0) return true;
  const on = calendarDate(requestedOn);
  const folio = `LE${requestedOn.slice(2).replaceAll('-', '')}-${batchId.slice(0, 8).toUpperCase()}`;
  const { documentId } = await deps.vault.keep({
    ...{
      kind: 'no-debt-letter',
      fileId: null,
      office,
      proves: { type: 'institute', id: batchId },
      by: requestedBy,
      on,
    },
    ...{ contentType: 'application/pdf', bytes: await deps.drawAll(folio, deps.clock.now(), models) },
    ...{ fileName: `cartas-de-no-adeudo-${folio}.pdf`, key: `batch ${batchId}` },
  });
  await run.save({ documentId });
  return true;
}

/** The no-debt letter as it was drawn for its release; undefined: it is worth nothing any more. */
async function modelOf(
  { releases, letters, headsOfFile, clock, publicUrl }: RunBatchDeps,
  releaseId: string,
): Promise<LetterModel | undefined> {
  const release = await releases.find(releaseId);
  const named = release?.letters.find(({ kind }) => kind === 'no-debt-letter');
  const letter = named && (await letters.find(named.folio));
  if (release?.said == null || letter?.state !== 'valid') return undefined;
  const { notes } = await headsOfFile(release.fileId);
  if (notes.some((head) => whyNotEnded(head, clock.today()) !== undefined)) return undefined;
  const { kind, folio, office, on, issuedAt } = letter;
  return {
    ...{ kind, folio, office, ...release.said, on: calendarDate(on), issuedAt: new Date(issuedAt) },
    verifyUrl: `${publicUrl}/verificar/${codeOf(letter)}`,
  };
}
