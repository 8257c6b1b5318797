import type { BankRow, RowReading } from '../readers/bank-row.ts';
import type { BankLayout } from '../readers/layout.ts';
import { returnIdentity } from '../readers/row-identity.ts';
import { referenceAlgorithm } from '../references/reference-algorithms.ts';
import type { BankReturnStore } from '../returns/bank-return-store.ts';
import { bankReturnId, noteReturn, tiePayment } from '../returns/note-returns.ts';
import {
  claimInput,
  findTargets,
  type NumberedRow,
  type PostRowDeps,
  plainEnding,
  possibleDuplicateEnding,
  postRow,
  type RowTarget,
  rejectedEnding,
  rowKeyOf,
  type TargetLookup,
  targetLookup,
  waitingReasonOf,
} from './post-row.ts';
import type { RowEnding } from './row-outcome.ts';
import { rowReasons } from './row-reasons.ts';
import { seenElsewhere, sightingOf } from './seen-elsewhere.ts';
import type { Sighting } from './sighting.ts';
import type { SightingStore } from './sighting-store.ts';

export interface EndRowDeps extends PostRowDeps {
  readonly sightings: SightingStore;
  readonly returns: BankReturnStore;
}

/** A row of a file, numbered when it could be read. */
export interface FileRow {
  /** Place among the rows of the file, from 1. */
  readonly number: number;
  readonly reading: RowReading;
  /** `firstLine`: of the first row of the file with the same identity. */
  readonly numbered: (NumberedRow & { readonly firstLine: number }) | undefined;
}

/** What has to be known of a row before it may wait its turn: whom it pays, and with which rows it shares a lane. */
export interface Prepared {
  readonly lane: string;
  readonly end: () => Promise<RowEnding>;
}

/**
 * Looks up at once whom these rows pay and whether another source told of them before, and answers how to end each. Rows
 * that pay the same portfolio file, or carry the same unknown reference, share a lane: the caller ends those of one lane
 * one after the other, in the file's order.
 */
export async function prepareRows(
  deps: EndRowDeps,
  layout: BankLayout,
  rows: readonly FileRow[],
): Promise<readonly Prepared[]> {
  const today = deps.clock.today();
  const asked = rows.map(({ numbered }) => (numbered === undefined ? null : lookupOf(layout, numbered.row, today)));
  const targets = await findTargets(deps.register, asked);
  const paying = rows.flatMap(({ numbered }, index) =>
    numbered === undefined || targets[index] === undefined || isRepeatedInFile(numbered) ? [] : [numbered],
  );
  const twins = await seenElsewhere(deps, paying);
  return rows.map((row, index) => prepareRow(deps, layout, row, targets[index], twins));
}

/** The bank gives this key once, and it stands in the file already. */
const isRepeatedInFile = ({ unique, occurrence }: NumberedRow): boolean => unique && occurrence > 1;

function prepareRow(
  deps: EndRowDeps,
  layout: BankLayout,
  { reading, numbered }: FileRow,
  target: RowTarget | undefined,
  twins: ReadonlyMap<NumberedRow, Sighting | null>,
): Prepared {
  if (!reading.ok || numbered === undefined) return alone(reading, () => unreadableEnding(reading));
  const { row } = numbered;
  switch (row.effect.type) {
    case 'none': {
      const { reason } = row.effect;
      return alone(reading, () => rejectedEnding(numbered, rowReasons.bankSays(reason)));
    }
    case 'return': {
      const { reason, certain } = row.effect;
      return alone(reading, () => endReturn(deps, layout, numbered, { reason, certain }));
    }
    case 'payment': {
      if (target === undefined) return alone(reading, () => rejectedEnding(numbered, rowReasons.amountNotPositive()));
      const unknownLane = row.reference ?? row.creditNumber ?? `line ${row.line}`;
      const lane = 'found' in target ? target.found.fileId : unknownLane;
      return { lane, end: () => endPayment(deps, layout, numbered, target, twins.get(numbered) ?? null) };
    }
  }
}

/** Null: a row that pays nobody. */
function lookupOf(layout: BankLayout, row: BankRow, today: string): TargetLookup | null {
  if (row.effect.type !== 'payment' || row.amount <= 0) return null;
  const waiting = waitingReasonOf(row, today);
  return waiting === null ? targetLookup(row, (reference) => verify(layout, reference)) : { unknown: waiting };
}

/** A row that moves no money waits for no other. */
function alone(reading: RowReading, end: () => RowEnding | Promise<RowEnding>): Prepared {
  const line = reading.ok ? reading.row.line : reading.line;
  return { lane: `line ${line}`, end: async () => end() };
}

/**
 * A row that brings money: posted, unless its key stands in this file already or another source of the bank told of it
 * before. Either way it is tied to the return that came before it.
 */
async function endPayment(
  deps: EndRowDeps,
  layout: BankLayout,
  numbered: NumberedRow & { readonly firstLine: number },
  target: RowTarget,
  twin: Sighting | null,
): Promise<RowEnding> {
  if (isRepeatedInFile(numbered)) {
    const firstSeen = firstSeenAt(numbered.intakeFileId, numbered.firstLine, deps.clock.today());
    return possibleDuplicateEnding(numbered, target, rowReasons.sameKeyInFile(firstSeen), firstSeen);
  }
  await tieToReturn(deps, layout, numbered);
  if (twin === null) return postRow(deps, numbered, target);
  await deps.sightings.claim({
    scope: 'BANKROW',
    key: rowKeyOf(numbered),
    input: claimInput(numbered, null),
    recordedOn: deps.clock.today(),
    source: { type: 'bank-file', id: numbered.intakeFileId, line: numbered.row.line },
    result: { repeats: twin.rowKey },
  });
  const firstSeen = firstSeenAt(twin.intakeFileId, twin.line, twin.recordedOn);
  return possibleDuplicateEnding(numbered, target, rowReasons.otherSource(firstSeen), firstSeen);
}

/** The bank takes a payment back: kept for a person, tied to its payment when that has come. */
async function endReturn(
  deps: EndRowDeps,
  layout: BankLayout,
  numbered: NumberedRow,
  { reason, certain }: { readonly reason: string; readonly certain: boolean },
): Promise<RowEnding> {
  const { row, intakeFileId } = numbered;
  const shared = returnIdentity(layout, row);
  if (shared === null && !certain) return rejectedEnding(numbered, rowReasons.bankSays(reason));
  const sighting = sightingOf(deps, numbered, 'return');
  const returnId = bankReturnId(sighting.rowKey);
  const told = { intakeFileId, line: row.line };
  const { amount, channel, operationDate: date } = row;
  const reference = row.reference ?? row.creditNumber;
  const { recordedOn } = sighting;
  const kept = await noteReturn(
    deps,
    { returnId, amount, channel, date, recordedOn, reference, reason, told },
    certain,
  );
  if (kept.told.intakeFileId !== intakeFileId || kept.told.line !== row.line) {
    const firstSeen = firstSeenAt(kept.told.intakeFileId, kept.told.line, kept.recordedOn);
    return { ...rejectedEnding(numbered, rowReasons.returnRepeated(firstSeen)), firstSeen, returnId };
  }
  const seen =
    shared === null
      ? undefined
      : await deps.sightings.see({
          shared: `RETURN#${shared}`,
          row: sighting,
          matches: (earlier) => takesBack(layout, sighting, earlier),
        });
  if (seen?.first !== undefined && seen.first !== null) await tiePayment(deps, returnId, placeOf(seen.first));
  const isTied = seen !== undefined && (seen.first !== null || seen.own.followedBy !== null);
  if (!certain && !isTied) return { ...rejectedEnding(numbered, rowReasons.bankSays(reason)), returnId };
  return { ...plainEnding(numbered), outcome: 'returned', reason: rowReasons.returned(reason), returnId };
}

async function tieToReturn(deps: EndRowDeps, layout: BankLayout, numbered: NumberedRow): Promise<void> {
  const shared = returnIdentity(layout, numbered.row);
  if (shared === null) return;
  const sighting = sightingOf(deps, numbered, 'payment');
  const { first } = await deps.sightings.see({
    shared: `RETURN#${shared}`,
    row: sighting,
    matches: (earlier) => takesBack(layout, earlier, sighting),
  });
  if (first !== null) await tiePayment(deps, bankReturnId(first.rowKey), placeOf(sighting));
}

/** Without a folio of its own a return names its payment by reference and amount: then it is no older than that. */
function takesBack(layout: BankLayout, one: Pick<Sighting, 'kind' | 'date'>, paid: Pick<Sighting, 'kind' | 'date'>) {
  if (one.kind !== 'return' || paid.kind !== 'payment') return false;
  return layout.returnKey?.reference !== true || paid.date <= one.date;
}

const placeOf = ({ intakeFileId, line }: Pick<Sighting, 'intakeFileId' | 'line'>) => ({ intakeFileId, line });

const firstSeenAt = (intakeFileId: string, line: number, recordedOn: string) => ({ intakeFileId, line, recordedOn });

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
    // A row of 0.00 hides no money, whatever else is wrong with it.
    outcome: bad.amount === 0 ? 'rejected' : 'unreadable',
    reason: rowReasons.unreadable(bad.faults),
    amount: bad.amount,
    reference: null,
    referenceText: null,
    valueDate: null,
    identity: null,
    occurrence: null,
    eventId: null,
    depositId: null,
    returnId: null,
    target: null,
    firstSeen: null,
    pending: null,
    decision: null,
  };
}
