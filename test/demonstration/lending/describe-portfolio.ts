import { calendarDate } from '../../../shared/calendar/calendar-date.ts';
import { bankHolidayCalendar } from '../../../shared/calendar/mexican-bank-holidays.ts';
import { sumOfComponents } from '../../../shared/loan-book/component.ts';
import { foldEvents } from '../../../shared/loan-book/fold.ts';
import { valueNote } from '../../../shared/loan-book/valuation.ts';
import { formatMxn } from '../../../shared/money/centavos.ts';
import { DEMO_SIZE, demoPortfolio } from './portfolio.ts';

/**
 * Prints the demonstration portfolio's quantiles as Markdown (docs/demo-portfolio.md):
 * `node test/demonstration/lending/describe-portfolio.ts [AAAA-MM-DD]`, the last day of its history.
 */
const until = calendarDate(process.argv[2] ?? '2026-11-18');
const QUANTILES = [0.1, 0.25, 0.5, 0.75, 0.9, 0.99] as const;

const notes = [...demoPortfolio(DEMO_SIZE, until, bankHolidayCalendar())].flatMap((file) =>
  file.notes.map(({ history }) => {
    const { note } = foldEvents(history.terms, history.events);
    const valued = valueNote(note.terms, note.state, until);
    return {
      file: file.file.fileId,
      office: file.file.office,
      events: history.events,
      placed: history.events.findLast(({ kind }) => kind === 'placement-changed'),
      valued,
    };
  }),
);

const at = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
function row(title: string, values: readonly number[], text: (value: number) => string): string {
  const sorted = [...values].sort((a, b) => a - b);
  return `| ${title} | ${QUANTILES.map((share) => text(at(sorted, share))).join(' | ')} |`;
}
function shares(title: string, names: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  const parts = [...counts]
    .sort((a, b) => b[1] - a[1])
    .map(([name, count]) => `${name} ${Math.round((100 * count) / names.length)} %`);
  return `- ${title}: ${parts.join(' · ')}`;
}

const files = new Map<string, number>();
for (const { file } of notes) files.set(file, (files.get(file) ?? 0) + 1);
const overdue = notes.filter(({ valued }) => valued.daysPastDue > 0);
const plain = (value: number) => value.toLocaleString('en-US');

console.log(`History until ${until}: ${files.size} borrowers, ${plain(notes.length)} notes, ${plain(notes.reduce((sum, { events }) => sum + events.length, 0))} events, ${Math.round((100 * overdue.length) / notes.length)} % of the notes in arrears.

| quantile | ${QUANTILES.map((share) => `${share * 100} %`).join(' | ')} |
| --- | ${QUANTILES.map(() => '---').join(' | ')} |
${row(
  'principal owed a note',
  notes.map(({ valued }) => valued.owed.principal),
  formatMxn,
)}
${row(
  'all owed a note',
  notes.map(({ valued }) => sumOfComponents(valued.owed)),
  formatMxn,
)}
${row(
  'default interest, notes in arrears',
  overdue.map(({ valued }) => valued.owed.defaultInterest),
  formatMxn,
)}
${row(
  'days past due, notes in arrears',
  overdue.map(({ valued }) => valued.daysPastDue),
  plain,
)}
${row('notes a borrower', [...files.values()], plain)}
${row(
  'events a note',
  notes.map(({ events }) => events.length),
  plain,
)}

${shares(
  'Offices',
  notes.map(({ office }) => office),
)}
${shares(
  'Collection stages',
  notes.map(({ placed }) => (placed?.kind === 'placement-changed' ? placed.stage : 'administrative')),
)}
${shares(
  'First events',
  notes.map(({ events }) => events[0]?.kind ?? 'none'),
)}`);
