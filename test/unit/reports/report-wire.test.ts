import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { reportOf } from '../../../functions/recovery/reports/figures/compute-report.ts';
import { recoveryReportSchema } from '../../../functions/recovery/reports/figures/recovery-report.ts';
import { dayPeriod, yearPeriod } from '../../../functions/recovery/reports/figures/report-period.ts';
import { reportFileRoutes, reportRoutes } from '../../../functions/recovery/reports/report-routes.ts';
import { reportWireSchema } from '../../../functions/recovery/reports/report-wire.ts';
import { calendarDate } from '../../../shared/calendar/calendar-date.ts';

const empty = { cells: [], byOtherDate: [] };
const day = calendarDate('2026-11-19');
const totals = { entries: 1, 'paid/count': 1, 'paid/payments': 1, 'paid/amount': 125_050, 'paid/credit': 125_050 };
const report = reportOf(
  {
    period: dayPeriod(day),
    axis: 'recorded',
    days: new Map([[day, totals]]),
    monthDays: new Map([[day, totals]]),
    yearMonths: new Map(),
    details: [empty],
    depositsBefore: { 'received.count': 3, 'received.amount': 900, 'returned.count': 1, 'returned.amount': 200 },
    depositsDuring: { 'assigned.count': 1, 'assigned.amount': 300, 'reopened.count': 1, 'reopened.amount': 50 },
    lastMonth: { range: { from: day, to: day }, totals: {} },
    lastYear: { range: { from: day, to: day }, totals: {} },
    opening: undefined,
    closing: undefined,
    reconciliations: new Map([[day, undefined]]),
  },
  '2026-11-20T13:00:00.000Z',
);

describe('a report on the wire', () => {
  it('is what its schema says inside, and has decimal pesos outside', () => {
    expect(recoveryReportSchema.parse(report)).toEqual(report);
    const wire = reportWireSchema.parse(report);
    expect(wire.totals.payments.amount).toBe('1250.50');
    expect(wire.unidentified.closing).toEqual({ count: 2, amount: '4.50' });
    expect(wire.effect?.status).toBe('not-valued');
    expect(wire.effect?.rows[0]).toMatchObject({ label: 'Capital', opening: null, difference: null });
  });

  it('can be described as JSON Schema, money as text', () => {
    const schema = z.toJSONSchema(reportWireSchema.shape.accumulated, { io: 'output' });
    expect(JSON.stringify(schema)).toContain('"type":"string"');
  });

  it('does not lose sight of a year', () => {
    expect(yearPeriod(2026)).toEqual({ type: 'year', from: '2026-01-01', to: '2026-12-31' });
  });
});

describe('routes of reports', () => {
  it('have one use case each, and files are served by the renderer only', () => {
    expect(reportRoutes.every(({ servedBy }) => servedBy === 'reports')).toBe(true);
    expect(reportFileRoutes.every(({ servedBy }) => servedBy === 'render')).toBe(true);
    const ids = [...reportRoutes, ...reportFileRoutes].map(({ operationId }) => operationId);
    expect(new Set(ids).size).toBe(ids.length);
  });
  it('let only Accounting close a month, and let the auditor read everything and change nothing', () => {
    const close = reportRoutes.find(({ operationId }) => operationId === 'closeAccountingMonth');
    expect(close?.roles).toEqual(['accountant']);
    for (const { method, roles } of [...reportRoutes, ...reportFileRoutes]) {
      expect((roles as readonly string[]).includes('auditor')).toBe(method === 'GET');
    }
  });
});
