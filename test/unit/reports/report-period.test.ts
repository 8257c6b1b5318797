import { describe, expect, it } from 'vitest';
import {
  combinedReconciliation,
  NOT_RUN,
  reconciliationOf,
} from '../../../functions/recovery/reports/figures/reconciliation-result.ts';
import {
  dayPeriod,
  monthPeriod,
  monthsEarlier,
  periodLabel,
  totalKeysOf,
  yearPeriod,
} from '../../../functions/recovery/reports/figures/report-period.ts';
import { periodSchema } from '../../../functions/recovery/reports/period-text.ts';
import {
  dayMeant,
  dayToTell,
  monthBefore,
  restDaysAfter,
} from '../../../functions/recovery/reports/report-schedule.ts';
import { calendarDate } from '../../../shared/calendar/calendar-date.ts';
import { bankHolidayCalendar } from '../../../shared/calendar/mexican-bank-holidays.ts';

const date = calendarDate;
const calendar = bankHolidayCalendar();

describe('periods of reports', () => {
  it('are named as people say them', () => {
    expect(periodLabel(dayPeriod(date('2026-11-19')))).toBe('19 de noviembre de 2026');
    expect(periodLabel(monthPeriod('2026-02'))).toBe('febrero de 2026');
    expect(periodLabel(yearPeriod(2026))).toBe('2026');
  });
  it('are compared with the same day a month and a year before; the 31st with the last day', () => {
    expect(monthsEarlier(dayPeriod(date('2026-03-31')), 1)).toEqual({ from: '2026-02-28', to: '2026-02-28' });
    expect(monthsEarlier(dayPeriod(date('2024-02-29')), 12)).toEqual({ from: '2023-02-28', to: '2023-02-28' });
  });
  it('compare whole months with whole months', () => {
    expect(monthsEarlier(monthPeriod('2026-02'), 1)).toEqual({ from: '2026-01-01', to: '2026-01-31' });
    expect(monthsEarlier(yearPeriod(2025), 12)).toEqual({ from: '2024-01-01', to: '2024-12-31' });
  });
  it('take whole months by month and the rest by day', () => {
    const keys = totalKeysOf('recorded', { from: date('2026-01-30'), to: date('2026-03-02') });
    expect(keys).toEqual([
      { PK: 'MONTH#2026-01', SK: 'DAY#30' },
      { PK: 'MONTH#2026-01', SK: 'DAY#31' },
      { PK: 'YEAR#2026', SK: 'MONTH#02' },
      { PK: 'MONTH#2026-03', SK: 'DAY#01' },
      { PK: 'MONTH#2026-03', SK: 'DAY#02' },
    ]);
  });
});

describe('what the schedule mails', () => {
  it.each([
    ['2026-11-20', '2026-11-19'],
    ['2026-11-23', '2026-11-20'],
    ['2026-11-17', '2026-11-13'],
  ])('on %s the report of %s', (today, reported) => {
    expect(dayToTell(date(today), calendar)).toBe(reported);
  });
  it.each(['2026-11-21', '2026-11-22', '2026-11-16'])('nothing on %s, when banks are closed', (today) => {
    expect(dayToTell(date(today), calendar)).toBeNull();
  });
  it('on the first of the month the month before, open or not', () => {
    expect(monthBefore(date('2027-01-01'))).toBe('2026-12');
  });
  it('with the closed days in between listed', () => {
    expect(restDaysAfter(date('2026-11-13'), calendar)).toEqual({ from: '2026-11-14', to: '2026-11-16' });
    expect(restDaysAfter(date('2026-11-18'), calendar)).toBeUndefined();
  });
});

describe('reconciliation of several days', () => {
  const squared = reconciliationOf('2026-11-20T13:00:00.000Z', [], []);
  const different = reconciliationOf(
    '2026-11-21T13:00:00.000Z',
    [],
    [{ check: 'balances', where: 'Saldo', detail: '', expected: 1, found: 2 }],
  );
  it('lists the differences of every day under its date', () => {
    const all = new Map([
      [date('2026-11-19'), squared],
      [date('2026-11-20'), different],
    ]);
    const result = combinedReconciliation(all, [...all.keys()]);
    expect(result).toMatchObject({ status: 'different', differences: [{ where: '2026-11-20: Saldo' }] });
  });
  it('is not run while a day with movements has none', () => {
    const all = new Map([
      [date('2026-11-19'), squared],
      [date('2026-11-20'), undefined],
    ]);
    expect(combinedReconciliation(all, [date('2026-11-19'), date('2026-11-20')]).status).toBe('not-run');
    expect(combinedReconciliation(all, [date('2026-11-19')]).status).toBe('squared');
    expect(combinedReconciliation(new Map([[date('2026-11-19'), undefined]]), [])).toBe(NOT_RUN);
  });
  it('says how many days are missing, and "Sin conciliar" only when every one is', () => {
    const days = ['2026-11-18', '2026-11-19', '2026-11-20'].map(date);
    const told = (...results: (typeof squared | undefined)[]) =>
      combinedReconciliation(new Map(days.map((day, index) => [day, results[index]])), days).statusLabel;
    expect(told(squared, squared, squared)).toBe('Conciliado');
    expect(told(squared, squared, undefined)).toBe('Falta 1 día por conciliar de 3 con movimientos');
    expect(told(undefined, squared, undefined)).toBe('Faltan 2 días por conciliar de 3 con movimientos');
    expect(told(undefined, undefined, undefined)).toBe('Sin conciliar');
    expect(told(squared, different, undefined)).toBe('Con diferencias');
  });
  it('tells every check of its days by its name, so that a difference is never told by a code', () => {
    const unread = (ok: boolean) => ({
      code: 'unread',
      label: 'Lo que no se pudo leer',
      ok,
      left: { label: 'Sin leer', count: 1, amount: 5 },
      right: { label: 'Permitidos', count: 0, amount: 0 },
    });
    const difference = { check: 'unread', where: 'Archivo x', detail: '', expected: 0, found: 5 };
    const all = new Map([
      [date('2026-11-19'), reconciliationOf('2026-11-20T13:00:00.000Z', [unread(true)], [])],
      [date('2026-11-20'), reconciliationOf('2026-11-21T13:00:00.000Z', [unread(false)], [difference])],
    ]);
    expect(combinedReconciliation(all, [...all.keys()]).checks.slice(1)).toEqual([
      {
        code: 'unread',
        label: 'Lo que no se pudo leer',
        ok: false,
        left: { label: 'Días conciliados', count: 2, amount: 0 },
        right: { label: 'Días en que cuadra', count: 1, amount: 0 },
      },
    ]);
  });
});

describe('a period in an address', () => {
  it.each([
    ['2026-11-19', { type: 'day', from: '2026-11-19', to: '2026-11-19' }],
    ['2026-02', { type: 'month', from: '2026-02-01', to: '2026-02-28' }],
    ['2026', { type: 'year', from: '2026-01-01', to: '2026-12-31' }],
    ['2026-11-01..2026-11-19', { type: 'range', from: '2026-11-01', to: '2026-11-19' }],
  ])('%s', (text, period) => {
    expect(periodSchema.parse(text)).toEqual(period);
  });
  it.each([
    '',
    '..',
    '2026-13',
    '2026-02-29',
    '2026-11-01..',
    '..2026-11-01',
    '2026..2027',
    '1899',
    '26',
    '2026-01-01..2026-01-02..2026-01-03',
  ])('not «%s»', (text) => {
    expect(periodSchema.safeParse(text).success).toBe(false);
  });
});

it('a schedule means the day of its instant in Hermosillo, and never one to come', () => {
  const today = date('2026-11-20');
  expect(dayMeant({}, today)).toBe('2026-11-20');
  expect(dayMeant({ scheduledTime: '2026-11-19T14:00:00Z' }, today)).toBe('2026-11-19');
  expect(dayMeant({ scheduledTime: '2026-11-20T06:59:59Z' }, today)).toBe('2026-11-19');
  expect(dayMeant({ scheduledTime: '2026-11-21T14:00:00Z' }, today)).toBe('2026-11-20');
});
