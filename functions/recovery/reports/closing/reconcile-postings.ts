import { addDays, type CalendarDate, calendarDate } from '../../../../shared/calendar/calendar-date.ts';
import type { Clock } from '../../../../shared/calendar/clock.ts';
import type { DayEntries } from '../../../../shared/ledger/day-entries.ts';
import type { IntakeFile } from '../../intake/intake-file.ts';
import type { Difference } from '../figures/reconciliation-result.ts';
import { type SourceSums, sourceKey, sourcesOf, sumSources } from './entries-of-day.ts';
import { compared, type Finding } from './finding.ts';
import type { DayFiles } from './reconcile-files.ts';

export interface PostingDeps {
  readonly entries: Pick<DayEntries, 'read'>;
  readonly files: Pick<DayFiles, 'find'>;
  readonly clock: Pick<Clock, 'today'>;
}

/** A file with payments on the day, or of the day; its rows that were applied against its payments of all days. */
interface FileSide {
  readonly fileId: string;
  readonly file: IntakeFile | undefined;
  readonly rows: number;
  readonly amount: number;
  postedRows: number;
  postedAmount: number;
}

/**
 * What the files say was applied is in the journal, file by file, for the day's files and every file with payments on
 * the day: a file may go on after midnight, and a possible duplicate is applied on the day somebody decides. Such a
 * file is compared over its payments of all days since it came, which are read only when the day's alone do not
 * explain it. One still being posted is compared with its total: its counts lag behind its payments.
 */
export async function filePostings(
  deps: PostingDeps,
  day: { readonly date: CalendarDate; readonly files: readonly IntakeFile[]; readonly posted: SourceSums },
): Promise<Finding> {
  const sides = await sidesOf(deps.files, day.files, day.posted);
  await addOtherDays(deps, day.date, sides);
  const sum = (of: (side: FileSide) => number) => sides.reduce((total, side) => total + of(side), 0);
  return compared(
    'file-postings',
    'Archivos del banco contra pagos registrados (de todos los días, si el archivo se aplicó en varios)',
    { label: 'Renglones aplicados', count: sum(({ rows }) => rows), amount: sum(({ amount }) => amount) },
    {
      label: 'Pagos registrados de esos archivos',
      count: sum(({ postedRows }) => postedRows),
      amount: sum(({ postedAmount }) => postedAmount),
    },
    sides.flatMap(differenceOf),
  );
}

async function sidesOf(
  files: Pick<DayFiles, 'find'>,
  ofDay: readonly IntakeFile[],
  posted: SourceSums,
): Promise<FileSide[]> {
  const byId = new Map<string, IntakeFile | undefined>(ofDay.map((file) => [file.fileId, file]));
  const others = sourcesOf(posted, 'bank-file').filter(([fileId]) => !byId.has(fileId));
  for (const [fileId] of others) byId.set(fileId, await files.find(fileId));
  return [...byId].map(([fileId, file]) => {
    const { payments = 0, amount = 0 } = posted.get(sourceKey('bank-file', fileId)) ?? {};
    return { fileId, file, ...appliedBy(file, { payments, amount }), postedRows: payments, postedAmount: amount };
  });
}

function appliedBy(file: IntakeFile | undefined, posted: { readonly payments: number; readonly amount: number }) {
  if (file === undefined) return { rows: 0, amount: 0 };
  const { applied, provisional } = file.tally;
  // Its unended rows are a difference of the check on rows; here nothing is known to be wrong.
  const fits = posted.payments <= (file.rowsTotal ?? 0) && posted.amount <= (file.sumTotal ?? 0);
  if (file.state === 'posting' && fits) return { rows: posted.payments, amount: posted.amount };
  return { rows: applied.count + provisional.count, amount: applied.sum + provisional.sum };
}

/** Adds the payments of the other days, from the day the oldest file came to today, while a file lacks some. */
async function addOtherDays(deps: PostingDeps, date: CalendarDate, sides: readonly FileSide[]): Promise<void> {
  const lacks = (side: FileSide) => side.postedRows < side.rows || side.postedAmount < side.amount;
  const lacking = sides.filter(lacks);
  const [first] = lacking.flatMap(({ file }) => (file === undefined ? [] : [file.recordedOn])).sort();
  if (first === undefined) return;
  const today = deps.clock.today();
  for (let day = calendarDate(first); day <= today && lacking.some(lacks); day = addDays(day, 1)) {
    if (day === date) continue;
    const posted = await sumSources(deps.entries.read(day));
    for (const side of lacking) {
      const more = posted.get(sourceKey('bank-file', side.fileId));
      side.postedRows += more?.payments ?? 0;
      side.postedAmount += more?.amount ?? 0;
    }
  }
}

function differenceOf({ fileId, file, rows, amount, postedRows, postedAmount }: FileSide): Difference[] {
  const found = { check: 'file-postings', expected: amount, found: postedAmount };
  if (file === undefined) {
    return [{ ...found, where: `Archivo ${fileId}`, detail: `Hay ${postedRows} pagos de un archivo que no existe` }];
  }
  if (rows === postedRows && amount === postedAmount) return [];
  const detail = `Renglones aplicados: ${rows}; pagos registrados: ${postedRows}`;
  return [{ ...found, where: `Archivo ${file.fileName}`, detail }];
}
