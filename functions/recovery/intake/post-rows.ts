import type { Clock } from '../../../shared/calendar/clock.ts';
import type { RowReading } from '../readers/bank-row.ts';
import type { BankLayout } from '../readers/layout.ts';
import { rowIdentity } from '../readers/row-identity.ts';
import { type EndRowDeps, type FileRow, type Prepared, prepareRows } from './end-row.ts';
import { createLanes } from './lanes.ts';
import { occurrenceCounter } from './repeated-identities.ts';
import type { RowEnding } from './row-outcome.ts';
import { createRowProgress } from './row-progress.ts';

/** Rows under way at once. */
const ROWS_AT_ONCE = 16;
/** Rows whose targets one call to the register answers. */
const LOOKED_UP_AT_ONCE = 100;
/** Rows that may be read ahead of the oldest unfinished one: bounds memory when one row takes long. */
const ROWS_AHEAD = 1_000;
/** A checkpoint is written after so many rows, and at least this often. */
const ROWS_PER_CHECKPOINT = 200;
const CHECKPOINT_MS = 10_000;

export interface PostRowsInput {
  readonly intakeFileId: string;
  /** UTC instant (ISO) at which the file reached us. */
  readonly arrivedAt: string;
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
 * Posts the rows of a file from a checkpoint on: several at once, rows of one portfolio file one after the other, in
 * the file's order, so that the same file always gives the same journal.
 * Answers `done`, `out-of-time` (resume from the checkpoint) or `lease-lost` (another run has taken over).
 * Throws the first failure of a row (busy, store down) once the rows under way have settled and what ended has been
 * saved; rows after the checkpoint are posted again by the next run, which their keys make harmless.
 */
export async function postRows(
  deps: EndRowDeps & { readonly clock: Clock },
  input: PostRowsInput,
): Promise<'done' | 'out-of-time' | 'lease-lost'> {
  const progress = createRowProgress(input.from);
  const inLane = createLanes();
  const underWay = new Set<Promise<void>>();
  let failure: { readonly error: unknown } | undefined;
  let savedAt = deps.clock.now().getTime();
  let held = true;
  let complete = true;

  const save = async () => {
    held = await input.save(progress.takeSettled());
    savedAt = deps.clock.now().getTime();
  };
  const launch = (number: number, { lane, end }: Prepared) => {
    const job = inLane(lane, end)
      .then((ending) => progress.settle(number, ending))
      .catch((error: unknown) => {
        failure ??= { error };
      })
      .finally(() => underWay.delete(job));
    underWay.add(job);
  };
  /** Whether the run goes on behind these rows. */
  const postThese = async (rows: readonly FileRow[]): Promise<boolean> => {
    const prepared = await prepareRows(deps, input.layout, rows);
    if (failure !== undefined) return false;
    for (const [index, { number }] of rows.entries()) {
      const ready = prepared[index];
      if (ready === undefined) throw new RangeError('a row was not prepared');
      if (!input.hasTime()) {
        complete = false;
        return false;
      }
      launch(number, ready);
      while (underWay.size >= ROWS_AT_ONCE || (underWay.size > 0 && number - progress.settledUpTo() > ROWS_AHEAD)) {
        await Promise.race(underWay);
      }
      const due = deps.clock.now().getTime() - savedAt >= CHECKPOINT_MS;
      if (progress.waiting() >= ROWS_PER_CHECKPOINT || (due && progress.waiting() > 0)) await save();
      if (failure !== undefined || !held) return false;
    }
    return true;
  };

  try {
    for await (const rows of batches(rowsOf(input), LOOKED_UP_AT_ONCE)) if (!(await postThese(rows))) break;
  } catch (error) {
    failure ??= { error };
  }
  await Promise.all(underWay);
  if (held) await save();
  if (failure !== undefined) throw failure.error;
  if (!held) return 'lease-lost';
  return complete ? 'done' : 'out-of-time';
}

/** The rows behind the checkpoint; those before it are read too, for the number of each among its equals. */
async function* rowsOf(input: PostRowsInput): AsyncGenerator<FileRow> {
  const occurrenceOf = occurrenceCounter(input.repeated);
  let number = 0;
  for await (const reading of input.layout.read(input.bytes)) {
    number += 1;
    const numbered = reading.ok ? numberedRow(input, reading, occurrenceOf) : undefined;
    if (number > input.from) yield { number, reading, numbered };
  }
}

async function* batches<T>(all: AsyncIterable<T>, size: number): AsyncGenerator<readonly T[]> {
  let batch: T[] = [];
  for await (const one of all) {
    batch.push(one);
    if (batch.length < size) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

function numberedRow(
  { intakeFileId, arrivedAt, layout, actor }: PostRowsInput,
  { row }: Extract<RowReading, { ok: true }>,
  occurrenceOf: ReturnType<typeof occurrenceCounter>,
): FileRow['numbered'] {
  const { identity, unique } = rowIdentity(layout, row.fields);
  const names = { intakeFileId, arrivedAt, layoutId: layout.id, row, identity, unique, keySuffix: '', actor };
  if (row.effect.type === 'none') return { ...names, occurrence: 1, firstLine: row.line };
  const { number: occurrence, firstLine } = occurrenceOf(row.effect.type, identity, row.line);
  return { ...names, occurrence, firstLine };
}
