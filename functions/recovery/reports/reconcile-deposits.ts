import { addDays, type CalendarDate } from '../../../shared/calendar/calendar-date.ts';
import type { IntakeFile } from '../intake/intake-file.ts';
import type { Measures } from '../rollups/measures.ts';
import type { DepositsOfFile } from './deposits-of-file.ts';
import { type SourceSums, sourcesOf } from './entry-resum.ts';
import type { DayFiles } from './files-of-day.ts';
import { compared, type Finding } from './reconciliation-finding.ts';

interface Money {
  readonly count: number;
  /** Centavos. */
  readonly amount: number;
}

/** How long after its file came a possible duplicate may be decided to be money without owner, and still be found. */
const LOOK_BACK_DAYS = 31;

/**
 * Unidentified rows are deposits received. When the day's files alone do not explain its deposits, each row counts on
 * the day its deposit was received: a file may go on after midnight, and a row be decided later. A row without a
 * deposit counts on the day of its file, so that it stays a difference.
 */
export async function depositsReceived(
  deps: { readonly files: Pick<DayFiles, 'of'>; readonly depositsOf: DepositsOfFile },
  day: { readonly date: CalendarDate; readonly files: readonly IntakeFile[]; readonly totals: Measures },
): Promise<Finding> {
  const received = movement(day.totals, 'received');
  const ofFiles = day.files.map(({ tally }) => tally.unidentified);
  const rows = ofFiles.reduce((sum, one) => plus(sum, { count: one.count, amount: one.sum }), NOTHING);
  return compared(
    'deposits-received',
    'Renglones sin identificar contra depósitos recibidos',
    { label: 'Renglones sin identificar', ...(same(rows, received) ? rows : await receivedOn(deps, day, received)) },
    { label: 'Depósitos recibidos', ...received },
    [],
  );
}

/** Assigned deposits are payments. */
export function depositsAssigned(posted: SourceSums, totals: Measures): Finding {
  const payments = sourcesOf(posted, 'deposit');
  return compared(
    'deposits-assigned',
    'Depósitos asignados contra pagos registrados',
    { label: 'Depósitos asignados', ...movement(totals, 'assigned') },
    {
      label: 'Pagos por asignación',
      ...payments.reduce((sum, [, one]) => plus(sum, { count: one.payments, amount: one.amount }), NOTHING),
    },
    [],
  );
}

/** Rows by the day of their deposit: of the day's files, then of earlier ones while deposits lack their row. */
async function receivedOn(
  deps: { readonly files: Pick<DayFiles, 'of'>; readonly depositsOf: DepositsOfFile },
  day: { readonly date: CalendarDate; readonly files: readonly IntakeFile[] },
  received: Money,
): Promise<Money> {
  let rows = NOTHING;
  let files = day.files;
  for (let back = 0; back <= LOOK_BACK_DAYS; back += 1) {
    if (back > 0) files = await deps.files.of(addDays(day.date, -back));
    for (const { fileId } of files.filter(({ tally }) => tally.unidentified.count > 0)) {
      for (const deposit of await deps.depositsOf(fileId)) {
        if (deposit === undefined && back === 0) rows = plus(rows, { count: 1, amount: 0 });
        if (deposit?.recordedOn === day.date) rows = plus(rows, { count: 1, amount: deposit.amount });
      }
    }
    if (rows.count >= received.count) break;
  }
  return rows;
}

const NOTHING: Money = { count: 0, amount: 0 };
const plus = (a: Money, b: Money): Money => ({ count: a.count + b.count, amount: a.amount + b.amount });
const same = (a: Money, b: Money): boolean => a.count === b.count && a.amount === b.amount;
const movement = (totals: Measures, name: 'received' | 'assigned'): Money => ({
  count: totals[`deposits/${name}.count`] ?? 0,
  amount: totals[`deposits/${name}.amount`] ?? 0,
});
