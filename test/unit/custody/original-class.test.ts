import { describe, expect, it } from 'vitest';
import { classOf } from '../../../functions/custody/originals/original-class.ts';
import { calendarDate } from '../../../shared/calendar/calendar-date.ts';
import type { NoteEvent } from '../../../shared/loan-book/event.ts';
import { foldEvents } from '../../../shared/loan-book/fold.ts';
import { DUE_IN_ONE } from '../../fixtures/note-terms.ts';

/** Lent on 31 January 2024, due in one on 31 January 2025. */
const at = (valueDate: string, event: object) =>
  ({ id: `${valueDate}-${Object.values(event).join()}`, valueDate, recordedOn: valueDate, ...event }) as NoteEvent;
const LENT = at('2024-01-31', { kind: 'disbursed', amount: 1_000_000 });
const paid = (on: string, amount: number) => at(on, { kind: 'paid', amount, channel: 'cie' });
const classOn = (on: string, ...events: readonly NoteEvent[]) =>
  classOf(foldEvents(DUE_IN_ONE, [LENT, ...events]).note, calendarDate(on));

describe('the class of an original', () => {
  it('follows the debt: current to its due date, overdue after it', () => {
    expect(classOn('2025-01-31')).toBe('current');
    expect(classOn('2025-02-01')).toBe('overdue');
  });

  it('is prepaid when it was paid off before its last due date, settled on it or later', () => {
    expect(classOn('2026-01-01', paid('2024-12-01', 9_999_999))).toBe('prepaid');
    expect(classOn('2026-01-01', paid('2025-01-31', 9_999_999))).toBe('settled');
    expect(classOn('2026-01-01', paid('2025-06-01', 9_999_999))).toBe('settled');
  });

  it('is restructured when the debt went into a new note, overdue still when it was given up', () => {
    const out = { kind: 'regenerated-out', form: 'novation', into: 'nuevo', capitalised: [] };
    expect(classOn('2026-01-01', at('2025-06-01', out))).toBe('restructured');
    const amounts = { principal: 1_000_000, ordinaryInterest: 60_164, defaultInterest: 19_890, collectionCosts: 0 };
    expect(classOn('2025-06-01', at('2025-06-01', { kind: 'written-off', amounts }))).toBe('overdue');
  });
});
