import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FrozenReports } from '../../../functions/recovery/reports/closing/frozen-report.ts';
import { reportChartSvg } from '../../../functions/recovery/reports/drawing/report-chart.ts';
import { reportSubject } from '../../../functions/recovery/reports/drawing/report-mail.ts';
import { reportMailHtml, reportMailText } from '../../../functions/recovery/reports/drawing/report-mail-body.ts';
import { reportPdf } from '../../../functions/recovery/reports/drawing/report-pdf.ts';
import { reportWorkbook } from '../../../functions/recovery/reports/drawing/report-workbook.ts';
import type { RecoveryReport } from '../../../functions/recovery/reports/figures/recovery-report.ts';
import type { ReportReads } from '../../../functions/recovery/reports/figures/report-data.ts';
import {
  dayPeriod,
  monthPeriod,
  type Period,
  reportable,
  yearPeriod,
} from '../../../functions/recovery/reports/figures/report-period.ts';
import { readReport } from '../../../functions/recovery/reports/read-report.ts';
import { reportWireSchema } from '../../../functions/recovery/reports/report-wire.ts';
import { entryFact } from '../../../functions/recovery/rollups/entry-fact.ts';
import { addInto, type Measures } from '../../../functions/recovery/rollups/measures.ts';
import {
  dayPartition,
  monthPartition,
  parseCellKey,
  parseOtherDateKey,
  yearPartition,
} from '../../../functions/recovery/rollups/rollup-keys.ts';
import {
  addDays,
  type CalendarDate,
  calendarDate,
  dayNumber,
  fromDayNumber,
} from '../../../shared/calendar/calendar-date.ts';
import { amountInWords } from '../../../shared/documents/amount-in-words.ts';
import { receiptPdf } from '../../../shared/documents/receipt-pdf.ts';
import type { Entry } from '../../../shared/ledger/ledger-items.ts';
import { MAX_CENTAVOS, MAX_SUM } from '../../../shared/money/centavos.ts';
import { Refusal } from '../../../shared/refusals/refusal.ts';
import { entryOf, paymentOf, reversalOf } from '../../fixtures/entries.ts';
import { repositoryAssets } from '../../unit/documents/repository-assets.ts';
import { sampleReceipt } from '../../unit/documents/sample-receipt.ts';

/** The rollups as the stream leaves them after each entry came `times` times, over a map instead of a table. */
function rolledUp(entries: readonly { readonly entry: Entry; readonly times: number }[]): ReportReads {
  const items = new Map<string, Record<string, number>>();
  for (const { entry, times } of entries) {
    for (const { key, measures } of entryFact(entry).contributions) {
      const into = items.get(`${key.PK}|${key.SK}`) ?? {};
      addInto(into, Object.fromEntries(Object.entries(measures).map(([name, value]) => [name, value * times])));
      items.set(`${key.PK}|${key.SK}`, into);
    }
  }
  const under = (partition: string): [string, Measures][] =>
    [...items].flatMap(([key, measures]) =>
      key.startsWith(`${partition}|`) ? [[key.slice(partition.length + 1), measures]] : [],
    );
  return {
    dayDetail: async (axis, date) => ({
      cells: under(dayPartition(axis, date)).flatMap(([SK, measures]) => {
        const dimensions = parseCellKey(SK);
        return dimensions === undefined ? [] : [{ dimensions, measures }];
      }),
      byOtherDate: under(dayPartition(axis, date)).flatMap(([SK, measures]) => {
        const other = parseOtherDateKey(axis, SK);
        return other === undefined ? [] : [{ ...other, measures }];
      }),
    }),
    daysOfMonth: async (axis, month) =>
      new Map(
        under(monthPartition(axis, month)).map(([SK, measures]) => [calendarDate(`${month}-${SK.slice(4)}`), measures]),
      ),
    monthsOfYear: async (axis, year) =>
      new Map(under(yearPartition(axis, year)).map(([SK, measures]) => [`${year}-${SK.slice(6)}`, measures])),
    depositYears: async () => new Map(),
    keyed: async () => ({
      totals: (key) => items.get(`${key.PK}|${key.SK}`) ?? {},
      snapshot: () => undefined,
      reconciliation: () => undefined,
    }),
  };
}

const FIRST = calendarDate('1900-01-01');
const LAST = calendarDate('2199-12-31');
const today = { today: () => LAST, now: () => new Date('2026-11-21T14:00:00Z') };
const neverFrozen: FrozenReports = {
  find: async () => undefined,
  findMark: async () => undefined,
  freeze: () => Promise.reject(new Error('nothing is frozen here')),
};

const dates = fc.oneof(
  fc.constantFrom(FIRST, LAST, calendarDate('1901-01-01'), calendarDate('2028-02-29')),
  fc.integer({ min: dayNumber(FIRST), max: dayNumber(LAST) }).map(fromDayNumber),
);
const amounts = fc.oneof(fc.constantFrom(1, MAX_CENTAVOS), fc.integer({ min: 1, max: MAX_CENTAVOS }));
/** What a year of the institute can bring at most: the sums of all the entries together stay within MAX_SUM. */
const MOST_ENTRIES = 6;

const movements = (date: CalendarDate) =>
  fc.array(
    fc
      .record({
        kind: fc.constantFrom('paid', 'taken back', 'disbursed'),
        amount: amounts,
        part: fc.constantFrom('principalOverdue', 'principalNotDue', 'ordinaryInterest', 'credit'),
        often: fc.boolean(),
        daysLate: fc.integer({ min: 0, max: 3 }),
      })
      .map(({ kind, amount, part, often, daysLate }) => {
        const times = often ? Math.max(1, Math.floor(MAX_SUM / MOST_ENTRIES / 4 / amount)) : 1;
        const on = { recordedOn: date, valueDate: addDays(date, date < '1900-01-05' ? daysLate : -daysLate) };
        const payment = paymentOf('N-1', 1, { [part]: amount }, on);
        const lines = { principal: amount, 'clearing:transfer': -amount };
        const entry =
          kind === 'paid'
            ? payment
            : kind === 'taken back'
              ? reversalOf(payment, 2)
              : entryOf('N-1', 1, { kind: 'disbursed', lines, ...on });
        return { entry, times };
      }),
    { maxLength: MOST_ENTRIES },
  );

const periodsAround = (date: CalendarDate): readonly (() => Period)[] => [
  () => dayPeriod(date),
  () => monthPeriod(date.slice(0, 7)),
  () => yearPeriod(Number(date.slice(0, 4))),
  () => reportable({ type: 'range', from: date, to: date < '2199-12-01' ? addDays(date, 20) : date }, LAST),
  () => reportable({ type: 'range', from: date, to: FIRST }, LAST),
];

/** Place of the period that ends before it begins; the others are refused only before the first day that has a report. */
const BACKWARDS = 4;

/** The report, or undefined when it was refused as 422: a person can ask for what there cannot be. */
async function reportOrRefusal(
  reads: ReportReads,
  period: () => Period,
  basis: RecoveryReport['basis'],
): Promise<RecoveryReport | undefined> {
  try {
    return await readReport({ clock: today, reads, frozen: neverFrozen }, { period: period(), basis });
  } catch (error) {
    if (error instanceof Refusal && error.rule.status === 422) return undefined;
    throw error;
  }
}

const scenes = dates.chain((date) =>
  fc.record({
    date: fc.constant(date),
    entries: movements(date),
    basis: fc.constantFrom<RecoveryReport['basis'][]>('recorded', 'value-date'),
  }),
);

describe('reports of whatever was accepted', () => {
  it('every period of every date is a report whose wire form, mail and chart can be written, or a 422', async () => {
    await fc.assert(
      fc.asyncProperty(scenes, async ({ date, entries, basis }) => {
        const reads = rolledUp(entries);
        for (const [index, period] of periodsAround(date).entries()) {
          const report = await reportOrRefusal(reads, period, basis);
          if (report === undefined) {
            expect(index === BACKWARDS || date < '1901-01-01', `${date} ${index}`).toBe(true);
            continue;
          }
          const wire = reportWireSchema.parse(report);
          const texts = [
            JSON.stringify(wire),
            reportSubject(report),
            reportMailText({ report, restDays: report.series }),
            String(reportMailHtml({ report, restDays: report.series }, 'grafica')),
            reportChartSvg(report),
          ];
          for (const text of texts) expect(text).not.toMatch(/NaN|Infinity|undefined|\d(?:\.\d+)?e\+/);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('a day of the largest amounts can be printed and opened in Excel', async () => {
    await fc.assert(
      fc.asyncProperty(movements(calendarDate('2026-11-20')), async (entries) => {
        const report = await reportOrRefusal(
          rolledUp(entries),
          () => dayPeriod(calendarDate('2026-11-20')),
          'recorded',
        );
        if (report === undefined) throw new Error('2026-11-20 has a report');
        expect((await reportPdf(repositoryAssets, report, today.now())).length).toBeGreaterThan(1_000);
        expect((await reportWorkbook(report, today.now())).length).toBeGreaterThan(1_000);
      }),
      { numRuns: 3 },
    );
  });

  it('a receipt of the largest payment can be printed, in words too', async () => {
    const applied = { principal: MAX_CENTAVOS, ordinaryInterest: 0, defaultInterest: 0, collectionCosts: 0 };
    const owed = { principal: MAX_SUM / 4, ordinaryInterest: 1, defaultInterest: 0, collectionCosts: 0 };
    const balanceAfter = { ...owed, principal: Math.floor(owed.principal) };
    const notes = [{ contractNumber: 'T-1', applied, balanceAfter }];
    const receipt = { ...sampleReceipt, amount: MAX_CENTAVOS, credit: 0, notes };
    expect((await receiptPdf(repositoryAssets, receipt)).length).toBeGreaterThan(1_000);
    expect(amountInWords(MAX_CENTAVOS)).toBe('(CIEN MIL MILLONES DE PESOS 00/100 M.N.)');
  });

  it.each(['1900-01-01', '1900-12-31'])(
    '%s is before the first day that has a report: 422 with the day',
    async (text) => {
      const date = calendarDate(text);
      for (const period of periodsAround(date).slice(0, 4)) {
        await expect(
          readReport(
            { clock: today, reads: rolledUp([]), frozen: neverFrozen },
            { period: period(), basis: 'recorded' },
          ),
        ).rejects.toMatchObject({ code: 'range-not-valid', detail: expect.stringContaining('1901-01-01') });
      }
    },
  );
});
