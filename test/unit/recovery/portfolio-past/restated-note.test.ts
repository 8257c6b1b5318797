import { describe, expect, it } from 'vitest';
import { monthNumber } from '../../../../functions/recovery/portfolio-past/month-number.ts';
import { restateNote } from '../../../../functions/recovery/portfolio-past/restated-note.ts';
import { calendarDate as day } from '../../../../shared/calendar/calendar-date.ts';
import type { Entry } from '../../../../shared/ledger/ledger-items.ts';
import { zeroByComponent } from '../../../../shared/loan-book/component.ts';
import { entryOf } from '../../../fixtures/entries.ts';
import { noteTerms } from '../../../fixtures/note-terms.ts';

const openingTerms = noteTerms({ baseRate: 0, bands: [], defaultRate: 0 });
const of = (seq: number, kind: Entry['kind'], on: string, event: object, over: Partial<Entry> = {}) =>
  entryOf('n', seq, {
    ...{ kind, eventId: `e-${seq}`, valueDate: on, recordedOn: on, recordedAt: `${on}T18:00:00.000Z` },
    ...{ payload: JSON.stringify(seq === 1 ? { ...event, openingTerms } : event), ...over },
  });
const loanOn = (asOf: string, ...entries: readonly Entry[]) => {
  const head = { noteId: 'n', contractedOn: day('2025-01-20'), dimensions: entries[0]!.dimensions };
  return restateNote(head, entries, { asOf: day(asOf), knownOn: day('2026-12-31') })?.loan;
};
const month = (on: string) => monthNumber(day(on));

describe('what was lent with a note', () => {
  const lent = of(1, 'disbursed', '2025-02-01', { amount: 100_000 });

  it('is less what was returned, from its day on', () => {
    const returned = of(2, 'disbursement-returned', '2025-03-05', { amount: 40_000 });
    expect(loanOn('2025-03-04', lent, returned)?.lent).toBe(100_000);
    expect(loanOn('2025-03-05', lent, returned)?.lent).toBe(60_000);
  });

  it('is known from its month on; of one brought forward, from the month behind the cut-over', () => {
    const paid = of(2, 'paid', '2025-02-20', { amount: 20_000, channel: 'cie' });
    expect(loanOn('2025-02-28', lent, paid)).toMatchObject({ recoveredBefore: 0, observedFrom: month('2025-02-01') });
    const brought = of(1, 'brought-forward', '2025-02-10', {
      ...{ originalPrincipal: 100_000, balances: { ...zeroByComponent(), principal: 70_000, ordinaryInterest: 500 } },
    });
    expect(loanOn('2025-02-28', brought, paid)).toEqual({
      ...{ cohort: 2025, lent: 100_000, recoveredBefore: 30_000, observedFrom: month('2025-03-01') },
      ...{ firstDue: month(openingTerms.firstDueDate), paid: new Map([[month('2025-02-01'), 20_000]]) },
    });
  });
});
