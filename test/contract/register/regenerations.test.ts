import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { getFile } from '../../../functions/lending/get-file.ts';
import { openFile } from '../../../functions/lending/open-file.ts';
import { openNote } from '../../../functions/lending/open-note.ts';
import {
  decideRegeneration,
  signRegeneration,
  undoRegeneration,
} from '../../../functions/lending/regenerations/decide-regeneration.ts';
import { finishSigning } from '../../../functions/lending/regenerations/finish-regeneration.ts';
import {
  type AskedRegeneration,
  proposeRegeneration,
  type RegenerationDeps,
  scheduleToday,
} from '../../../functions/lending/regenerations/propose-regeneration.ts';
import type { Regeneration } from '../../../functions/lending/regenerations/regeneration.ts';
import { registerBorrower } from '../../../functions/lending/register-borrower.ts';
import { calendarDate } from '../../../shared/calendar/calendar-date.ts';
import { refuseLedger } from '../../../shared/ledger/ledger-refusals.ts';
import { sumOfComponents } from '../../../shared/loan-book/component.ts';
import { startTestDynamo, type TestDynamo } from '../../support/dynamo.ts';
import { expectIntact } from '../../support/intact-file.ts';
import { payment, posting } from '../../support/ledger.ts';
import { aProduct, callerOf, freshNumber, lendingOn, noteBody, parsed, personBody } from './lending-world.ts';

const TODAY = calendarDate('2026-11-20');
const collector = callerOf('collector');
const coordinator = callerOf('portfolio-coordinator');
const director = callerOf('director');
let dynamo: TestDynamo;
let deps: RegenerationDeps;
let fileId: string;
let oldNoteIds: string[];
let key: string;

beforeAll(async () => {
  dynamo = await startTestDynamo();
  deps = lendingOn(dynamo);
  await aProduct(deps);
});
afterAll(() => dynamo.stop());

beforeEach(async () => {
  key = randomUUID();
  const { borrowerId } = (await registerBorrower(deps, { body: personBody() }, coordinator)).body;
  const cosigner = { name: { givenNames: 'Rosa', firstSurname: 'Peña', secondSurname: null }, relationship: 'Madre' };
  const body = parsed<Parameters<typeof openFile>[1]['body']>('openFile', {
    ...{ borrowerId, office: 'hermosillo', cosigners: [cosigner] },
  });
  ({ fileId } = (await openFile(deps, { body }, coordinator)).body);
  oldNoteIds = [];
  for (let index = 0; index < 3; index += 1) {
    const note = noteBody({
      signedOn: '2024-08-15',
      endOfStudies: '2025-01-31',
      firstDisbursement: { valueDate: '2024-08-20', amount: '10000.00', payee: 'school' },
    });
    oldNoteIds.push((await openNote(deps, { params: { fileId }, body: note }, coordinator)).body.noteId);
  }
});

const wishes = (changes: Partial<AskedRegeneration> = {}): AskedRegeneration => {
  const number = freshNumber();
  return {
    form: 'resolutory-condition',
    oldNoteIds,
    capitalises: ['ordinaryInterest'],
    contractNumber: `R-2026/${number}`,
    product: 'sostenimiento',
    paymentReference: `CREDEDUC${String(number).padStart(8, '0')}0`,
    creditNumber: null,
    firstDueDate: calendarDate('2027-01-15'),
    instalments: 24,
    overrides: {},
    ...changes,
  };
};
const propose = (changes: Partial<AskedRegeneration> = {}, under = key) =>
  proposeRegeneration(
    deps,
    { ...wishes(changes), fileId, reason: 'Lo pidió el acreditado', idempotencyKey: under },
    collector,
  );
const of = ({ regenerationId }: Regeneration, name: string) => ({
  regenerationId,
  idempotencyKey: `${name}-${key}`,
  reason: 'Por la prueba',
});
const authorised = async (one: Regeneration) => decideRegeneration(deps, 'authorise', of(one, 'authorise'), director);
const sign = (one: Regeneration, cosigners: number[] = [], name = 'sign') =>
  signRegeneration(deps, { ...of(one, name), cosigners }, collector);
const balances = async () => (await deps.ledger.balancesOfFile(fileId, TODAY)).notes;
const owed = async () => (await balances()).reduce((sum, note) => sum + sumOfComponents(note.owed), 0);
const codeOf = (asked: Promise<unknown>) =>
  asked.then(
    () => 'done',
    (error: { code?: string }) => error.code,
  );

describe('a regeneration of three notes', () => {
  it('under a resolutory condition moves the debt, takes payments on the old references, and comes back', async () => {
    const before = await owed();
    const proposed = await propose();
    const { schedule, owed: moved } = await scheduleToday(deps, proposed);
    expect(sumOfComponents(moved)).toBe(before);
    const principal = moved.principal + moved.ordinaryInterest;
    expect(schedule.reduce((sum, row) => sum + row.principal, 0)).toBe(principal);
    expect([schedule.length, schedule[0]?.date]).toEqual([24, '2027-01-15']);
    expect(await codeOf(decideRegeneration(deps, 'authorise', of(proposed, 'x'), collector))).toBe('same-person');
    expect(await codeOf(sign(proposed))).toBe('regeneration-not-open-to');
    const live = await sign(await authorised(proposed));
    expect(live.state).toBe('live');
    expect(await sign(live)).toEqual(live);
    expect(await owed()).toBe(before);
    const statuses = async () => new Map((await balances()).map(({ noteId, status }) => [noteId, status]));
    expect([...(await statuses()).values()].sort()).toEqual(['open', 'regenerated', 'regenerated', 'regenerated']);
    const inRegister = (await getFile(deps, { params: { fileId } }, coordinator)).body.notes;
    expect(inRegister.find(({ noteId }) => noteId === live.newNoteId)).toMatchObject({
      state: 'open',
      signedOn: TODAY,
    });
    const [old = ''] = oldNoteIds;
    const paid = await deps.ledger.postToNote({ ...posting(old, payment(key, TODAY, 100_000)), fileId });
    expect(paid.parts.map(({ noteId }) => noteId)).toEqual([live.newNoteId]);
    expect(await codeOf(undoRegeneration(deps, of(live, 'u'), collector))).toBe('same-person');
    const back = await undoRegeneration(deps, of(live, 'undo'), director);
    expect([back.state, await owed()]).toEqual(['undone', before - 100_000]);
    expect((await statuses()).get(live.newNoteId)).toBe('cancelled');
    await expectIntact(dynamo, deps.ledger, fileId);
  });

  it('by novation takes the signature of each cosigner, and does not come back', async () => {
    const one = await authorised(await propose({ form: 'novation' }));
    const refused = await sign(one).catch((error) => error);
    expect(refused).toMatchObject({ code: 'signature-missing', message: expect.stringContaining('aval 1') });
    expect((await balances()).map(({ status }) => status)).toEqual(['open', 'open', 'open']);
    const live = await sign(one, [1]);
    expect([live.state, live.history.find(({ step }) => step === 'sign')?.evidence]).toEqual([
      'live',
      { signers: 'borrower, cosigner 1' },
    ]);
    expect(await codeOf(undoRegeneration(deps, of(live, 'undo'), director))).toBe('regeneration-not-open-to');
  });

  it('that a crash cut off between register and ledger is finished once, as of the day of its signature', async () => {
    const before = await owed();
    const one = await authorised(await propose());
    const dying = { ...deps, ledger: { ...deps.ledger, regenerate: () => Promise.reject(new Error('killed')) } };
    await expect(signRegeneration(dying, { ...of(one, 'sign'), cosigners: [] }, collector)).rejects.toThrow('killed');
    const half = await deps.regenerations.find(one.regenerationId);
    if (half === undefined) throw new Error('lost');
    expect(half.state).toBe('signing');
    const later = { ...deps, clock: { ...deps.clock, today: () => calendarDate('2026-11-23') } };
    const ends = await Promise.all([finishSigning(later, half), finishSigning(later, half)]);
    expect(ends.map(({ state }) => state)).toEqual(['live', 'live']);
    expect(await owed()).toBe(before);
    await expectIntact(dynamo, deps.ledger, fileId);
  });

  it('that the ledger refused on one day is signed on another, with one contract and the day on which it stands', async () => {
    const one = await authorised(await propose());
    const regenerate = () => Promise.reject(refuseLedger('regeneration-not-possible', 'No hoy.'));
    const dying = { ...deps, ledger: { ...deps.ledger, regenerate } };
    await expect(signRegeneration(dying, { ...of(one, 'sign'), cosigners: [] }, collector)).rejects.toMatchObject({
      code: 'regeneration-not-possible',
    });
    expect((await deps.regenerations.find(one.regenerationId))?.state).toBe('authorised');
    const next = calendarDate('2026-11-23');
    const later = lendingOn(dynamo, { clock: { ...deps.clock, today: () => next } });
    const live = await signRegeneration(later, { ...of(one, 'sign-again'), cosigners: [] }, collector);
    expect(live.state).toBe('live');
    expect(await deps.notes.locate(live.newNoteId)).toMatchObject({ state: 'open', signedOn: next });
    await expectIntact(dynamo, later.ledger, fileId);
  });

  it('is refused with every fault at once, of other people, and of a contract number that is taken', async () => {
    const elsewhere = callerOf('collector', ['nogales']);
    const asked = { ...wishes(), fileId, reason: 'Lo pidió', idempotencyKey: randomUUID() };
    expect(await codeOf(proposeRegeneration(deps, asked, elsewhere))).toBe('not-found');
    const foreign = randomUUID();
    const refused = await propose(
      { oldNoteIds: [...oldNoteIds, foreign], firstDueDate: TODAY, overrides: { baseRate: 10_000 } },
      randomUUID(),
    ).catch((error) => error);
    expect(refused).toMatchObject({ code: 'regeneration-refused' });
    const pointers = refused.details.map(({ pointer }: { pointer: string }) => pointer);
    expect(pointers).toEqual(['/oldNoteIds/3', '/firstDueDate', '/overrides/bands/1']);
    const { owed: debt } = (await balances()).find(({ noteId }) => noteId === oldNoteIds[0])!;
    await deps.ledger.postToNote({
      ...posting(oldNoteIds[0] ?? '', {
        name: `lost-${key}`,
        kind: 'written-off',
        valueDate: TODAY,
        amounts: { ...debt, principal: 0 },
      }),
      fileId,
    });
    expect(await codeOf(propose({}, randomUUID()))).toBe('regeneration-refused');
    oldNoteIds = oldNoteIds.slice(1);
    const taken = await authorised(await propose({ contractNumber: 'R-TAKEN/1' }));
    await sign(taken);
    const [other] = (await balances()).filter(({ status }) => status === 'open');
    const again = await propose({ contractNumber: 'R-TAKEN/1', oldNoteIds: [other?.noteId ?? ''] }, randomUUID());
    await decideRegeneration(deps, 'authorise', of(again, 'authorise-2'), director);
    expect(await codeOf(sign(again, [], 'sign-2'))).toBe('contract-already-registered');
    expect((await deps.regenerations.find(again.regenerationId))?.state).toBe('authorised');
  });
});
