import { describe, expect, it } from 'vitest';
import { isRightDatum } from '../../../functions/statements/page/scope-of-link.ts';
import { type StatementInput, statementModel } from '../../../functions/statements/page/statement-model.ts';
import { calendarDate } from '../../../shared/calendar/calendar-date.ts';
import type { AgreementHead } from '../../../shared/ledger/agreement-head.ts';
import type { Head } from '../../../shared/ledger/head-item.ts';
import type { AgreementPlan } from '../../../shared/loan-book/agreement-plan.ts';
import { zeroByComponent } from '../../../shared/loan-book/component.ts';
import { foldEvents } from '../../../shared/loan-book/fold.ts';
import type { NoteSummary, WholeFile } from '../../../shared/register/register-port.ts';
import { DUE_IN_ONE } from '../../fixtures/note-terms.ts';

const day = calendarDate;
const today = day('2026-02-01');
const summary = (noteId: string): NoteSummary => ({
  ...{ noteId, fileId: 'f', contractNumber: `CE-${noteId}`, office: 'nogales', product: 'superior' },
  paymentReference: `REF-${noteId}`,
});
const plan: AgreementPlan = {
  ...{ from: day('2026-03-01'), count: 2, amount: 1_060_164, every: { unit: 'months', number: 1 }, graceDays: 5 },
};
/** Two notes under one agreement, which forgives all default interest. */
const headOf = (noteId: string): Head => {
  const base = { id: `${noteId}-lent`, recordedOn: today };
  const { note } = foldEvents(DUE_IN_ONE, [
    { ...base, kind: 'disbursed', valueDate: day('2024-01-31'), amount: 1_000_000 },
    {
      ...{ ...base, id: `${noteId}-signed`, kind: 'agreement-signed', valueDate: today, agreement: 'both', plan },
      ...{ notes: ['a', 'b'], granted: zeroByComponent(), earned: 'at-fulfilment', whileLive: ['defaultInterest'] },
      share: { ...zeroByComponent(), defaultInterest: 1_000_000 },
    },
  ]);
  return {
    ...{ noteId, fileId: 'f', version: 1, seq: 2, hash: '', fold: 2, note, checkpoints: [] },
    dimensions: { office: 'nogales', stage: 'administrative', agent: null, product: 'superior' },
    ...{ openedOn: day('2024-01-31'), contractedOn: day('2024-01-31'), lastRecordedOn: today },
  };
};
const agreement: AgreementHead = {
  ...{ agreementId: 'both', fileId: 'f', version: 1, plan, noteIds: ['a', 'b'], eventId: 'e', signedOn: today },
  ...{ arrival: '', counted: [], end: null, ends: 0, closed: false },
};
const file: WholeFile = {
  ...{ fileId: 'f', borrowerId: 'b', borrowerName: 'Ana Ruiz', office: 'nogales', paymentReference: 'REF-FILE' },
  signatories: ['borrower', 'cosigner-1'].map((signatory) => ({
    ...{ signatory, name: 'Ana Ruiz', curp: null, emails: [], phones: [] },
  })),
  notes: [summary('a'), summary('b')],
};
const asked = (over: Partial<StatementInput> = {}): StatementInput => ({
  ...{ today, at: new Date('2026-02-01T17:00:00Z'), file, notes: file.notes, signatory: 'borrower' },
  ...{ heads: [headOf('a'), headOf('b')], agreements: [agreement] },
  ...over,
});

describe('a statement', () => {
  it('tells of an agreement to whoever sees all its notes, with what it forgives of them together', () => {
    const [told, ...others] = statementModel(asked()).agreements;
    expect(others).toEqual([]);
    // 601.64 a year and a day of default interest on each.
    expect(told?.forgives).toBe(2 * 60_164);
    expect(told?.next).toEqual([{ due: '2026-03-01', amount: 1_060_164 }]);
  });

  it('tells an aval who guarantees one of its notes nothing of an agreement over both, nor the reference of the file', () => {
    const aval = statementModel(asked({ notes: [summary('a')], signatory: 'cosigner-1' }));
    expect([aval.agreements, aval.fileReference]).toEqual([[], null]);
    expect(aval.notes.map(({ contractNumber, setAside }) => [contractNumber, setAside])).toEqual([['CE-a', 60_164]]);
    expect(statementModel(asked()).fileReference).toBe('REF-FILE');
  });

  it('adds up: every note, component and part of the whole', () => {
    const model = statementModel(asked());
    const [one] = model.notes;
    expect(model.owedTotal).toBe(2 * (one?.owedTotal ?? 0));
    expect(one?.owedTotal).toBe((one?.dueTotal ?? 0) + (one?.notDueTotal ?? 0) + (one?.setAside ?? 0));
    expect(model.payoff).toMatchObject({ kind: 'quoted', amount: model.owedTotal - 2 * 60_164 });
  });
});

describe('the datum that opens it', () => {
  it('is the end or the whole of a contract in scope or of the CURP, however written, and never less than four characters', () => {
    const notes = [
      { ...summary('x'), contractNumber: 'A-12' },
      { ...summary('y'), contractNumber: 'CE-2021-00123' },
    ];
    const curp = 'GOMC900101HSRXYZ09';
    for (const right of ['0123', ' ce-2021-00123 ', 'yz09', curp]) expect(isRightDatum(right, curp, notes)).toBe(true);
    for (const wrong of ['A12', 'A-12', '123', '00123', '', '    ', 'YZ0', '0124'])
      expect(isRightDatum(wrong, curp, notes), wrong).toBe(false);
    expect(isRightDatum('0123', null, [])).toBe(false);
  });
});
