import type { CalendarDate } from '../../../../shared/calendar/calendar-date.ts';
import { formatMxn } from '../../../../shared/money/centavos.ts';
import type { IntakeFile } from '../../intake/intake-file.ts';
import type { IntakeStore } from '../../intake/intake-store.ts';
import { type RowEnding, totalOf } from '../../intake/row-outcome.ts';
import type { Difference } from '../figures/reconciliation-result.ts';
import { compared, type Finding } from './finding.ts';

/**
 * Every row of every file of the day has an ending, and the endings sum to the file. A file refused before its first
 * row has nothing to end; one refused half way has, and says so.
 */
export function fileRows(files: readonly IntakeFile[]): Finding {
  const read = files.filter((file) => file.state !== 'refused' || file.rowsDone > 0);
  const sum = (of: (file: IntakeFile) => number) => read.reduce((total, file) => total + of(file), 0);
  return compared(
    'file-rows',
    'Archivos del banco contra resultado de sus renglones',
    {
      label: 'Renglones de archivos',
      count: sum((file) => file.rowsTotal ?? 0),
      amount: sum((file) => file.sumTotal ?? 0),
    },
    {
      label: 'Renglones con resultado',
      count: sum((file) => totalOf(file.tally).count),
      amount: sum((file) => totalOf(file.tally).sum),
    },
    read.flatMap(unended),
  );
}

function unended(file: IntakeFile): Difference[] {
  const ended = totalOf(file.tally);
  const difference = (detail: string): Difference[] => [
    {
      check: 'file-rows',
      where: `Archivo ${file.fileName}`,
      detail,
      expected: file.sumTotal ?? 0,
      found: ended.sum,
    },
  ];
  const progress = `${file.rowsDone} de ${file.rowsTotal ?? '?'} renglones`;
  if (file.state === 'refused') return difference(`Se rechazó después de aplicar una parte: ${progress}`);
  if (file.state !== 'done') return difference(`No ha terminado de aplicarse: ${progress}`);
  if (ended.count === file.rowsTotal && ended.sum === file.sumTotal) return [];
  return difference(`Renglones del archivo: ${file.rowsTotal ?? '?'}; con resultado: ${ended.count}`);
}

/** Lines named in a difference; the rest are counted. */
const NAMED_LINES = 10;

export interface UnreadRows {
  /** Rows of a file that could not be read, in its order. */
  unreadRows(fileId: string, most: number): Promise<readonly RowEnding[]>;
}

/**
 * What the bank brought and nobody could read is told by the report, with its money where it can be guessed: files
 * refused before their first row, and rows that could not be read. With any of it the day is not reconciled.
 */
export async function unreadMoney(deps: UnreadRows, files: readonly IntakeFile[]): Promise<Finding> {
  const refused = files.filter(({ state, rowsDone }) => state === 'refused' && rowsDone === 0);
  const partly = files.filter(({ tally }) => tally.unreadable.count > 0);
  const differences = [
    ...refused.map(refusedFile),
    ...(await Promise.all(partly.map((file) => unreadRowsOf(deps, file)))),
  ];
  const lines = sum(refused, ({ unread }) => unread?.lines ?? 1) + sum(partly, ({ tally }) => tally.unreadable.count);
  const amount = sum(refused, ({ unread }) => unread?.sum ?? 0) + sum(partly, ({ tally }) => tally.unreadable.sum);
  return compared(
    'unread',
    'Lo que no se pudo leer de los archivos del banco',
    { label: 'Renglones sin leer (importe aproximado)', count: lines, amount },
    { label: 'Renglones sin leer permitidos', count: 0, amount: 0 },
    differences,
  );
}

function refusedFile({ fileName, refusal, unread }: IntakeFile): Difference {
  const holds =
    unread === null ? 'no se sabe qué contenía.' : `traía ${linesText(unread.lines)}; ${moneyText(unread.sum)}.`;
  const why = refusal?.detail ?? 'No se pudo leer.';
  return {
    check: 'unread',
    where: `Archivo ${fileName}`,
    detail: `Se rechazó completo; ${holds} ${why}`,
    expected: unread?.sum ?? 0,
    found: 0,
  };
}

async function unreadRowsOf(deps: UnreadRows, { fileId, fileName, tally }: IntakeFile): Promise<Difference> {
  const { count, sum: amount } = tally.unreadable;
  const rows = await deps.unreadRows(fileId, NAMED_LINES);
  const named = rows.map(({ line }) => line).join(', ');
  const more = count > rows.length ? ' y otros' : '';
  return {
    check: 'unread',
    where: `Archivo ${fileName}`,
    detail: `${count === 1 ? '1 renglón no se pudo leer' : `${count} renglones no se pudieron leer`} (${named}${more}); ${moneyText(amount)}.`,
    expected: amount,
    found: 0,
  };
}

const moneyText = (amount: number): string =>
  amount === 0 ? 'no se sabe su importe' : `${formatMxn(amount)} aproximadamente`;

const linesText = (lines: number): string => (lines === 1 ? '1 línea' : `${lines} líneas`);

function sum(files: readonly IntakeFile[], of: (file: IntakeFile) => number): number {
  return files.reduce((total, file) => total + of(file), 0);
}

const FILES_A_PAGE = 100;

/** Bank files as the reconciliation of a day needs them. */
export interface DayFiles extends UnreadRows {
  /** Every file that reached us on a day, whatever its status: ended ones by day, and those still being posted. */
  of(date: CalendarDate): Promise<readonly IntakeFile[]>;
  /** A file of whatever day, consistent. */
  find(fileId: string): Promise<IntakeFile | undefined>;
}

export function createDayFiles(store: Pick<IntakeStore, 'filesOf' | 'open' | 'find' | 'rows'>): DayFiles {
  return {
    async of(date) {
      const files: IntakeFile[] = [];
      let cursor: string | undefined;
      do {
        const page = await store.filesOf(date, { limit: FILES_A_PAGE, cursor });
        files.push(...page.files);
        cursor = page.cursor;
      } while (cursor !== undefined);
      const open = (await store.open()).filter(({ recordedOn }) => recordedOn === date);
      return [...files, ...open];
    },
    find: (fileId) => store.find(fileId),
    unreadRows: async (fileId, most) => (await store.rows(fileId, 'unreadable', { limit: most })).rows,
  };
}
