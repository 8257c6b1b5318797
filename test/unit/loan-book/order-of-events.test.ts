import { describe, expect, it } from 'vitest';
import { calendarDate as day } from '../../../shared/calendar/calendar-date.ts';
import { ARRIVAL, arrivalAt } from '../../../shared/loan-book/arrival.ts';
import { type EventKind, KIND_RANK, type NoteEvent, orderKey } from '../../../shared/loan-book/event.ts';
import { foldEvents } from '../../../shared/loan-book/fold.ts';
import { emptyState } from '../../../shared/loan-book/note-state.ts';
import { isInOrder, ownLines, recordByReplay, recordInOrder } from '../../../shared/loan-book/record-event.ts';
import { noteTerms } from '../../fixtures/note-terms.ts';

const ON = day('2025-02-10');
const base = { valueDate: ON, recordedOn: ON };
const LENT: NoteEvent = { ...base, kind: 'disbursed', id: 'z-lent', amount: 100_000, arrival: 'b' };
const PAID: NoteEvent = { ...base, kind: 'paid', id: 'a-paid', amount: 30_000, channel: 'cie', arrival: 'a' };
const TERMS = noteTerms({ baseRate: 0, bands: [], defaultRate: 0 });

describe('the place of an event', () => {
  it('is its value date, the rank of its kind, its arrival and its id', () => {
    expect(orderKey(PAID)).toBe('2025-02-10|60|a|a-paid');
    expect(orderKey({ valueDate: ON, kind: 'brought-forward', id: 'b-1' })).toBe('2025-02-10|00||b-1');
  });

  it('among those of a day puts what makes a debt before what pays it', () => {
    const kinds = Object.keys(KIND_RANK) as EventKind[];
    const placed = kinds.map((kind) => orderKey({ valueDate: ON, kind, id: kind })).sort();
    expect(placed.map((key) => key.split('|')[3])).toEqual([
      'brought-forward',
      'disbursed',
      'regenerated-in',
      'disbursement-returned',
      'terms-corrected',
      'average-recorded',
      'placement-changed',
      'charged',
      'acceleration-cured',
      'accelerated',
      'agreement-broken',
      'waived',
      'agreement-signed',
      'paid',
      'regenerated-out',
      'credit-received',
      'credit-applied',
      'credit-transferred',
      'credit-refunded',
      'agreement-fulfilled',
      'written-off',
      'reversed',
    ]);
  });

  it('lets a payment of the day of a disbursement pay it, whichever came first', () => {
    const { note, effects } = foldEvents(TERMS, [PAID, LENT]);
    expect(note.state.principal).toBe(70_000);
    expect(effects.get('a-paid')?.application).toMatchObject({ principalNotDue: 30_000, credit: 0 });
  });

  it('among payments of a day is that of their arrival', () => {
    const second: NoteEvent = { ...PAID, id: 'a-first', amount: 90_000, arrival: 'c' };
    const { effects } = foldEvents(TERMS, [LENT, second, PAID]);
    expect(effects.get('a-paid')?.application?.credit).toBe(0);
    expect(effects.get('a-first')?.application?.credit).toBe(20_000);
  });
});

describe('an arrival', () => {
  it('sorts by instant and then by place, in base 36', () => {
    // 1,739,296,800,000 ms = m70seo00; 77 = 25.
    const instant = new Date('2025-02-11T18:00:00.000Z');
    expect(arrivalAt(instant)).toBe('0m70seo00.00000');
    expect(arrivalAt(instant, 77)).toBe('0m70seo00.00025');
  });

  it.each([
    ['0m70seo00.00025', true],
    ['m70seo00.00025', false],
    ['0m70seo00.0025', false],
    ['0m70seo00-00025', false],
    ['0M70SEO00.00025', false],
    ['00m70seo00.00025', false],
    ['0m70seo00.000250', false],
  ])('of another shape would sort out of place: %s is one, %s', (text, isOne) => {
    expect(ARRIVAL.test(text)).toBe(isOne);
  });
});

describe('recording an event', () => {
  const opened = () => recordInOrder({ terms: TERMS, state: emptyState(ON) }, LENT).note;
  const corrected = (on: string): NoteEvent => ({
    ...base,
    kind: 'terms-corrected',
    id: 'c-1',
    valueDate: day(on),
    changes: { defaultRate: 1 },
  });
  const reversal = (target: string): NoteEvent => ({ ...base, kind: 'reversed', id: 'r-1', target });

  it('needs no past when it comes after everything and changes nothing before itself', () => {
    expect(isInOrder(opened(), PAID)).toBe(true);
    expect(isInOrder(opened(), LENT)).toBe(false);
    expect(isInOrder(opened(), { ...PAID, valueDate: day('2025-02-09') })).toBe(false);
    expect(isInOrder(opened(), { ...reversal('z-lent'), valueDate: day('2025-02-11') })).toBe(false);
    expect(isInOrder(opened(), corrected('2025-02-10'))).toBe(false);
    expect(isInOrder(opened(), corrected('2025-02-11'))).toBe(true);
  });

  it('out of order is refused where the past is not known', () => {
    expect(() => recordInOrder(opened(), LENT)).toThrow(new RangeError("event z-lent needs the note's past"));
  });

  it('that takes another back books its own lines and application with the signs turned', () => {
    // 5.00 of interest was recognised with the payment: it stays, and is not among the payment's own lines.
    const application = {
      amount: 21,
      principalOverdue: 1,
      principalNotDue: 2,
      ordinaryInterest: 3,
      defaultInterest: 4,
      collectionCosts: 5,
      credit: 6,
      overdue: true,
    };
    const lines = {
      'clearing:cie': 30_000,
      principal: -30_000,
      ordinaryInterest: 500,
      'income:ordinaryInterest': -500,
    };
    const history = [
      { event: LENT, lines: { principal: 100_000, disbursements: -100_000 } },
      { event: null, lines: {} },
      { event: PAID, lines, application },
    ];
    const recorded = recordByReplay({ openingTerms: TERMS }, history, reversal('a-paid'));
    expect(recorded.lines).toEqual({ 'clearing:cie': -30_000, principal: 30_000 });
    expect(recorded.application).toEqual({
      amount: -21,
      principalOverdue: -1,
      principalNotDue: -2,
      ordinaryInterest: -3,
      defaultInterest: -4,
      collectionCosts: -5,
      credit: -6,
      overdue: true,
    });
    // The fold finds no interest: what was booked is taken back by the adjustment.
    expect(recorded.adjustment).toEqual({ ordinaryInterest: -500, 'income:ordinaryInterest': 500 });
    expect(recorded.replayed).toBe(true);
    expect(recorded.note.state.principal).toBe(100_000);
  });

  it('cannot take back what is not in the past', () => {
    const history = [{ event: LENT, lines: {} }];
    expect(() => recordByReplay({ openingTerms: TERMS }, history, reversal('x'))).toThrow('no entry for event x');
  });

  it('that was taken back already does not take part', () => {
    const history = [
      { event: LENT, lines: {} },
      { event: reversal('a-paid'), lines: {} },
    ];
    expect(() => recordByReplay({ openingTerms: TERMS }, history, PAID)).toThrow(
      'the event did not take part in its own fold',
    );
  });

  it('has lines of its own besides the interest recognised first', () => {
    expect(
      ownLines({
        'clearing:cie': 70,
        ordinaryInterest: -20,
        'income:ordinaryInterest': -30,
        defaultInterest: 5,
        'income:defaultInterest': -25,
      }),
    ).toEqual({ 'clearing:cie': 70, ordinaryInterest: -50, defaultInterest: -20 });
    expect(ownLines({ principal: 5, disbursements: -5 })).toEqual({ principal: 5, disbursements: -5 });
  });
});
