import { formatMxn } from '../../../shared/money/centavos.ts';
import type { IntakeFile } from '../intake/intake-file.ts';
import type { RowEnding } from '../intake/row-outcome.ts';
import { compared, type Finding } from './reconciliation-finding.ts';
import type { Difference } from './reconciliation-result.ts';

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
