import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { printPayoffQuote } from '../../../functions/agreements/payoffs/payoff-document.ts';
import { type PayoffModel, payoffPdf, payoffQrText } from '../../../functions/agreements/payoffs/payoff-pdf.ts';
import { totalsOf } from '../../../functions/agreements/payoffs/payoff-quote.ts';
import { createPayoffStore } from '../../../functions/agreements/payoffs/payoff-store.ts';
import {
  PAYOFF_FOLIO,
  type PayoffDeps,
  quotePayoff,
  readQuote,
} from '../../../functions/agreements/payoffs/quote-payoff.ts';
import { calendarDate } from '../../../shared/calendar/calendar-date.ts';
import type { Caller } from '../../../shared/http/route.ts';
import type { Agreements } from '../../../shared/ledger/agreements.ts';
import type { Ledger } from '../../../shared/ledger/ledger.ts';
import { createRequestClaims } from '../../../shared/ledger/request-claim.ts';
import { sumOfComponents, zeroByComponent } from '../../../shared/loan-book/component.ts';
import { DUE_IN_ONE, noteTerms } from '../../fixtures/note-terms.ts';
import { startTestDynamo, type TestDynamo } from '../../support/dynamo.ts';
import { opening, payment, posting, testAgreements, testClock, testLedger } from '../../support/ledger.ts';
import { pdfText } from '../../unit/documents/pdf-text.ts';
import { repositoryAssets } from '../../unit/documents/repository-assets.ts';

const day = calendarDate;
const clock = testClock('2026-02-02');
let dynamo: TestDynamo;
let ledger: Ledger & Agreements;
let deps: PayoffDeps;
let fileId: string;
let noteIds: string[];

beforeAll(async () => {
  dynamo = await startTestDynamo();
  const { documents, tables } = dynamo;
  ledger = { ...testLedger(documents, tables, clock), ...testAgreements(documents, tables, clock) };
  deps = {
    quotes: createPayoffStore(documents, tables.SYSTEM_TABLE),
    claims: createRequestClaims(documents, tables.IDEMPOTENCY_TABLE),
    register: {
      notesOfFile: async (file) =>
        noteIds.map((noteId, index) => ({
          ...{ noteId, fileId: file, contractNumber: `CE-${index + 1}`, office: 'hermosillo' as const },
          ...{ product: 'superior', paymentReference: `REF-${index + 1}` },
        })),
    },
    ledger,
    clock,
  };
});
afterAll(() => dynamo.stop());

/** One long due, one with due dates still to come. */
const TERMS = [
  DUE_IN_ONE,
  noteTerms({
    accrualStart: 'disbursement',
    endOfGrace: day('2025-06-30'),
    firstDueDate: day('2025-07-31'),
    instalments: 24,
    defaultRate: 120_000,
  }),
];

beforeEach(async () => {
  clock.set('2026-02-02');
  fileId = randomUUID();
  noteIds = TERMS.map(() => randomUUID());
  for (const [index, terms] of TERMS.entries())
    await ledger.openNote(opening(noteIds[index] ?? '', { fileId, terms, on: '2024-01-31' }));
});

const who = (offices: Caller['offices'] = 'all'): Caller => ({
  subject: 'gestor-1',
  roles: ['collector'],
  offices,
  correlationId: 'p',
});
const quote = (until?: string, key = fileId, caller = who()) =>
  quotePayoff(deps, { fileId, ...(until === undefined ? {} : { until: day(until) }), idempotencyKey: key }, caller);
const pay = (noteId: string, on: string, amount: number) =>
  ledger.postToNote({ ...posting(noteId, payment(randomUUID(), on, amount)), fileId });

describe('a payoff quote', () => {
  it.each(['2026-02-02', '2026-02-07', '2026-02-12'])(
    'paid on %s for that day, leaves nothing owed and nothing over',
    async (on) => {
      const given = await quote('2026-02-12');
      const index = given.days.indexOf(day(on));
      clock.set(on);
      for (const { noteId, amounts } of given.notes) {
        const { credit, parts } = await pay(noteId, on, amounts[index] ?? 0);
        expect([credit, parts.map(({ balancesAfter }) => sumOfComponents(balancesAfter))]).toEqual([0, [0]]);
      }
      expect((await ledger.balancesOfFile(fileId, day(on))).notes.map(({ status }) => status)).toEqual([
        'paid',
        'paid',
      ]);
    },
  );

  it('says each day, grows by the day, and is the same when it is asked for again, even another day', async () => {
    const given = await quote('2026-02-04');
    expect(given.days).toEqual(['2026-02-02', '2026-02-03', '2026-02-04']);
    expect(given.folio).toMatch(PAYOFF_FOLIO);
    const totals = totalsOf(given);
    expect(totals[1]).toBeGreaterThan(totals[0] ?? 0);
    clock.set('2026-02-03');
    expect(await quote('2026-02-04')).toEqual(given);
    expect(await readQuote(deps, given.folio, who())).toEqual(given);
    await expect(quote('2026-02-05')).rejects.toMatchObject({ code: 'idempotency-key-reused' });
    await expect(quote('2026-02-04', fileId, who(['nogales']))).rejects.toMatchObject({ code: 'not-found' });
    await expect(readQuote(deps, given.folio, who(['nogales']))).rejects.toMatchObject({ code: 'not-found' });
  });

  it('is refused where the terms of a note hold what is paid in advance: the day of a payment would leave a debt', async () => {
    const noteId = randomUUID();
    noteIds = [noteId];
    fileId = randomUUID();
    const { allocation, ...terms } = TERMS[1] as (typeof TERMS)[number];
    const holding = { ...terms, allocation: { ...allocation, prepayment: 'hold' as const } };
    await ledger.openNote(opening(noteId, { fileId, terms: holding, on: '2024-01-31' }));
    await expect(quote()).rejects.toMatchObject({ code: 'payoff-not-by-payment' });
  });

  it('leaves out what a live agreement forgives if it is kept', async () => {
    const before = totalsOf(await quote())[0] ?? 0;
    const [noteId = ''] = noteIds;
    const forgiven = (await ledger.balanceOfNote(fileId, noteId, day('2026-02-02')))?.owed.defaultInterest ?? 0;
    await ledger.signAgreement({
      idempotency: { scope: 'AGREEMENT', key: `SIGN#${fileId}`, input: {} },
      ...{ actor: 'p', reason: 'agreement', source: { type: 'agreement', id: fileId }, fileId, agreementId: fileId },
      valueDate: day('2026-02-02'),
      plan: {
        from: day('2026-03-02'),
        count: 1,
        amount: 1_060_164,
        every: { unit: 'months', number: 1 },
        graceDays: 5,
      },
      notes: [{ noteId, granted: zeroByComponent(), share: { ...zeroByComponent(), defaultInterest: 1_000_000 } }],
      ...{ earned: 'at-fulfilment', whileLive: ['defaultInterest'] },
    });
    expect(totalsOf(await quote(undefined, `${fileId}-2`))[0]).toBe(before - forgiven);
    // Paid but for what is forgiven with the last payment: nothing is left to pay on it, and it is fulfilled.
    await pay(noteId, '2026-02-02', 1_060_164);
    expect((await quote(undefined, `${fileId}-3`)).notes.map((note) => note.noteId)).toEqual([noteIds[1]]);
  });

  it('leaves out a note that only waits for the end of its agreement', async () => {
    const other = randomUUID();
    await ledger.openNote(opening(other, { fileId, terms: DUE_IN_ONE, on: '2024-01-31' }));
    const [first = ''] = noteIds;
    const share = { ...zeroByComponent(), defaultInterest: 1_000_000 };
    await ledger.signAgreement({
      idempotency: { scope: 'AGREEMENT', key: `SIGN#two-${fileId}`, input: {} },
      ...{ actor: 'p', reason: 'agreement', source: { type: 'agreement', id: fileId }, fileId, agreementId: fileId },
      valueDate: day('2026-02-02'),
      plan: {
        from: day('2026-03-02'),
        count: 1,
        amount: 2_120_328,
        every: { unit: 'months', number: 1 },
        graceDays: 5,
      },
      notes: [first, other].map((noteId) => ({ noteId, granted: zeroByComponent(), share })),
      ...{ earned: 'at-fulfilment', whileLive: ['defaultInterest'] },
    });
    await pay(first, '2026-02-02', 1_060_164);
    expect((await quote()).notes.map(({ noteId }) => noteId).sort()).toEqual([noteIds[1], other].sort());
  });

  it('is refused out of reach, for a past or far day, in a lawsuit, and when nothing is owed', async () => {
    const code = (until?: string, caller = who()) =>
      quote(until, randomUUID(), caller).catch((error: { code?: string }) => error.code);
    expect(await code(undefined, who(['nogales']))).toBe('not-found');
    expect(await code('2026-02-01')).toBe('payoff-too-far');
    expect(await code('2026-02-13')).toBe('payoff-too-far');
    const [first = '', second = ''] = noteIds;
    const suit = { kind: 'placement-changed', valueDate: day('2026-02-02'), stage: 'judicial', agent: null } as const;
    await ledger.postToNote({ ...posting(first, { name: randomUUID(), ...suit }), fileId });
    expect(await code()).toBe('payoff-in-lawsuit');
    for (const noteId of [first, second]) await pay(noteId, '2026-02-02', 5_000_000);
    expect(await code()).toBe('payoff-nothing-owed');
  });

  it('prints with its folio, each day in words, each contract with its reference, and says when it is over', async () => {
    const given = await quote('2026-02-04');
    const printed: PayoffModel[] = [];
    const document = {
      ...deps,
      register: {
        findFile: async () => ({ fileId, borrowerId: 'b', borrowerName: 'María Peña', office: 'hermosillo' as const }),
      },
      drawPayoff: (model: PayoffModel) => {
        printed.push(model);
        return payoffPdf(repositoryAssets, model);
      },
    };
    const params = { payoffFolio: given.folio };
    const { bytes, fileName, records } = await printPayoffQuote(document, { params }, who());
    expect([fileName, records]).toEqual([`liquidacion-${given.folio}.pdf`, [fileId]]);
    const text = pdfText(bytes).replace(/\s+/g, ' ');
    for (const part of [given.folio, 'María Peña', 'CE-1 REF-1', 'CE-2 REF-2', '03/02/2026', 'Vale hasta el', 'PESOS'])
      expect(text).toContain(part);
    expect(text).not.toContain('Venció');
    clock.set('2026-02-05');
    const late = pdfText((await printPayoffQuote(document, { params }, who())).bytes).replace(/\s+/g, ' ');
    expect(late).toContain('Venció el 4 de febrero de 2026');
    expect(payoffQrText(printed[0] as PayoffModel)).not.toMatch(/María|CE-1/);
  });
});
