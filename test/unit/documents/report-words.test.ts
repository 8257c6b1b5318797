import { describe, expect, it } from 'vitest';
import { figuresHash } from '../../../functions/recovery/reports/closing/frozen-report.ts';
import {
  changeText,
  countText,
  paymentCount,
  reconciliationText,
} from '../../../functions/recovery/reports/drawing/report-texts.ts';
import type { RecoveryReport } from '../../../functions/recovery/reports/figures/recovery-report.ts';
import { calendarDate } from '../../../shared/calendar/calendar-date.ts';
import {
  dayAndShortMonth,
  hermosilloDateTime,
  longDate,
  longDateWithWeekday,
  monthAndYear,
  shortDate,
} from '../../../shared/calendar/spanish-dates.ts';
import { percentText } from '../../../shared/documents/percent-text.ts';
import { inOfficeOrder } from '../../../shared/institute/offices.ts';
import { sampleReport } from './sample-report.ts';

describe('words of reports', () => {
  it.each([
    [150, 100, '50.0 % más que ayer ($1.00)'],
    [199, 100, '99.0 % más que ayer ($1.00)'],
    [1_299_900, 100_000, '$11,999.00 más que ayer ($1,000.00)'],
    [50, 100, '50.0 % menos que ayer ($1.00)'],
    [100_000, 100_010, 'Igual que ayer ($1,000.10)'],
    [100, 0, 'Sin recuperación con que comparar: ayer'],
    [0, 100, '100.0 % menos que ayer ($1.00)'],
  ])('%i against %i', (now, before, words) => {
    expect(changeText(now, before, 'ayer')).toBe(words);
  });

  it('writes percents, counts and dates as people in Hermosillo do', () => {
    expect([percentText(45, 360), percentText(-1, 3), percentText(0, 5)]).toEqual(['12.5 %', '33.3 %', '0.0 %']);
    expect([countText(0), countText(1_234_567), paymentCount(1)]).toEqual(['0', '1,234,567', '1 pago']);
    const date = calendarDate('2026-09-05');
    expect([
      longDate(date),
      longDateWithWeekday(date),
      shortDate(date),
      monthAndYear(date),
      dayAndShortMonth(date),
    ]).toEqual([
      '5 de septiembre de 2026',
      'sábado 5 de septiembre de 2026',
      '05/09/2026',
      'septiembre de 2026',
      '5 sep',
    ]);
    expect(hermosilloDateTime(new Date('2026-01-01T06:59:00Z'))).toBe('31/12/2025 23:59 h');
  });

  it('tells when a day was reconciled, of several days the last time, and of value dates where to look', () => {
    const month: RecoveryReport = { ...sampleReport, period: { ...sampleReport.period, type: 'month' } };
    const texts = [sampleReport, month, { ...month, basis: 'value-date' as const }].map(reconciliationText);
    expect(texts).toEqual([
      'Resultado: Con diferencias. Se hizo el 21/11/2026 06:00 h.',
      'Resultado: Con diferencias. Cada día se concilia por separado; la última vez fue el 21/11/2026 06:00 h.',
      'Los días se concilian por fecha de registro: véala en ese reporte.',
    ]);
  });

  it('lists offices in one order everywhere, unknown ones last; an earlier order is not another figure', () => {
    const keys = ['zona', 'nogales', 'obregon', 'hermosillo', 'altar'];
    expect(inOfficeOrder(keys, (key) => key)).toEqual(['hermosillo', 'obregon', 'nogales', 'altar', 'zona']);
    const { portfolio } = sampleReport;
    if (portfolio === null) throw new Error('the sample has a portfolio');
    const before = { ...sampleReport, portfolio: { ...portfolio, offices: portfolio.offices.toReversed() } };
    expect(figuresHash(before)).toBe(figuresHash(sampleReport));
  });
});
