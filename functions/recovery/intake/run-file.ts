import type { Clock } from '../../../shared/calendar/clock.ts';
import type { JobRequests } from '../../../shared/jobs/job-request.ts';
import { leaseFrom } from '../../../shared/jobs/lease.ts';
import { isRefusedForGood, Refusal } from '../../../shared/refusals/refusal.ts';
import type { StepOf } from '../../../shared/transitions/state-machine.ts';
import type { bankFileMachine } from './bank-file-machine.ts';
import { continuation } from './continuation.ts';
import type { EndRowDeps } from './end-row.ts';
import { type IntakeFile, stepped } from './intake-file.ts';
import type { IntakeObjects } from './intake-objects.ts';
import { refuseIntake } from './intake-refusals.ts';
import type { IntakeSignals } from './intake-signals.ts';
import type { IntakeStore } from './intake-store.ts';
import { postRows } from './post-rows.ts';
import { totalOf, withRow } from './row-outcome.ts';
import { type Survey, surveyFile } from './survey-file.ts';
import { unreadContent } from './unread-content.ts';

export interface RunFileDeps extends EndRowDeps {
  readonly files: IntakeStore;
  readonly jobs: JobRequests;
  readonly objects: IntakeObjects;
  readonly clock: Clock;
  readonly signals: IntakeSignals;
  /** Milliseconds until this process is stopped (Lambda's limit). */
  readonly remainingMs: () => number;
  /** A fresh id for this run, so that a run that was given up cannot write over its successor. */
  readonly newRunId: () => string;
}

/** What is kept for storing the last rows and asking for a continuation. */
const TIME_RESERVE_MS = 60_000;

/** Who posts rows of bank files, in the ledger's entries. */
const ACTOR = 'intake';

export type RunEnd = 'not-taken' | 'refused' | 'duplicate' | 'done' | 'continued' | 'lease-lost';

/**
 * One run over a bank file, from wherever it is: takes the lease, reads the file whole (hash, rows, sum, repeated
 * rows), claims its bytes, then posts its rows from the checkpoint. When the time runs out it asks for a continuation.
 * `delivery` names the event that started this run: the same event delivered again takes over from the run it killed.
 * `not-taken`: another run works on it, or it has ended. A failure (busy ledger, store down) is thrown after the
 * checkpoint is stored and the lease given back, so that the resume job takes the file up again.
 */
export async function runFile(deps: RunFileDeps, fileId: string, delivery: string | null = null): Promise<RunEnd> {
  const runId = deps.newRunId();
  const taken = await deps.files.acquire(fileId, { runId, delivery, now: deps.clock.now() });
  if (taken === undefined) return 'not-taken';
  const run = createRun(deps, taken, runId);
  try {
    return await run.toItsEnd();
  } catch (error) {
    if (isRefusedForGood(error)) return run.refuse(error);
    // With the store down this fails too: then the lease ends by itself.
    await run.giveBack(error instanceof Error ? error.name : 'unknown').catch(() => undefined);
    deps.signals.failed(run.file(), error);
    throw error;
  }
}

function createRun(deps: RunFileDeps, taken: IntakeFile, runId: string) {
  let file = taken;
  const started = deps.clock.now().getTime();

  const write = async (next: IntakeFile): Promise<boolean> => {
    const kept = await deps.files.save(next, runId);
    if (kept) file = next;
    return kept;
  };
  const leaseFromNow = () => leaseFrom(deps.clock.now());
  /** The file one step on; under the lease nobody else takes steps, so one that does not fit is a fault of ours. */
  const step = (name: StepOf<typeof bankFileMachine>, change: Partial<IntakeFile>): IntakeFile => {
    const next = stepped(file, name, { key: runId, on: deps.clock.today(), change });
    if (next === undefined) throw new RangeError(`a file that is ${file.state} cannot ${name}`);
    return next;
  };
  const ended = (): Partial<IntakeFile> => ({ leaseUntil: null, endedAt: deps.clock.now().toISOString() });

  async function refuseFile(refusal: Refusal): Promise<RunEnd> {
    const { code, detail } = refusal;
    const details = refusal.details.map(({ line, column, message }) => ({
      message,
      ...(line !== undefined && { line }),
      ...(column !== undefined && { column }),
    }));
    const unread = file.state === 'reading' ? await guessUnread(file) : null;
    const refused = step('refuse', { ...ended(), refusal: { code, detail, details }, unread });
    if (!(await write(refused))) return 'lease-lost';
    deps.signals.refused(file);
    return 'refused';
  }

  const bytes = () => deps.objects.open({ key: file.objectKey, version: file.objectVersion });

  /** What a refused file seems to hold; null when its bytes cannot be had or are no text. */
  async function guessUnread({ objectKey: key, objectVersion: version }: IntakeFile): Promise<IntakeFile['unread']> {
    try {
      return await unreadContent(await deps.objects.open({ key, version }));
    } catch (error) {
      if (error instanceof Refusal) return null;
      throw error;
    }
  }

  async function toItsEnd(): Promise<RunEnd> {
    const survey = await surveyFile({ fileName: file.fileName, statedLayout: file.layout }, await bytes());
    if (file.state === 'reading') {
      const claimed = await claim(survey);
      if (claimed !== undefined) return claimed;
    } else if (file.sha256 !== survey.sha256) {
      throw refuseIntake('file-changed', 'El contenido ya no es el que se empezó a aplicar. Avise a Sistemas.');
    }
    const end = await postRows(deps, {
      intakeFileId: file.fileId,
      arrivedAt: file.registeredAt,
      layout: survey.layout,
      repeated: survey.repeated,
      bytes: await bytes(),
      from: file.rowsDone,
      actor: ACTOR,
      hasTime: () => deps.remainingMs() > TIME_RESERVE_MS,
      save,
    });
    if (end === 'lease-lost') return end;
    return end === 'done' ? finish() : continueLater();
  }

  async function claim(survey: Survey): Promise<RunEnd | undefined> {
    const read = {
      layout: survey.layout.id,
      sizeBytes: survey.sizeBytes,
      sha256: survey.sha256,
      rowsTotal: survey.rows,
      sumTotal: survey.sum,
    };
    const posting = step('accept', { ...read, leaseUntil: leaseFromNow() });
    const claimed = await deps.files.claimBytes(posting, runId);
    if (claimed === 'lost') return 'lease-lost';
    if (claimed === 'claimed') {
      file = posting;
      deps.signals.accepted(file);
      return undefined;
    }
    await goOnWithFirst(claimed.firstFileId);
    const duplicate = step('find-duplicate', { ...read, ...ended(), duplicateOf: claimed.firstFileId });
    if (!(await write(duplicate))) return 'lease-lost';
    deps.signals.duplicate(file);
    return 'duplicate';
  }

  /**
   * The first file with these bytes was refused half way (its object was gone): it goes on from its checkpoint with
   * this file's object, so that its rows keep their keys: posted under another file's id they would be possible duplicates.
   */
  async function goOnWithFirst(firstFileId: string): Promise<void> {
    const first = await deps.files.find(firstFileId);
    if (first === undefined) return;
    const { objectKey, objectVersion, arrival } = file;
    const unheld = { leaseUntil: null, delivery: null, stoppedBy: null };
    const change = { refusal: null, endedAt: null, ...unheld, objectKey, objectVersion, arrival };
    const next = stepped(first, 'take-up-again', { key: file.fileId, on: deps.clock.today(), change });
    if (next === undefined || !(await deps.files.write(next))) return;
    await deps.jobs.ask(continuation(next, deps.clock.now()));
    deps.signals.continued(next, deps.clock.now().getTime() - started);
  }

  const save: Parameters<typeof postRows>[1]['save'] = async (endings) => {
    // The lease first: a run that was fenced while it hung writes no row over its successor's.
    if (!(await write({ ...file, leaseUntil: leaseFromNow() }))) return false;
    await deps.files.putRows(file.fileId, endings);
    const tally = endings.reduce((sums, { outcome, amount }) => withRow(sums, outcome, amount), file.tally);
    return write({ ...file, tally, rowsDone: file.rowsDone + endings.length, leaseUntil: leaseFromNow() });
  };

  async function finish(): Promise<RunEnd> {
    const { count, sum } = totalOf(file.tally);
    const balanced = count === file.rowsTotal && sum === file.sumTotal && count === file.rowsDone;
    if (!(await write(step('finish', { ...ended(), balanced })))) return 'lease-lost';
    deps.signals.done(file, deps.clock.now().getTime() - started);
    return 'done';
  }

  async function continueLater(): Promise<RunEnd> {
    await giveBack('time-limit');
    await deps.jobs.ask(continuation(file, deps.clock.now()));
    deps.signals.continued(file, deps.clock.now().getTime() - started);
    return 'continued';
  }

  /** Ends the lease at once, so that the next run need not wait for it. */
  async function giveBack(stoppedBy: string): Promise<void> {
    await write({ ...file, leaseUntil: deps.clock.now().toISOString(), stoppedBy });
  }

  return { toItsEnd, refuse: refuseFile, giveBack, file: () => file };
}
