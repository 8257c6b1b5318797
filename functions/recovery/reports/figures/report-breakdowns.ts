import { OFFICES } from '../../../../shared/institute/offices.ts';
import { CHANNELS, STAGES } from '../../../../shared/loan-book/event.ts';
import { type Measures, sumOf } from '../../rollups/measures.ts';
import type { CellDimensions } from '../../rollups/rollup-keys.ts';
import type { BreakdownRow, RecoveryReport } from './recovery-report.ts';
import { flowOf, flowOfClass, flowOfCredit } from './report-figures.ts';
import { agentLabel, CLASS_NAMES_ES, channelLabel, officeLabel, stageLabel } from './report-labels.ts';

/** A cell of the rollups: payments of a day with the same office, channel, stage and agent. */
export interface Cell {
  readonly dimensions: CellDimensions;
  readonly measures: Measures;
}

/**
 * The breakdown tables of payments. Offices, channels and stages always have all their rows, zeros included, so that
 * tables of two days lie over one another; agents only those that occur. The rows of a table sum to the payments.
 */
export function breakdownsOf(cells: readonly Cell[]): RecoveryReport['breakdowns'] {
  const paid = cells.filter(({ dimensions }) => dimensions.group === 'paid');
  const all = sumOf(paid.map(({ measures }) => measures));
  return {
    office: rowsBy(paid, 'office', OFFICES, officeLabel),
    channel: rowsBy(paid, 'channel', CHANNELS, channelLabel),
    maturityClass: [
      { key: 'notDue', label: CLASS_NAMES_ES.notDue, flow: flowOfClass(all, 'notDue') },
      { key: 'overdue', label: CLASS_NAMES_ES.overdue, flow: flowOfClass(all, 'overdue') },
      { key: 'credit', label: CLASS_NAMES_ES.credit, flow: flowOfCredit(all) },
    ],
    stage: rowsBy(paid, 'stage', STAGES, stageLabel),
    agent: rowsBy(paid, 'agent', [], agentLabel),
  };
}

function rowsBy(
  cells: readonly Cell[],
  dimension: 'office' | 'channel' | 'stage' | 'agent',
  always: readonly string[],
  label: (key: string) => string,
): BreakdownRow[] {
  const byKey = Map.groupBy(cells, ({ dimensions }) => dimensions[dimension]);
  const others = [...byKey.keys()].filter((key) => !always.includes(key)).sort();
  return [...always, ...others].map((key) => ({
    key,
    label: label(key),
    flow: flowOf(sumOf((byKey.get(key) ?? []).map(({ measures }) => measures))),
  }));
}
