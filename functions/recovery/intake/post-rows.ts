import type { Clock } from '../../../shared/calendar/clock.ts';
import type { RowReading } from '../readers/bank-row.ts';
import type { BankLayout } from '../readers/layout.ts';
import { rowIdentity } from '../readers/row-identity.ts';
import { referenceAlgorithm } from '../references/reference-algorithms.ts';
import { createLanes } from './lanes.ts';
import {
  findTarget,
  type NumberedRow,
  type PostRowDeps,
  postRow,
  rejectedEnding,
  rejectionOf,
  waitingReasonOf,
} from './post-row.ts';
import { occurrenceCounter } from './repeated-identities.ts';
import type { RowEnding } from './row-outcome.ts';
import { createRowProgress } from './row-progress.ts';
import { rowReasons } from './row-reasons.ts';

/** Rows under way at once. */
const ROWS_AT_ONCE = 16;
/** Rows that may be read ahead of the oldest unfinished one: bounds memory when one row takes long. */
const ROWS_AHEAD = 1_000;
/** A checkpoint is written after so many rows, and at least this often. */
const ROWS_PER_CHECKPOINT = 200;
const CHECKPOINT_MS = 10_000;

export interface PostRowsInput {
  readonly intakeFileId: string;
  readonly layout: BankLayout;
  readonly repeated: ReadonlySet<bigint>;
  readonly bytes: AsyncIterable<Uint8Array>;
  /** Rows 1…from have ended before. */
  readonly from: number;
  readonly actor: string;
  /** Whether there is time for another row. */
  readonly hasTime: () => boolean;
  /** Stores the endings of the next rows in file order and the checkpoint behind them. False: the lease was lost. */
  readonly save: (endings: readonly RowEnding[]) => Promise<boolean>;
}

/**
 * Posts the rows of a file from a checkpoint on: several at once, rows of one portfolio file one after the other.
 * Answers `done`, `out-of-time` (resume from the checkpoint) or `lease-lost` (another run has taken over).
 * Throws the first failure of a row (busy, store down) once the rows under way have settled and what ended has been
 * saved; rows after the checkpoint are posted again by the next run, which their keys make harmless.
 */
export async function postRows(
  deps: PostRowDeps & { readonly clock: Clock },
  input: PostRowsInput,
): Promise<'done' | 'out-of-time' | 'lease-lost'> {
  const occurrenceOf = occurrenceCounter(input.repeated);
  const progress = createRowProgress(input.from);
  const inLane = createLanes();
  const underWay = new Set<Promise<void>>();
  let failure: { readonly error: unknown } | undefined;
  let savedAt = deps.clock.now().getTime();
  let row = 0;
  let held = true;
  let complete = true;

  const save = async () => {
    held = await input.save(progress.takeSettled());
    savedAt = deps.clock.now().getTime();
  };
  const launch = (number: number, reading: RowReading, numbered: NumberedRow | undefined) => {
    const job = endRow(deps, input.layout, inLane, reading, numbered)
      .then((ending) => progress.settle(number, ending))
      .catch((error: unknown) => {
        failure ??= { error };
      })
      .finally(() => underWay.delete(job));
    underWay.add(job);
  };

  for await (const reading of input.layout.read(input.bytes)) {
    row += 1;
    const numbered = reading.ok ? numberedRow(input, reading, occurrenceOf) : undefined;
    if (row <= input.from) continue;
    if (!input.hasTime()) {
      complete = false;
      break;
    }
    launch(row, reading, numbered);
    while (underWay.size >= ROWS_AT_ONCE || (underWay.size > 0 && row - progress.settledUpTo() > ROWS_AHEAD)) {
      await Promise.race(underWay);
    }
    const due = deps.clock.now().getTime() - savedAt >= CHECKPOINT_MS;
    if (progress.waiting() >= ROWS_PER_CHECKPOINT || (due && progress.waiting() > 0)) await save();
    if (failure !== undefined || !held) break;
  }
  await Promise.all(underWay);
  if (held) await save();
  if (failure !== undefined) throw failure.error;
  if (!held) return 'lease-lost';
  return complete ? 'done' : 'out-of-time';
}

function numberedRow(
  { intakeFileId, layout, actor }: PostRowsInput,
  { row }: Extract<RowReading, { ok: true }>,
  occurrenceOf: (identity: string) => number,
): NumberedRow {
  const identity = rowIdentity(layout.id, row.fields);
  return { intakeFileId, row, identity, occurrence: occurrenceOf(identity), keySuffix: '', actor };
}

async function endRow(
  deps: PostRowDeps,
  layout: BankLayout,
  inLane: ReturnType<typeof createLanes>,
  reading: RowReading,
  numbered: NumberedRow | undefined,
): Promise<RowEnding> {
  if (!reading.ok || numbered === undefined) return unreadableEnding(reading);
  const rejection = rejectionOf(numbered.row);
  if (rejection !== null) return rejectedEnding(numbered, rejection);
  const waiting = waitingReasonOf(numbered.row, deps.clock.today());
  if (waiting !== null) return postRow(deps, numbered, { unknown: waiting });
  const target = await findTarget(deps.register, numbered.row, (reference) => verify(layout, reference));
  if ('unknown' in target) return postRow(deps, numbered, target);
  return inLane(target.found.fileId, () => postRow(deps, numbered, target));
}

/** A layout without references of the institute's own has no check digit to fail. */
function verify(layout: BankLayout, reference: string) {
  return layout.referenceAlgorithm === null
    ? ({ ok: true } as const)
    : referenceAlgorithm(layout.referenceAlgorithm).verify(reference);
}

function unreadableEnding(reading: RowReading): RowEnding {
  const bad = reading.ok ? { line: reading.row.line, faults: [], amount: reading.row.amount } : reading;
  return {
    line: bad.line,
    outcome: 'rejected',
    reason: rowReasons.unreadable(bad.faults),
    amount: bad.amount,
    reference: null,
    valueDate: null,
    identity: null,
    occurrence: null,
    eventId: null,
    depositId: null,
    target: null,
    firstSeen: null,
    pending: null,
    decision: null,
  };
}
