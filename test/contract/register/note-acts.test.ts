import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { CUSTOMARY_PARAMETERS } from '../../../functions/lending/customary-parameters.ts';
import {
  authoriseNoteAct,
  rejectNoteAct,
  takeBackNoteAct,
  withdrawNoteAct,
} from '../../../functions/lending/note-acts/decide-note-act.ts';
import { finishPosting } from '../../../functions/lending/note-acts/finish-note-act.ts';
import type { NoteAct } from '../../../functions/lending/note-acts/note-act.ts';
import { noteActUseCases } from '../../../functions/lending/note-acts/note-act-use-cases.ts';
import {
  type AskedAct,
  effectToday,
  type NoteActDeps,
  proposeNoteAct,
} from '../../../functions/lending/note-acts/propose-note-act.ts';
import { openNote } from '../../../functions/lending/open-note.ts';
import { calendarDate } from '../../../shared/calendar/calendar-date.ts';
import { COMPONENTS, sumOfComponents } from '../../../shared/loan-book/component.ts';
import { startTestDynamo, type TestDynamo } from '../../support/dynamo.ts';
import { expectIntact } from '../../support/intact-file.ts';
import { payment, posting } from '../../support/ledger.ts';
import { aFile, aProduct, callerOf, lendingOn, noteBody } from './lending-world.ts';

const day = calendarDate;
const TODAY = day('2026-11-20');
const technician = callerOf('recovery-technician');
const systems = callerOf('systems');
const director = callerOf('director');
let dynamo: TestDynamo;
let deps: NoteActDeps;
let fileId: string;
let noteId: string;
let key: string;

beforeAll(async () => {
  dynamo = await startTestDynamo();
  deps = lendingOn(dynamo);
  await aProduct(deps);
});
afterAll(() => dynamo.stop());

beforeEach(async () => {
  key = randomUUID();
  ({ fileId } = await aFile(deps));
  // Lent 12,500.50 on 20 August 2024, studies ended on 31 January 2025: first due date on 28 August 2025.
  const body = noteBody({
    signedOn: '2024-08-15',
    endOfStudies: '2025-01-31',
    firstDisbursement: { valueDate: '2024-08-20', amount: '12500.50', payee: 'borrower-account' },
  });
  ({ noteId } = (await openNote(deps, { params: { fileId }, body }, callerOf('portfolio-coordinator'))).body);
});

const propose = (act: AskedAct, caller = technician, under = key) =>
  proposeNoteAct(deps, { noteId, act, reason: 'Así lo dice el contrato', idempotencyKey: under }, caller);
const of = ({ noteActId }: NoteAct, name: string) => ({
  noteActId,
  idempotencyKey: `${name}-${key}`,
  reason: 'Por la prueba',
});
const loss = (components: readonly (typeof COMPONENTS)[number][] = COMPONENTS): AskedAct => ({
  kind: 'write-off',
  components: [...components],
  cause: 'uncollectable',
  attempts: [{ on: day('2026-03-01'), what: 'visit', result: 'El domicilio está abandonado' }],
});
const balance = async () => {
  const found = await deps.ledger.balanceOfNote(fileId, noteId, TODAY);
  if (found === undefined) throw new Error('no note');
  return found;
};
const owed = async () => sumOfComponents((await balance()).owed);
const codeOf = (asked: Promise<unknown>) =>
  asked.then(
    () => 'done',
    (error: { code?: string }) => error.code,
  );

describe('a correction of terms', () => {
  const studies: AskedAct = {
    kind: 'correct-terms',
    valueDate: day('2024-08-20'),
    terms: { endOfStudies: day('2026-06-30') },
  };

  it('moves grace and the first due date with the end of studies, as if they had been right, with two people', async () => {
    const before = await owed();
    expect((await balance()).daysPastDue).toBeGreaterThan(300);
    const proposed = await propose(studies);
    const { graceMonths, firstDueMonthsAfterGrace } = CUSTOMARY_PARAMETERS;
    expect([graceMonths.value, firstDueMonthsAfterGrace.value]).toEqual([6, 1]);
    expect(proposed).toMatchObject({
      state: 'proposed',
      act: { changes: { endOfGrace: '2026-12-30', firstDueDate: '2027-01-30' } },
    });
    const { after } = await effectToday(deps, proposed);
    expect(after.daysPastDue).toBe(0);
    expect(await owed()).toBe(before);
    expect(await codeOf(authoriseNoteAct(deps, of(proposed, 'a'), technician))).toBe('note-act-not-yours');
    const both = { ...systems, subject: technician.subject };
    expect(await codeOf(authoriseNoteAct(deps, of(proposed, 'b'), both))).toBe('same-person');
    const done = await authoriseNoteAct(deps, of(proposed, 'c'), systems);
    expect(done.state).toBe('done');
    expect(await authoriseNoteAct(deps, of(proposed, 'c'), systems)).toEqual(done);
    const now = await balance();
    expect([now.daysPastDue, now.owed, now.terms.endOfGrace]).toEqual([0, after.owed, '2026-12-30']);
    expect(now.owed.defaultInterest).toBe(0);
    const [entry] = (await deps.ledger.entriesOfNote(noteId)).filter(({ kind }) => kind === 'terms-corrected');
    expect(entry).toMatchObject({ actor: systems.subject, source: { type: 'note-act', id: done.noteActId } });
    expect(await codeOf(takeBackNoteAct(deps, of(done, 'd'), systems))).toBe('same-person');
    const back = await takeBackNoteAct(deps, of(done, 'e'), director);
    expect([back.state, await owed()]).toEqual(['taken-back', before]);
    await expectIntact(dynamo, deps.ledger, fileId);
  });

  it('moves what is due off closed days as the contract says, and keeps what it does not name', async () => {
    const proposed = await propose({
      kind: 'correct-terms',
      valueDate: TODAY,
      terms: { firstDueDate: day('2026-12-25'), instalments: 3, prepayment: 'hold' },
    });
    if (proposed.act.kind !== 'correct-terms') throw new Error('another act');
    // Christmas is a Friday; 25 January 2027 a Monday, 25 February a Thursday.
    expect(proposed.act.changes).toEqual({
      firstDueDate: '2026-12-25',
      instalments: 3,
      dueDateShifts: [3],
      allocation: { prepayment: 'hold' },
    });
  });

  it('is refused when it changes nothing, with every fault of its terms, and in the future', async () => {
    const asked = (terms: Extract<AskedAct, { terms: unknown }>['terms'], valueDate = TODAY) =>
      propose({ kind: 'correct-terms', valueDate, terms }).catch(({ code, details }) => [
        code,
        ...(details ?? []).map(({ pointer }: { pointer: string }) => pointer),
      ]);
    expect(await asked({ baseRate: 60_000 })).toEqual(['note-act-changes-nothing']);
    expect(
      await asked({ firstDueDate: day('2025-01-01'), bands: [{ annualPpm: 70_000 }], endOfGrace: day('2025-07-31') }),
    ).toEqual(['terms-refused', '/act/terms/firstDueDate', '/act/terms/bands/0']);
    expect(await asked({ baseRate: 50_000 }, day('2026-11-21'))).toEqual(['date-in-future']);
    expect(await asked({ baseRate: 50_000 }, day('2024-08-19'))).toEqual(['date-before-opening']);
    for (const state of ['proposed', 'done'] as const)
      for await (const one of deps.noteActs.all(state)) expect(one.noteId).not.toBe(noteId);
  });
});

describe('a write-off', () => {
  it('gives up what is owed on the day of its authorisation, is recovered by a payment, and taken back', async () => {
    const before = await owed();
    const proposed = await propose(loss());
    expect(await codeOf(authoriseNoteAct(deps, of(proposed, 'a'), systems))).toBe('note-act-not-yours');
    const done = await authoriseNoteAct(deps, of(proposed, 'b'), director);
    expect([done.state, sumOfComponents(done.amounts ?? (await balance()).owed)]).toEqual(['done', before]);
    expect([await owed(), (await balance()).status]).toEqual([0, 'written-off']);
    await deps.ledger.postToNote({ ...posting(noteId, payment(key, '2026-11-20', 1)), fileId });
    expect(await codeOf(takeBackNoteAct(deps, of(done, 'c'), director))).toBe('same-person');
    await takeBackNoteAct(deps, of(done, 'd'), { ...director, subject: 'another' });
    expect([await owed(), (await balance()).status]).toEqual([before - 1, 'open']);
    await expectIntact(dynamo, deps.ledger, fileId);
  });

  it('of some components leaves the others owed', async () => {
    const { defaultInterest } = (await balance()).owed;
    const before = await owed();
    await authoriseNoteAct(deps, of(await propose(loss(['defaultInterest'])), 'a'), director);
    const now = await balance();
    expect([sumOfComponents(now.owed), sumOfComponents(now.writtenOff)]).toEqual([
      before - defaultInterest,
      defaultInterest,
    ]);
    expect(defaultInterest).toBeGreaterThan(0);
    expect(await codeOf(propose(loss(['defaultInterest']), technician, randomUUID()))).toBe('note-act-changes-nothing');
  });

  it('says in its answer what was tried, why, and who may decide', async () => {
    const { body } = await noteActUseCases.getNoteAct(
      deps,
      { params: { noteActId: (await propose(loss())).noteActId } } as never,
      technician,
    );
    expect(body).toMatchObject({
      kindName: 'castigar',
      mayAuthorise: ['Dirección'],
      loss: {
        causeName: 'incobrable',
        amounts: null,
        attempts: [{ whatName: 'visita', result: 'El domicilio está abandonado' }],
      },
      effect: { before: { status: 'open' }, after: { status: 'written-off' } },
    });
  });
});

describe('any act', () => {
  it('is out of reach of another office, and of a post that may not ask for it', async () => {
    const proposed = await propose({ kind: 'accelerate', valueDate: TODAY });
    const elsewhere = callerOf('portfolio-coordinator', ['nogales']);
    expect(await codeOf(authoriseNoteAct(deps, of(proposed, 'a'), elsewhere))).toBe('not-found');
    expect(await codeOf(propose({ kind: 'accelerate', valueDate: TODAY }, elsewhere, randomUUID()))).toBe('not-found');
    expect(await codeOf(propose({ kind: 'accelerate', valueDate: TODAY }, callerOf('cashier'), randomUUID()))).toBe(
      'note-act-not-yours',
    );
  });

  it('of two decisions at once takes one, and a key means one thing', async () => {
    const proposed = await propose({ kind: 'accelerate', valueDate: TODAY });
    expect(await propose({ kind: 'accelerate', valueDate: TODAY })).toEqual(proposed);
    expect(await codeOf(propose({ kind: 'cure-acceleration', valueDate: TODAY }))).toBe('idempotency-key-reused');
    const outcomes = await Promise.all([
      codeOf(authoriseNoteAct(deps, of(proposed, 'a'), director)),
      codeOf(rejectNoteAct(deps, of(proposed, 'r'), director)),
      codeOf(withdrawNoteAct(deps, of(proposed, 'w'), technician)),
    ]);
    expect(outcomes.filter((one) => one === 'done')).toHaveLength(1);
    expect(outcomes.filter((one) => one === 'note-act-not-open-to')).toHaveLength(2);
  });

  it('accelerates, is refused a second time, and is cured', async () => {
    const act = { kind: 'accelerate', valueDate: day('2026-11-10') } as const;
    const [one, other] = [await propose(act), await propose(act, technician, randomUUID())];
    await authoriseNoteAct(deps, of(one, 'a'), director);
    const due = sumOfComponents((await balance()).due);
    expect(due).toBe(await owed());
    expect(await codeOf(authoriseNoteAct(deps, of(other, 'b'), director))).toBe('already-accelerated');
    expect((await deps.noteActs.find(other.noteActId))?.state).toBe('proposed');
    const cure = await propose({ kind: 'cure-acceleration', valueDate: TODAY }, technician, randomUUID());
    await authoriseNoteAct(deps, of(cure, 'c'), director);
    expect(sumOfComponents((await balance()).due)).toBeLessThan(due);
  });

  it('that a crash left half way is finished once, with the figures of its authorisation', async () => {
    const proposed = await propose(loss());
    const cut = { ...deps, ledger: { ...deps.ledger, postToNote: () => Promise.reject(new Error('killed')) } };
    await expect(authoriseNoteAct(cut, of(proposed, 'a'), director)).rejects.toThrow('killed');
    const half = await deps.noteActs.find(proposed.noteActId);
    if (half === undefined) throw new Error('lost');
    expect(half.state).toBe('posting');
    const ends = await Promise.all([finishPosting(deps, half), finishPosting(deps, half)]);
    expect(ends.map(({ state }) => state)).toEqual(['done', 'done']);
    const written = (await deps.ledger.entriesOfNote(noteId)).filter(({ kind }) => kind === 'written-off');
    expect(written).toHaveLength(1);
  });

  it('returns a disbursement, by Accounting', async () => {
    const proposed = await propose({ kind: 'return-disbursement', valueDate: TODAY, amount: 250_050 });
    const before = (await balance()).owed.principal;
    await authoriseNoteAct(deps, of(proposed, 'a'), callerOf('accountant'));
    expect((await balance()).owed.principal).toBe(before - 250_050);
    const tooMuch = propose(
      { kind: 'return-disbursement', valueDate: TODAY, amount: 9_999_999 },
      technician,
      randomUUID(),
    );
    expect(await codeOf(tooMuch)).toBe('more-than-owed');
  });
});
