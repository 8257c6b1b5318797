import { type BenchLine, type Target, verdictOf } from './bench-line.ts';

const WHOLE_FROM = 100;

/** 1234.5 → "1,235"; 12.345 → "12.3"; 0.9312 → "0.931". */
export function figureText(value: number): string {
  if (Number.isInteger(value)) return value.toLocaleString('en-US');
  const digits = Math.abs(value) >= WHOLE_FROM ? 0 : Math.abs(value) >= 10 ? 1 : Math.abs(value) >= 2 ? 2 : 3;
  return value.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

function targetText(target: Target | undefined): string {
  if (target === undefined) return '';
  return 'atLeast' in target ? `≥ ${figureText(target.atLeast)}` : `≤ ${figureText(target.atMost)}`;
}

function cellsOf(line: BenchLine): string[] {
  const { measure, figure, unit, spread, target, remark } = line;
  const range = spread === undefined ? '' : `${figureText(spread.min)}–${figureText(spread.max)} (${spread.count})`;
  const verdict = verdictOf(line);
  return [
    measure,
    `${figureText(figure)} ${unit}`.trim(),
    range,
    targetText(target),
    verdict === 'no target' ? '' : verdict,
    remark ?? '',
  ];
}

const HEADINGS = ['measure', 'figure', 'min–max (runs)', 'target', 'verdict', 'remark'];

/** A table in Markdown, which a terminal and docs/bench.md both show. */
export function tableOf(lines: readonly BenchLine[]): string {
  const rows = [HEADINGS, ...lines.map(cellsOf)];
  const widths = HEADINGS.map((_heading, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const written = rows.map((row) => `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`);
  const rule = `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`;
  return [written[0], rule, ...written.slice(1)].join('\n');
}

/** What misses its target, each with its figure; empty when nothing does. */
export function shortfalls(lines: readonly BenchLine[]): string[] {
  return lines
    .filter((line) => verdictOf(line) === 'falls short')
    .map(
      (line) =>
        `falls short: ${line.measure} is ${figureText(line.figure)} ${line.unit}, target ${targetText(line.target)}`,
    );
}
