import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { AgreementRecord } from '../../../functions/agreements/agreements/agreement.ts';
import { createAgreementStore } from '../../../functions/agreements/agreements/agreement-store.ts';
import {
  authoriseAgreement,
  cancelAgreement,
  rejectAgreement,
  signAgreement,
  withdrawAgreement,
} from '../../../functions/agreements/agreements/move-agreement.ts';
import {
  type Proposal,
  type ProposeDeps,
  proposeAgreement,
} from '../../../functions/agreements/agreements/propose-agreement.ts';
import { signaturesOf } from '../../../functions/agreements/agreements/signatures.ts';
import {
  type AgreementWishes,
  simulateAgreement,
} from '../../../functions/agreements/agreements/simulate-agreement.ts';
import { healAgreements, sweepAgreements } from '../../../functions/agreements/agreements/sweep-agreements.ts';
import { createCampaignStore } from '../../../functions/agreements/campaigns/campaign-store.ts';
import { calendarDate } from '../../../shared/calendar/calendar-date.ts';
import { bankHolidayCalendar } from '../../../shared/calendar/mexican-bank-holidays.ts';
import type { Caller } from '../../../shared/http/route.ts';
import type { Role } from '../../../shared/institute/posts.ts';
import { MOST_AGREED_NOTES } from '../../../shared/ledger/agreement-head.ts';
import { createRequestClaims } from '../../../shared/ledger/request-claim.ts';
import { agreedPayments, MOST_AGREED_PAYMENTS } from '../../../shared/loan-book/agreement-plan.ts';
import { sumOfComponents, zeroByComponent } from '../../../shared/loan-book/component.ts';
import { createLog } from '../../../shared/observability/log.ts';
import type { WholeFile } from '../../../shared/register/register-port.ts';
import { DUE_IN_ONE, noteTerms } from '../../fixtures/note-terms.ts';
import { startTestDynamo, type TestDynamo } from '../../support/dynamo.ts';
import { opening, payment, posting, testAgreements, testClock, testLedger } from '../../support/ledger.ts';

const day = calendarDate;
const clock = testClock('2026-02-02');
let dynamo: TestDynamo;
let deps: ProposeDeps & { ledger: ReturnType<typeof testLedger> & ReturnType<typeof testAgreements> };
let fileId: string;
let noteIds: string[];
let key: string;
const logged: unknown[] = [];

beforeAll(async () => {
  dynamo = await startTestDynamo();
  const { documents, tables } = dynamo;
  const calendar = bankHolidayCalendar();
  deps = {
    records: createAgreementStore(documents, tables.SYSTEM_TABLE),
    campaigns: createCampaignStore(documents, tables.SYSTEM_TABLE),
    ledger: { ...testLedger(documents, tables, clock), ...testAgreements(documents, tables, clock) },
    claims: createRequestClaims(documents, tables.IDEMPOTENCY_TABLE),
    register: { wholeFile: async (asked) => (asked === fileId ? fileOf(asked) : undefined) },
    calendar: async () => calendar,
    clock,
  };
});
afterAll(() => dynamo.stop());

beforeEach(async () => {
  clock.set('2026-02-02');
  key = randomUUID();
  fileId = randomUUID();
  noteIds = [randomUUID(), randomUUID()].sort();
  for (const noteId of noteIds)
    await deps.ledger.openNote(opening(noteId, { fileId, terms: DUE_IN_ONE, on: '2024-01-31' }));
});

const who = (role: Role, subject = `${role}-1`, offices: Caller['offices'] = 'all'): Caller => ({
  subject,
  roles: [role],
  offices,
  correlationId: 'prueba',
});
const collector = who('collector', 'collector-1', ['hermosillo']);
const coordinator = who('portfolio-coordinator');
const director = who('director');

const wishes = (changes: Partial<AgreementWishes> = {}): AgreementWishes => ({
  fileId,
  share: { ...zeroByComponent(), defaultInterest: 500_000 },
  earned: 'at-fulfilment',
  whileLive: ['defaultInterest'],
  payments: 4,
  from: day('2026-03-01'),
  every: { unit: 'months', number: 1 },
  ...changes,
});
const propose = (changes: Partial<Proposal> = {}, caller = collector, under = key) =>
  proposeAgreement(deps, { ...wishes(changes), reason: 'Lo pidió el acreditado', idempotencyKey: under }, caller);
/** A borrower with two cosigners. */
const fileOf = (of: string): WholeFile => ({
  ...{ fileId: of, borrowerId: 'acreditada', borrowerName: 'Ana Ruiz', office: 'hermosillo', paymentReference: null },
  signatories: ['borrower', 'cosigner-1', 'cosigner-2'].map((signatory) => ({
    ...{ signatory, name: `Persona ${signatory}`, curp: null, emails: [], phones: [] },
  })),
  notes: [],
});
const all = { ...zeroByComponent(), defaultInterest: 1_000_000 };
const of = (record: AgreementRecord, name: string, reason = 'Por la prueba') => ({
  agreementId: record.agreementId,
  idempotencyKey: `${name}-${key}`,
  reason,
});
const pay = (noteId: string, on: string, amount: number) =>
  deps.ledger.postToNote({ ...posting(noteId, payment(randomUUID(), on, amount)), fileId });
const sweep = () =>
  sweepAgreements({
    ...deps,
    log: createLog({ functionName: 'prueba', now: () => new Date(), write: (line) => logged.push(line) }),
  });
const found = async (record: AgreementRecord) => (await deps.records.find(record.agreementId))?.state;
const owed = async (on: string) =>
  (await deps.ledger.balancesOfFile(fileId, day(on))).notes.reduce((sum, note) => sum + sumOfComponents(note.owed), 0);

describe('a simulation', () => {
  it('asks in equal payments, on days on which banks are open, for what is owed less what it forgives', async () => {
    const { terms, total, owed: debt, forgives, preview, office } = await simulateAgreement(deps, wishes(), collector);
    // Each note: 10,000.00, 601.64 of ordinary and 603.29 of default interest (367 days), of which half is forgiven.
    expect(debt).toEqual({
      principal: 2_000_000,
      ordinaryInterest: 120_328,
      defaultInterest: 120_658,
      collectionCosts: 0,
    });
    expect(forgives).toEqual({ ...zeroByComponent(), defaultInterest: 60_328 });
    expect(total).toBe(2_180_658);
    expect(agreedPayments(terms.plan)).toEqual([
      // 1 March is a Sunday, and so is 1 November; 1 May is a holiday before a weekend.
      { due: '2026-03-02', amount: 545_164 },
      { due: '2026-04-01', amount: 545_164 },
      { due: '2026-05-04', amount: 545_164 },
      { due: '2026-06-01', amount: 545_166 },
    ]);
    expect([office, preview.left, terms.signsOn]).toEqual(['hermosillo', 0, '2026-02-02']);
    expect(preview.payments[0]?.parts.reduce((sum, { paid }) => sum + sumOfComponents(paid), 0)).toBe(545_164);
    expect(await owed('2026-02-02')).toBe(2_240_986);
  });

  it('takes a first payment off, and interest that goes on accruing is in the last one', async () => {
    const { terms, total, preview } = await simulateAgreement(
      deps,
      wishes({ firstPayment: 180_658, whileLive: [], every: { unit: 'days', number: 14 } }),
      collector,
    );
    const payments = agreedPayments(terms.plan);
    expect(payments[0]).toEqual({ due: '2026-02-02', amount: 180_658 });
    expect(payments.slice(1, 4).map(({ amount }) => amount)).toEqual([...new Array(3)].map(() => payments[1]?.amount));
    expect(total).toBeGreaterThan(2_180_658);
    expect(preview.left).toBe(0);
  });

  it('is refused out of reach, with notes of others, of another day, and when nothing is left to agree on', async () => {
    const refused = (changes: Partial<AgreementWishes>, caller = collector) =>
      simulateAgreement(deps, wishes(changes), caller).catch((error: { code?: string }) => error.code);
    expect(await refused({}, who('collector', 'c', ['nogales']))).toBe('not-found');
    expect(await refused({ fileId: randomUUID() })).toBe('not-found');
    expect(await refused({ noteIds: [noteIds[0] as string, randomUUID()] })).toBe('agreement-notes-foreign');
    expect(await refused({ signsOn: day('2026-02-01') })).toBe('agreement-not-possible');
    expect(await refused({ signsOn: day('2026-03-05'), from: day('2026-03-06') })).toBe('agreement-not-possible');
    expect(await refused({ from: day('2026-01-30') })).toBe('agreement-not-possible');
    expect(await refused({ firstPayment: 9_999_999 })).toBe('agreement-nothing-to-pay');
    expect(await refused({ firstPayment: 2_180_655 })).toBe('agreement-nothing-to-pay');
    for (const noteId of noteIds) await pay(noteId, '2026-02-02', 1_120_493);
    expect(await owed('2026-02-02')).toBe(0);
    expect(await refused({})).toBe('agreement-nothing-to-pay');
  });
});

describe('a proposal', () => {
  it('within the authority of who proposes it needs nobody else, and is signed, kept and settled', async () => {
    const record = await propose();
    expect(record).toMatchObject({ state: 'authorised', total: 2_180_658, validUntil: '2026-02-07' });
    expect(await propose()).toEqual(record);
    const signed = await signAgreement(deps, of(record, 'sign'), collector);
    expect(signed.state).toBe('live');
    expect(await signAgreement(deps, of(record, 'sign'), collector)).toEqual(signed);
    expect(signed.history.map(({ step }) => step)).toEqual(['propose-in-authority', 'sign', 'signed']);
    clock.set('2026-03-02');
    await pay(noteIds[0] as string, '2026-03-02', 1_090_329);
    await pay(noteIds[1] as string, '2026-03-02', 1_090_329);
    expect(await owed('2026-03-02')).toBe(0);
    expect(await sweep()).toMatchObject({ changed: 1 });
    expect(await found(record)).toBe('fulfilled');
  });

  it('beyond it waits for somebody else whose post may forgive as much', async () => {
    const record = await propose({ share: all });
    expect(record.state).toBe('proposed');
    await expect(signAgreement(deps, of(record, 'sign'), collector)).rejects.toMatchObject({
      code: 'agreement-not-open-to',
      detail: expect.stringContaining('por autorizar'),
    });
    const authorised = await authoriseAgreement(deps, of(record, 'yes'), coordinator);
    expect(authorised.state).toBe('authorised');
    await expect(rejectAgreement(deps, of(record, 'no'), director)).rejects.toMatchObject({
      code: 'agreement-not-open-to',
    });

    const principal = await propose({ share: { ...all, principal: 300_000 } }, who('mediator'), `${key}-2`);
    await expect(authoriseAgreement(deps, of(principal, 'yes2'), coordinator)).rejects.toMatchObject({
      code: 'agreement-over-authority',
      detail: expect.stringContaining('capital: hasta 0 % y se pide 30 %'),
    });
    expect((await authoriseAgreement(deps, of(principal, 'yes3'), director)).state).toBe('authorised');
  });

  it('that lets ordinary interest go while it lives needs who may, and tells what that comes to', async () => {
    const lent = noteTerms({
      ...{ accrualStart: 'disbursement', endOfGrace: day('2026-01-31'), firstDueDate: day('2027-02-01') },
      ...{ instalments: 1, amortization: 'single', bands: [] },
    });
    fileId = randomUUID();
    await deps.ledger.openNote(opening(randomUUID(), { fileId, terms: lent, amount: 1_000_000, on: '2026-02-01' }));
    const going = {
      ...{ share: zeroByComponent(), payments: 1, from: day('2026-08-01') },
      whileLive: ['ordinaryInterest', 'defaultInterest'] as const,
    };
    const record = await propose(going);
    // 10,000.00 at 6 %: 1.64 of one day at the signature, 300.82 of 183 days on Monday 3 August.
    expect(record).toMatchObject({ state: 'proposed', total: 1_000_164, forgives: zeroByComponent() });
    expect(record.forgivesInAll).toEqual({ ...zeroByComponent(), ordinaryInterest: 30_082 - 164 });
    await expect(authoriseAgreement(deps, of(record, 'mediator'), who('mediator'))).rejects.toMatchObject({
      code: 'agreement-over-authority',
      detail: expect.stringContaining(
        'interés normal: sin facultades para perdonar el que corra mientras dure el convenio',
      ),
    });
    await authoriseAgreement(deps, of(record, 'yes'), coordinator);
    await signAgreement(deps, of(record, 'sign'), collector);
    clock.set('2026-08-03');
    const [noteId = ''] = record.noteIds;
    await pay(noteId, '2026-08-03', 1_000_164);
    expect(await owed('2026-08-03')).toBe(0);
    const own = await propose({ ...going, whileLive: [] }, collector, `own-${key}`).catch(({ code }) => code);
    expect(own).toBe('agreement-nothing-to-pay');
  });

  it('is not decided by who made it, and can be turned down or taken back', async () => {
    const own = await propose({ share: { ...all, principal: 100_000 } }, coordinator);
    await expect(authoriseAgreement(deps, of(own, 'own'), director)).resolves.toMatchObject({ state: 'authorised' });
    const other = await propose({ share: { ...all, principal: 310_000 } }, director, `${key}-o`);
    expect(other.state).toBe('proposed');
    await expect(rejectAgreement(deps, of(other, 'r'), director)).rejects.toMatchObject({ code: 'same-person' });
    expect((await rejectAgreement(deps, of(other, 'r'), coordinator)).state).toBe('rejected');
    expect((await withdrawAgreement(deps, of(own, 'w'), collector)).state).toBe('withdrawn');
    await expect(signAgreement(deps, of(own, 's'), collector)).rejects.toMatchObject({ code: 'agreement-not-open-to' });
  });

  it('of a key that meant something else is refused', async () => {
    await propose();
    await expect(propose({ payments: 5 })).rejects.toMatchObject({ code: 'idempotency-key-reused' });
  });

  it('is signed on its days only, expires, and not when what is owed has changed since', async () => {
    const late = await propose({ signsOn: day('2026-02-04') });
    await expect(signAgreement(deps, of(late, 'early'), collector)).rejects.toMatchObject({
      code: 'agreement-not-open-to',
      detail: expect.stringContaining('del 4 de febrero de 2026 al 9 de febrero de 2026. Fírmelo ese día'),
    });
    clock.set('2026-02-09');
    await sweep();
    expect(await found(late)).toBe('authorised');
    clock.set('2026-02-10');
    await expect(signAgreement(deps, of(late, 'late'), collector)).rejects.toMatchObject({
      code: 'agreement-not-open-to',
    });
    await sweep();
    expect(await found(late)).toBe('expired');

    const changed = await propose({}, collector, `${key}-c`);
    await pay(noteIds[0] as string, '2026-02-05', 100_000);
    await expect(signAgreement(deps, of(changed, 'changed'), collector)).rejects.toMatchObject({
      code: 'agreement-does-not-sum',
    });
    expect(await found(changed)).toBe('authorised');
    expect(await deps.ledger.agreementsOfFile(fileId, day('2026-02-10'))).toEqual([]);
  });
});

describe('the split of a proposal', () => {
  const notes = async (count: number, on: string) => {
    for (let index = 0; index < count; index += 1)
      await deps.ledger.openNote(opening(randomUUID(), { fileId, terms: DUE_IN_ONE, on, amount: 1_000_000 + index }));
  };

  it('is kept as it was simulated: by payment, note and component', async () => {
    await notes(1, '2024-06-30');
    const simulated = await simulateAgreement(deps, wishes({ firstPayment: 50_000, payments: 6 }), collector);
    const { agreementId } = await propose({ firstPayment: 50_000, payments: 6 });
    const split = await deps.records.splitOf(agreementId);
    expect(split).toEqual(simulated.preview.payments.map(({ parts }) => parts));
    expect(split?.map((parts) => parts.reduce((sum, { paid }) => sum + sumOfComponents(paid), 0))).toEqual(
      agreedPayments(simulated.terms.plan).map(({ amount }) => amount),
    );
    expect(await deps.records.splitOf(randomUUID())).toBeUndefined();
  });

  it.each([11, 36, MOST_AGREED_PAYMENTS])(
    'sums over as many notes as there can be in %d payments while all interest goes on, equal but for centavos in the last',
    async (payments) => {
      await notes(10, '2019-08-15');
      let reads = 0;
      const previewAgreement: typeof deps.ledger.previewAgreement = (command) => {
        reads += 1;
        return deps.ledger.previewAgreement(command);
      };
      const { terms, total, owed, preview } = await simulateAgreement(
        { ...deps, ledger: { ...deps.ledger, previewAgreement } },
        wishes({ share: zeroByComponent(), whileLive: [], payments }),
        collector,
      );
      expect([terms.noteIds.length, preview.left, reads]).toEqual([MOST_AGREED_NOTES, 0, 1]);
      expect(total).toBeGreaterThan(sumOfComponents(owed));
      const amounts = agreedPayments(terms.plan).map(({ amount }) => amount);
      expect(new Set(amounts.slice(0, -1)).size).toBe(1);
      expect(Math.abs(amounts.at(-1)! - amounts[0]!)).toBeLessThan(2 * payments);
    },
  );

  it('of as many payments and notes as there can be, each paying each, is kept in one item', async () => {
    const record = { ...(await propose()), agreementId: randomUUID() };
    const all = Array.from({ length: MOST_AGREED_NOTES }, () => randomUUID());
    const paid = {
      ...{ principal: 123_456_789, ordinaryInterest: 12_345_678 },
      defaultInterest: 1,
      collectionCosts: 99_999_999,
    };
    const split = Array.from({ length: MOST_AGREED_PAYMENTS }, () => all.map((noteId) => ({ noteId, paid })));
    expect(await deps.records.propose(record, split)).toBe(true);
    expect(await deps.records.splitOf(record.agreementId)).toEqual(split);
    expect(await deps.records.propose({ ...record, total: 1 }, [])).toBe(false);
    expect(await deps.records.splitOf(record.agreementId)).toEqual(split);
  });
});

describe('an agreement that cosigners sign too', () => {
  const NAMES = ['borrower', 'cosigner-1', 'cosigner-2'] as const;
  const sign = (record: AgreementRecord, who: string, name: string = who, caller = collector) =>
    signAgreement(deps, { ...of(record, name), who }, caller);
  const missing = async (record: AgreementRecord) =>
    signaturesOf((await deps.records.find(record.agreementId))!).flatMap(({ who, signedOn }) =>
      signedOn === null ? [who] : [],
    );
  const inLedger = async () => (await deps.ledger.agreementsOfFile(fileId, day('2026-02-07'))).length;
  const steps = async (record: AgreementRecord) =>
    (await deps.records.find(record.agreementId))?.history.map(({ step }) => step).slice(1);

  it('lives with the last signature that was missing, each noted with its day and who registered it', async () => {
    const record = await propose({ cosigners: [2, 1, 2] });
    expect(signaturesOf(record)).toEqual(NAMES.map((signer) => ({ who: signer, signedOn: null, by: null })));
    expect((await sign(record, 'cosigner-2')).state).toBe('authorised');
    // Sent again it is the same one.
    expect((await sign(record, 'cosigner-2')).history).toHaveLength(2);
    clock.set('2026-02-04');
    expect((await signAgreement(deps, of(record, 'borrower'), coordinator)).state).toBe('authorised');
    expect([await missing(record), await inLedger()]).toEqual([['cosigner-1'], 0]);
    const live = await sign(record, 'cosigner-1');
    expect(live.state).toBe('live');
    expect(signaturesOf(live)).toEqual([
      { who: 'borrower', signedOn: '2026-02-04', by: 'portfolio-coordinator-1' },
      { who: 'cosigner-1', signedOn: '2026-02-04', by: 'collector-1' },
      { who: 'cosigner-2', signedOn: '2026-02-02', by: 'collector-1' },
    ]);
    expect(await deps.ledger.agreementsOfFile(fileId, day('2026-02-04'))).toMatchObject([{ signedOn: '2026-02-02' }]);
    for (const signer of NAMES) expect((await sign(record, signer, signer)).state, signer).toBe('live');
    await expect(sign(record, 'borrower', 'other')).rejects.toMatchObject({ code: 'agreement-not-open-to' });
  });

  it('is refused cosigners who are not on the file, and signatures of others and of who has signed', async () => {
    await expect(propose({ cosigners: [1, 3] })).rejects.toMatchObject({
      code: 'agreement-signer-foreign',
      details: [{ pointer: '/cosigners/1', message: 'El expediente no tiene aval 3.' }],
    });
    const record = await propose({ cosigners: [1] });
    await expect(propose({ cosigners: [2] })).rejects.toMatchObject({ code: 'idempotency-key-reused' });
    await sign(record, 'borrower');
    await expect(sign(record, 'borrower', 'again')).rejects.toMatchObject({
      code: 'agreement-signer-has-signed',
      detail: 'Acreditado ya firmó. Falta: Aval 1.',
    });
    await expect(sign(record, 'cosigner-2')).rejects.toMatchObject({
      code: 'agreement-signer-unknown',
      detail: 'Este convenio lo firman: Acreditado, Aval 1. Elija a quien firma.',
    });
    await expect(sign(record, 'cosigner-1', 'borrower')).rejects.toMatchObject({ code: 'idempotency-key-reused' });
    expect(await missing(record)).toEqual(['cosigner-1']);
  });

  it('whose last two sign at once is posted once, by whoever came second', async () => {
    const record = await propose({ cosigners: [1, 2] });
    await sign(record, 'cosigner-2');
    const ends = await Promise.all([sign(record, 'borrower'), sign(record, 'cosigner-1')]);
    expect(ends.map(({ state }) => state).toSorted()).toEqual(['authorised', 'live']);
    expect(await steps(record)).toEqual(['note-signature', 'note-signature', 'sign', 'signed']);
    expect([await missing(record), await inLedger()]).toEqual([[], 1]);
  });

  it('whom the same one signs twice at once has one signature of theirs', async () => {
    const record = await propose({ cosigners: [1] });
    const ends = await Promise.allSettled([sign(record, 'borrower', 'a'), sign(record, 'borrower', 'b')]);
    expect(ends.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    const same = await Promise.all([sign(record, 'cosigner-1'), sign(record, 'cosigner-1')]);
    expect(same.map(({ state }) => state)).toEqual(['live', 'live']);
    expect(await steps(record)).toEqual(['note-signature', 'sign', 'signed']);
  });

  it('with a signature missing can be withdrawn, and expires', async () => {
    const [taken, left] = [await propose({ cosigners: [1] }), await propose({ cosigners: [1] }, collector, `${key}-l`)];
    for (const record of [taken, left]) await sign(record, 'borrower', record.agreementId);
    expect((await withdrawAgreement(deps, of(taken, 'w'), collector)).state).toBe('withdrawn');
    await expect(sign(taken, 'cosigner-1')).rejects.toMatchObject({ code: 'agreement-not-open-to' });
    clock.set('2026-02-08');
    await expect(sign(left, 'cosigner-1')).rejects.toMatchObject({ code: 'agreement-not-open-to' });
    // Sent again, a signature that was registered in time is what it was, before the sweep and after it.
    expect((await sign(left, 'borrower', left.agreementId)).state).toBe('authorised');
    await sweep();
    expect((await sign(left, 'borrower', left.agreementId)).state).toBe('expired');
    expect([await found(left), await inLedger()]).toEqual(['expired', 0]);
  });

  it('that the ledger refuses lacks the last signature again, and is posted when it is given anew', async () => {
    const record = await propose({ cosigners: [1] });
    await sign(record, 'borrower');
    const owing = await deps.ledger.postToNote({
      ...posting(noteIds[0] as string, payment(randomUUID(), '2026-02-02', 100_000)),
      fileId,
    });
    await expect(sign(record, 'cosigner-1')).rejects.toMatchObject({ code: 'agreement-does-not-sum' });
    expect([await found(record), await missing(record)]).toEqual(['authorised', ['cosigner-1']]);
    await expect(sign(record, 'borrower', 'again')).rejects.toMatchObject({ code: 'agreement-signer-has-signed' });
    await deps.ledger.reverse({
      ...posting(noteIds[0] as string, payment(randomUUID(), '2026-02-02', 1)),
      ...{ fileId, noteIds: noteIds.slice(0, 1), eventId: owing.eventId },
    });
    expect((await sign(record, 'cosigner-1')).state).toBe('live');
    expect(await missing(record)).toEqual([]);
  });

  it('keeps what guarantees it', async () => {
    const guarantees = [{ kind: 'pledge', description: 'Automóvil 2019' }] as const;
    const { agreementId } = await propose({ guarantees });
    expect((await deps.records.find(agreementId))?.guarantees).toEqual(guarantees);
    expect((await deps.records.find(agreementId))?.signers).toEqual(['borrower']);
  });
});

describe('a signed agreement', () => {
  const signedOne = async () => {
    const record = await propose();
    return signAgreement(deps, of(record, 'sign'), collector);
  };

  it('is broken by the sweep of the first day after its days of grace, and lives again when a payment shows that it was kept', async () => {
    const record = await signedOne();
    clock.set('2026-03-07');
    await sweep();
    expect(await found(record)).toBe('live');
    clock.set('2026-03-08');
    await sweep();
    expect(await found(record)).toBe('broken');
    expect((await sweep()).changed).toBe(0);
    const broken = await owed('2026-03-08');
    await pay(noteIds[1] as string, '2026-03-06', 545_164);
    await sweep();
    expect(await found(record)).toBe('live');
    const kept = (await deps.ledger.agreementsOfFile(fileId, day('2026-03-08')))[0]?.standing;
    expect(kept).toEqual({ kind: 'live', kept: 1, lateSince: null });
    // 545,164 on 6 March: 60,164 and 30,165 of interest, and 454,835 of principal, which bears two days less of 6 %: 149.5.
    expect(broken - (await owed('2026-03-08'))).toBe(545_164 + 150);
  });

  it('cured and broken again between two sweeps, its notes are told though its record says so already', async () => {
    const record = await signedOne();
    clock.set('2026-03-08');
    await sweep();
    await pay(noteIds[0] as string, '2026-03-06', 545_164);
    clock.set('2026-04-07');
    const told = async () => (await deps.ledger.agreementsOfFile(fileId, day('2026-04-07')))[0]?.told;
    expect([await found(record), await told()]).toEqual(['broken', null]);
    await sweep();
    expect([await found(record), await told()]).toMatchObject(['broken', { kind: 'broken', on: '2026-04-07' }]);
  });

  it('that another took over stays broken in its record, whatever comes in late', async () => {
    const record = await signedOne();
    clock.set('2026-03-08');
    await sweep();
    expect((await signedAgain()).state).toBe('live');
    await pay(noteIds[0] as string, '2026-03-06', 545_164);
    await sweep();
    expect(await found(record)).toBe('broken');
  });

  it('is cancelled by somebody else than who signed it, and the debt is as if it had never been', async () => {
    const before = await owed('2026-02-20');
    const record = await propose({ share: all }, coordinator);
    const signed = await signAgreement(deps, of(record, 'sign'), coordinator);
    await expect(cancelAgreement(deps, of(signed, 'c'), coordinator)).rejects.toMatchObject({ code: 'same-person' });
    expect((await cancelAgreement(deps, of(signed, 'c'), director)).state).toBe('cancelled');
    expect(await owed('2026-02-20')).toBe(before);
    expect((await signedAgain()).state).toBe('live');
  });
  const signedAgain = async () => {
    const again = await propose({ from: day('2026-04-01') }, collector, `${key}-again`);
    return signAgreement(deps, { agreementId: again.agreementId, idempotencyKey: `again-${key}` }, collector);
  };

  it('that was kept or broken is not cancelled: what it forgave was earned, and nothing of it is left to cancel', async () => {
    const signed = await signedOne();
    clock.set('2026-03-08');
    // The morning's sweep has not come yet: the ledger knows.
    const cancelled = (name: string) => cancelAgreement(deps, of(signed, name), director);
    await expect(cancelled('broken')).rejects.toMatchObject({ code: 'agreement-ended' });
    await sweep();
    await expect(cancelled('told')).rejects.toMatchObject({ code: 'agreement-not-open-to' });
    for (const noteId of noteIds) await pay(noteId, '2026-03-02', 1_090_329);
    expect(await owed('2026-03-08')).toBe(0);
    await expect(cancelled('kept')).rejects.toMatchObject({ code: 'agreement-not-open-to' });
    await sweep();
    await expect(cancelled('settled')).rejects.toMatchObject({ code: 'agreement-not-open-to' });
    expect([await owed('2026-03-08'), await found(signed)]).toEqual([0, 'fulfilled']);
  });

  it('kept since the last sweep is not cancelled either, and its debt stays at zero', async () => {
    const signed = await signedOne();
    clock.set('2026-03-02');
    for (const noteId of noteIds) await pay(noteId, '2026-03-02', 1_090_329);
    await expect(cancelAgreement(deps, of(signed, 'c'), director)).rejects.toMatchObject({
      code: 'agreement-ended',
      message: expect.stringContaining('se cumplió el 2 de marzo de 2026'),
    });
    expect([await owed('2026-03-02'), await found(signed)]).toEqual([0, 'live']);
  });

  it('left half way by a crash is finished by the job, once', async () => {
    const record = await propose();
    const dies = { ...deps, ledger: { ...deps.ledger, signAgreement: () => Promise.reject(new Error('killed')) } };
    await expect(signAgreement(dies, of(record, 'sign'), collector)).rejects.toThrow('killed');
    expect(await found(record)).toBe('signing');
    const log = createLog({ functionName: 'prueba', now: () => new Date(), write: () => undefined });
    expect(await healAgreements({ ...deps, log })).toBe(1);
    expect(await healAgreements({ ...deps, log })).toBe(0);
    expect(await found(record)).toBe('live');
    expect(await signAgreement(deps, of(record, 'sign'), collector)).toMatchObject({ state: 'live' });
  });

  it('signed and withdrawn at once, one of both happens', async () => {
    const record = await propose();
    const ends = await Promise.allSettled([
      signAgreement(deps, of(record, 's'), collector),
      withdrawAgreement(deps, of(record, 'w'), coordinator),
    ]);
    expect(ends.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const state = await found(record);
    const inLedger = await deps.ledger.agreementsOfFile(fileId, day('2026-02-02'));
    expect([state, inLedger.length]).toEqual(state === 'live' ? ['live', 1] : ['withdrawn', 0]);
  });
});
