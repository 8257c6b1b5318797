import type { IntakeFile } from '../intake/intake-file.ts';
import { totalOf } from '../intake/row-outcome.ts';
import { compared, type Finding } from './reconciliation-finding.ts';
import type { Difference } from './reconciliation-result.ts';

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
