import { addDays, addMonths, type CalendarDate, calendarDate } from '../../shared/calendar/calendar-date.ts';
import { type ByComponent, zeroByComponent } from '../../shared/loan-book/component.ts';
import type { NoteEvent } from '../../shared/loan-book/event.ts';
import type { NoteTerms } from '../../shared/loan-book/note-terms.ts';
import { noteTerms } from '../fixtures/note-terms.ts';
import { PureLedger } from '../support/pure-ledger.ts';

const NOTE = 'long';
const OPENED = calendarDate('2015-01-31');
const MONTHS = 120;
const EVENTS = 400;
/** Of 60,000.00 pesos at 6 % in 120 months, about: payments are shares of it. */
const INSTALMENT = 66_612;

export const LONG_NOTE_TERMS: NoteTerms = noteTerms({
  endOfGrace: OPENED,
  firstDueDate: addMonths(OPENED, 1),
  instalments: MONTHS,
});

/** Ten years of a borrower: months, percent of the instalment paid in each, days after the due date. */
const YEARS = [
  { months: 24, percent: 100, daysLate: 0 },
  { months: 24, percent: 60, daysLate: 12 },
  { months: 12, percent: 130, daysLate: 0, agreement: 'kept' },
  { months: 12, percent: 40, daysLate: 20 },
  { months: 12, percent: 20, daysLate: 5, agreement: 'broken' },
  { months: 12, percent: 110, daysLate: 3 },
  { months: 12, percent: 120, daysLate: 0, agreement: 'kept-by-payment' },
  { months: 12, percent: 50, daysLate: 15 },
] as const;

/**
 * The events of a note at its worst, in the order recorded: 120 due dates of ten years, punctual years with their bands and
 * averages, arrears with costs and waivers, two agreements kept and one broken, payments taken back. Throws an Error unless
 * they are 400.
 */
export function longNote(): readonly NoteEvent[] {
  const ledger = new PureLedger();
  ledger.addNote(NOTE, LONG_NOTE_TERMS, OPENED);
  const record = (event: NoteEvent) => {
    ledger.record(NOTE, event);
    ledger.judge(event.valueDate);
  };
  const on = (id: string, date: CalendarDate) => ({ id, valueDate: date, recordedOn: date });
  record({ ...on('lent', OPENED), kind: 'disbursed', amount: 3_000_000 });
  record({ ...on('lent-more', addDays(OPENED, 1)), kind: 'disbursed', amount: 3_000_000 });
  let month = 0;
  for (const year of YEARS) {
    const stage = year.percent < 100 ? 'extrajudicial' : 'administrative';
    const moved = on(`moved-${month}`, addDays(addMonths(OPENED, month), 1));
    record({ ...moved, kind: 'placement-changed', stage, agent: null });
    if ('agreement' in year) sign(ledger, year, addDays(addMonths(OPENED, month), 1));
    for (let left = year.months; left > 0; left -= 1) {
      month += 1;
      const due = addMonths(OPENED, month);
      const paidOn = addDays(due, year.daysLate);
      const half = Math.ceil((INSTALMENT * year.percent) / 200);
      const paid = (id: string, date: CalendarDate) =>
        record({ ...on(`${id}-${month}`, date), kind: 'paid', channel: 'cie', amount: half });
      paid('a', addDays(due, -8));
      if (month % 6 === 0)
        record({ ...on(`average-${month}`, addDays(due, -4)), kind: 'average-recorded', average: 85 + (month % 12) });
      paid('b', paidOn);
      if (year.daysLate === 0) continue;
      record({ ...on(`cost-${month}`, paidOn), kind: 'charged', component: 'collectionCosts', amount: 15_000 });
      if (month % 2 === 1)
        record({ ...on(`waived-${month}`, paidOn), kind: 'waived', granted: NOTHING, share: SHARE_WAIVED });
      if (month % 9 === 0) {
        record({ ...on(`taken-back-${month}`, paidOn), kind: 'reversed', target: `b-${month}` });
        paid('again', addDays(paidOn, 1));
      }
    }
  }
  const events = ledger.notes.get(NOTE)?.journal.flatMap(({ event }) => (event === null ? [] : [event])) ?? [];
  if (events.length !== EVENTS) throw new Error(`the long note has ${events.length} events`);
  return events;
}

const NOTHING = zeroByComponent();
const SHARE_WAIVED: ByComponent = { ...NOTHING, defaultInterest: 500_000, collectionCosts: 250_000 };

/** An agreement of ten payments that asks for what its year pays in ten months, or in the broken one for three times that. */
function sign(ledger: PureLedger, year: { percent: number; agreement: string }, on: CalendarDate): void {
  const monthly = Math.floor((INSTALMENT * year.percent) / 100);
  ledger.sign({
    id: `agreement-${on}`,
    valueDate: on,
    over: { [NOTE]: { granted: NOTHING, share: { ...NOTHING, defaultInterest: 1_000_000 } } },
    plan: {
      from: addMonths(on, 1),
      count: 10,
      amount: year.agreement === 'broken' ? 3 * monthly : monthly,
      every: { unit: 'months', number: 1 },
      graceDays: 5,
    },
    earned: year.agreement === 'kept-by-payment' ? 'by-payment' : 'at-fulfilment',
    whileLive: ['defaultInterest'],
  });
}
