import { describe, expect, it } from 'vitest';
import { calendarDate } from '../../../shared/calendar/calendar-date.ts';
import {
  type AgreementHead,
  decodeAgreementHead,
  encodeAgreementHead,
  isAgreementHead,
  withCounted,
} from '../../../shared/ledger/agreement-head.ts';
import { isNoteHead } from '../../../shared/ledger/head-item.ts';
import { arrivalAt } from '../../../shared/loan-book/arrival.ts';

const day = calendarDate;
const at = (second: number) => arrivalAt(new Date(Date.UTC(2026, 1, 1, 12, 0, second)));
const HEAD: AgreementHead = {
  agreementId: 'c-1',
  fileId: 'f-1',
  version: 3,
  plan: { from: day('2026-03-01'), count: 4, amount: 265_041, every: { unit: 'months', number: 1 }, graceDays: 5 },
  noteIds: ['n-1', 'n-2'],
  eventId: 'e-1',
  signedOn: day('2026-02-01'),
  arrival: at(30),
  counted: [{ on: day('2026-03-01'), amount: 100 }],
  end: { kind: 'broken', on: day('2026-05-07'), eventId: 'x-1' },
  ends: 1,
  closed: false,
};

describe('an agreement that the ledger keeps', () => {
  it('comes back as it was written, money that left a note too, and is no head of a note', () => {
    const counted = [
      { on: day('2026-02-01'), amount: 5 },
      { on: day('2026-03-01'), amount: -7_000_000 },
    ];
    const item = encodeAgreementHead({ ...HEAD, counted });
    // 1 February 2026 is day 20,485: ft1 in base 36; 28 days later: s.
    expect(item).toMatchObject({ PK: 'FILE#f-1', SK: 'AGREEMENT#c-1', counted: 'ft1.5,s.-4618g' });
    expect(decodeAgreementHead(item)).toEqual({ ...HEAD, counted });
    expect([isAgreementHead(item), isNoteHead(item)]).toEqual([true, false]);
    expect(decodeAgreementHead(encodeAgreementHead({ ...HEAD, counted: [], end: null }))).toMatchObject({
      counted: [],
    });
  });

  it('counts money from its signature on: on its day by arrival, before it none, after it all', () => {
    const money = (on: string, second: number, amount: number) => ({ on: day(on), arrival: at(second), amount });
    const of = (...rows: ReturnType<typeof money>[]) => withCounted({ ...HEAD, counted: [] }, rows).counted;
    expect(of(money('2026-01-31', 59, 1))).toEqual([]);
    expect(of(money('2026-02-01', 29, 1), money('2026-02-01', 30, 2))).toEqual([]);
    expect(of(money('2026-02-01', 31, 4), money('2026-02-01', 32, 8))).toEqual([{ on: '2026-02-01', amount: 12 }]);
    expect(of(money('2026-02-02', 1, 16))).toEqual([{ on: '2026-02-02', amount: 16 }]);
    // What came in and was taken back is nothing, and days stay in their order.
    expect(withCounted(HEAD, [money('2026-03-01', 1, -100)]).counted).toEqual([]);
    expect(withCounted(HEAD, [money('2026-02-20', 1, 1)]).counted.map(({ on }) => on)).toEqual([
      '2026-02-20',
      '2026-03-01',
    ]);
  });
});
