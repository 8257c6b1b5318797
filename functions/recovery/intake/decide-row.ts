import { calendarDate } from '../../../shared/calendar/calendar-date.ts';
import type { Caller } from '../../../shared/http/route.ts';
import type { RequestClaims } from '../../../shared/ledger/request-claim.ts';
import { refuse as refuseShared } from '../../../shared/refusals/shared-refusals.ts';
import type { BankRow } from '../readers/bank-row.ts';
import { refuseIntake } from './intake-refusals.ts';
import type { IntakeStore } from './intake-store.ts';
import { type NumberedRow, type PostRowDeps, postRow, type RowTarget } from './post-row.ts';
import { readFile } from './read-files.ts';
import { decidedSuffix, movedRow, type RowEnding } from './row-outcome.ts';
import { rowReasons } from './row-reasons.ts';
import { seenElsewhere } from './seen-elsewhere.ts';
import type { SightingStore } from './sighting-store.ts';

export interface DecideRowDeps extends PostRowDeps {
  readonly files: IntakeStore;
  readonly sightings: SightingStore;
  readonly claims: RequestClaims;
}

export interface RowDecision {
  readonly fileId: string;
  readonly line: number;
  /** `apply`: it is another payment. `discard`: it is the same one, brought twice by the bank. */
  readonly decision: 'apply' | 'discard';
  readonly reason: string;
  readonly idempotencyKey: string;
}

/** Decisions on several rows of one file at once meet at the file's tally; each tries again. */
const TALLY_TRIES = 20;

/**
 * A person decides on a possible duplicate. Applying posts it under a key of its own (`#decided-<file>`), or keeps it
 * as a deposit when nobody is known to pay; the file's counts and sums move with it, its totals stay.
 * Repeating the request, or sending it again after a crash, ends the same; a decision that was noted but not carried
 * out (busy, crash) is finished by any request for the same, whoever sends it. Refuses while the file is still being
 * posted (409), a row that waits for no decision or was decided otherwise (422), an unknown row (404).
 */
export async function decideRow(deps: DecideRowDeps, input: RowDecision, caller: Caller): Promise<RowEnding> {
  const { fileId, line, decision, reason, idempotencyKey } = input;
  const file = await readFile(deps, fileId);
  if (file.state !== 'done') {
    throw refuseIntake('file-still-posting', 'El archivo aún se está aplicando. Espere a que termine para decidir.');
  }
  const asked = await deps.claims.claim({
    scope: 'CORRECTION',
    key: idempotencyKey,
    input: { operation: 'decide-row', fileId, line, decision, reason },
    source: { type: 'correction', id: idempotencyKey },
    recordedOn: deps.clock.today(),
  });
  const row = await deps.files.findRow(fileId, line);
  if (row === undefined) throw refuseShared('not-found', `El archivo no tiene un renglón ${line}.`);
  if (row.decision === null && row.outcome === 'possible-duplicate') {
    const noted = { ...row, decision: { decision, reason, by: caller.subject, requestKey: idempotencyKey } };
    if (await deps.files.noteDecision(fileId, noted)) return carryOut(deps, fileId, noted);
    return decideRow(deps, input, caller);
  }
  if (row.decision === null || row.decision.decision !== decision) throw notPending(row);
  if (row.outcome === 'possible-duplicate') return carryOut(deps, fileId, row);
  if (asked === 'first') throw notPending(row);
  return row;
}

const TAKEN_ES = { apply: 'aplicarlo como otro pago', discard: 'descartarlo como duplicado' } as const;

function notPending(row: RowEnding) {
  return refuseIntake(
    'row-not-pending',
    row.decision === null
      ? 'El renglón no es un posible duplicado; no espera decisión.'
      : `Sobre este renglón ya se decidió ${TAKEN_ES[row.decision.decision]}. Consulte su resultado.`,
  );
}

/** Carries a decision that was noted to its end; also called by the resume job for those that a crash left. */
export async function carryOut(
  deps: Omit<DecideRowDeps, 'claims'>,
  fileId: string,
  row: RowEnding,
): Promise<RowEnding> {
  const ended = row.decision?.decision === 'apply' ? await applied(deps, fileId, row) : discarded(row);
  for (let tries = 0; tries < TALLY_TRIES; tries += 1) {
    const file = await readFile(deps, fileId);
    const tally = movedRow(file.tally, 'possible-duplicate', ended.outcome, row.amount ?? 0);
    if (await deps.files.decideRow(ended, 'possible-duplicate', { ...file, tally }, file.tally)) return ended;
    const now = await deps.files.findRow(fileId, row.line);
    if (now !== undefined && now.outcome !== 'possible-duplicate') return now;
  }
  throw refuseShared('busy-try-later', 'Hay muchas decisiones a la vez sobre este archivo. Intente de nuevo.', {
    retryAfterSeconds: 2,
  });
}

function discarded(row: RowEnding): RowEnding {
  return { ...row, outcome: 'duplicate', reason: rowReasons.decidedDuplicate(row.decision?.reason ?? '') };
}

async function applied(deps: Omit<DecideRowDeps, 'claims'>, fileId: string, row: RowEnding): Promise<RowEnding> {
  const { identity, occurrence, pending, target, valueDate, amount } = row;
  if (pending === null || identity === null || occurrence === null || valueDate === null || amount === null) {
    throw new Error('a possible duplicate lacks what posting it needs');
  }
  const bankRow: BankRow = {
    line: row.line,
    fields: { concept: pending.concept },
    amount,
    channel: pending.channel,
    operationDate: calendarDate(pending.operationDate ?? valueDate),
    valueDate: calendarDate(valueDate),
    reference: pending.creditNumber === null ? row.reference : null,
    referenceText: row.referenceText ?? row.reference ?? '',
    payerText: pending.payerText,
    creditNumber: pending.creditNumber,
    finality: pending.finality,
    effect: { type: 'payment' },
  };
  const to: RowTarget =
    target === null ? { unknown: pending.unknown ?? rowReasons.missingReference() } : { found: target };
  const actor = row.decision?.by ?? 'intake';
  const numbered: NumberedRow = {
    ...{ intakeFileId: fileId, row: bankRow, identity, occurrence, actor },
    // Another payment only since somebody said so.
    arrivedAt: null,
    layoutId: pending.layoutId ?? '',
    unique: true,
    keySuffix: decidedSuffix(fileId),
  };
  // From here it is a payment of its own: what another source tells of it later repeats it.
  await seenElsewhere(deps, [numbered]);
  const ended = await postRow(deps, numbered, to);
  const reason = ended.reason ?? rowReasons.decidedApply(row.decision?.reason ?? '');
  return { ...ended, reason, firstSeen: row.firstSeen, decision: row.decision };
}
