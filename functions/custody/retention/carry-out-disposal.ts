import { calendarDate } from '../../../shared/calendar/calendar-date.ts';
import type { Caller } from '../../../shared/http/route.ts';
import { type RunDeps, type RunEnd, runWork } from '../../../shared/jobs/run-work.ts';
import { isRefusedForGood } from '../../../shared/refusals/refusal.ts';
import { lastTaken, takeStep } from '../../../shared/transitions/take-step.ts';
import { SYSTEM } from '../../../shared/transitions/tracked.ts';
import { documentMachine } from '../../../shared/vault/document-machine.ts';
import type { DocumentStore } from '../../../shared/vault/document-store.ts';
import type { Vault } from '../../../shared/vault/vault.ts';
import type { VaultDocument } from '../../../shared/vault/vault-document.ts';
import type { VaultObjects } from '../../../shared/vault/vault-objects.ts';
import type { LendDeps } from '../originals/lend-original.ts';
import { destroyOriginal } from '../originals/lose-original.ts';
import { applyHold, livingWithBytes } from './apply-hold.ts';
import { type CheckDisposalDeps, checkFile } from './check-disposal.ts';
import { CARRY_OUT_DISPOSAL, type Disposal, type DisposalRow, folioOfDisposal } from './disposal.ts';
import type { DisposalActModel } from './disposal-act.ts';
import { disposalMachine } from './disposal-machine.ts';
import type { DisposalStore } from './disposal-store.ts';

export interface CarryOutDeps
  extends CheckDisposalDeps,
    Omit<LendDeps, 'money' | 'clock' | 'originals'>,
    Omit<RunDeps<Disposal>, 'records' | 'clock'> {
  readonly disposals: DisposalStore;
  readonly originals: LendDeps['originals'];
  readonly money: LendDeps['money'];
  readonly documents: DocumentStore;
  readonly objects: Pick<VaultObjects, 'lockedUntil' | 'hold' | 'remove'>;
  readonly vault: Pick<Vault, 'keep'>;
  readonly draw: (model: DisposalActModel) => Promise<Uint8Array>;
}

/** Files between two checkpoints: what ran twice after a crash ends the same. */
const FILES_OF_PART = 10;

/**
 * One run over an approved disposal: looks at its files again, draws the act of those that may go, then disposes of them one by
 * one, each looked at once more. Cut off, it goes on behind the last checkpoint. What stands in the way of a file leaves the whole
 * file where it is (`stopped`); a file that a run had begun is finished.
 */
export function carryOutDisposal(
  deps: CarryOutDeps,
  { disposalId, delivery }: { readonly disposalId: string; readonly delivery: string | null },
): Promise<RunEnd> {
  const what = { task: CARRY_OUT_DISPOSAL, machine: disposalMachine, id: disposalId, delivery };
  return runWork({ ...deps, records: deps.disposals }, what, async (run) => {
    if (run.thing().actDocumentId === null) {
      const rows: DisposalRow[] = [];
      for (const row of run.thing().rows) rows.push(row.outcome === 'due' ? await stillDue(deps, row) : row);
      const actDocumentId = rows.some(({ outcome }) => outcome === 'due')
        ? await keepAct(deps, run.thing(), rows)
        : null;
      if (actDocumentId === null) {
        await run.save({ rows, rowsDone: rows.length });
        return true;
      }
      await run.save({ rows, actDocumentId });
    }
    while (run.thing().rowsDone < run.thing().rows.length) {
      if (!run.hasTime()) return false;
      const { rows, rowsDone } = run.thing();
      const ended: DisposalRow[] = [];
      for (const row of rows.slice(rowsDone, rowsDone + FILES_OF_PART))
        ended.push(row.outcome === 'due' ? await disposeOf(deps, run.thing(), row) : row);
      const done = rowsDone + ended.length;
      await run.save({ rows: [...rows.slice(0, rowsDone), ...ended, ...rows.slice(done)], rowsDone: done });
    }
    return true;
  });
}

const stopped = (row: DisposalRow, faults: DisposalRow['faults']): DisposalRow => ({
  ...{ ...row, outcome: 'stopped', faults },
});

async function stillDue(deps: CarryOutDeps, row: DisposalRow): Promise<DisposalRow> {
  const { row: now } = await checkFile(deps, row.fileId);
  return now.outcome === 'due' ? now : stopped(row, now.faults);
}

async function keepAct(deps: CarryOutDeps, disposal: Disposal, rows: readonly DisposalRow[]): Promise<string> {
  const { disposalId, history, proposedOn } = disposal;
  const folio = folioOfDisposal(disposal);
  const approval = lastTaken(history, 'approve');
  if (approval === undefined) throw new RangeError(`the disposal ${disposalId} was not approved`);
  const on = calendarDate(approval.on);
  const due = rows.filter(({ outcome }) => outcome === 'due');
  const bytes = await deps.draw({
    ...{ folio, on, proposedOn: calendarDate(proposedOn), reason: disposal.reason, rows: due },
    // Of the record and not of the clock: drawn again after a crash it is the same act.
    ...{ proposedBy: history[0]?.by ?? '', approvedBy: approval.by, drawnAt: new Date(disposal.askedAt) },
  });
  const office = due[0]?.office ?? 'hermosillo';
  const { documentId } = await deps.vault.keep({
    ...{ kind: 'act', fileId: null, office, proves: { type: 'institute', id: disposalId }, bytes, key: disposalId },
    ...{ contentType: 'application/pdf', fileName: `acta-de-baja-${folio}.pdf`, by: SYSTEM, on },
  });
  return documentId;
}

/** Originals first: one that went out meanwhile leaves the documents where they are. */
async function disposeOf(deps: CarryOutDeps, disposal: Disposal, row: DisposalRow): Promise<DisposalRow> {
  const { actDocumentId, disposalId } = disposal;
  if (actDocumentId === null) throw new RangeError(`the disposal ${disposalId} has no act`);
  const begun = await begunBefore(deps, disposalId, row.fileId);
  const { row: now, documents, originals } = await checkFile(deps, row.fileId);
  if (now.outcome !== 'due' && !begun) return stopped(row, now.faults);
  try {
    for (const { labelCode } of originals) {
      const request = { labelCode, idempotencyKey: `${disposalId}#${labelCode}`, actId: actDocumentId };
      await destroyOriginal(deps, request, approver(disposal));
    }
    let left = 0;
    for (const document of documents) left += (await disposeOne(deps, disposalId, document)) ? 0 : 1;
    await finishRemovals(deps, disposalId, row.fileId);
    return left === 0 ? { ...row, outcome: 'disposed' } : stopped(row, [{ code: 'held', detail: null }]);
  } catch (error) {
    if (!isRefusedForGood(error)) throw error;
    return stopped(row, [{ code: 'failed', detail: error.detail }]);
  }
}

const approver = ({ disposalId, history }: Disposal): Caller => ({
  ...{ subject: lastTaken(history, 'approve')?.by ?? SYSTEM, roles: ['director'], offices: 'all' },
  correlationId: disposalId,
});

const isOf = ({ history }: Pick<VaultDocument, 'history'>, disposalId: string): boolean =>
  history.some(({ step, key }) => step === 'dispose' && key === disposalId);

/** Whether a run that was cut off had disposed of something of the file: then the file is finished. */
async function begunBefore(deps: CarryOutDeps, disposalId: string, fileId: string): Promise<boolean> {
  const originals = await deps.originals.ofFile(fileId);
  if (originals.some(({ history }) => history.some(({ key }) => key.startsWith(`${disposalId}#`)))) return true;
  for await (const document of deps.documents.allOfFile(fileId)) if (isOf(document, disposalId)) return true;
  return false;
}

/** False: a hold came in between, and the document stays. */
async function disposeOne(deps: CarryOutDeps, disposalId: string, { documentId }: VaultDocument): Promise<boolean> {
  const document = await deps.documents.find(documentId);
  if (document === undefined) throw new RangeError(`the document ${documentId} is gone`);
  if (isOf(document, disposalId)) return true;
  if (document.holds.length > 0) return false;
  // A hold that was lifted may still lie on the object.
  if (document.history.some(({ step }) => step.startsWith('lift'))) await applyHold(deps, documentId);
  const stamp = { by: SYSTEM, on: deps.clock.today(), key: disposalId, reason: null };
  const taking = takeStep(documentMachine, document, 'dispose', stamp);
  // Under its version: a hold that is written now makes this write fail, and is looked at again.
  if (taking.outcome !== 'taken') return taking.outcome === 'repeated';
  return (await deps.documents.write(taking.next)) || disposeOne(deps, disposalId, document);
}

/** The objects of what was disposed of go, unless another document lives from the same bytes. Again after a crash: no fault. */
async function finishRemovals(deps: CarryOutDeps, disposalId: string, fileId: string): Promise<void> {
  for await (const listed of deps.documents.allOfFile(fileId)) {
    const document = await deps.documents.find(listed.documentId);
    if (document === undefined || !isOf(document, disposalId) || document.versionId === null) continue;
    const { sha256, versionId } = document;
    if ((await livingWithBytes(deps, sha256)).length === 0) await deps.objects.remove({ sha256, versionId });
  }
}
