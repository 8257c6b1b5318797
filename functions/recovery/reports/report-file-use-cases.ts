import type { UseCases } from '../../../shared/http/route.ts';
import { rangePeriod } from './range-period.ts';
import { type ReadReportDeps, readReport } from './read-report.ts';
import type { RecoveryReport } from './recovery-report.ts';
import { dayPeriod, monthPeriod, type Period, yearPeriod } from './report-period.ts';
import type { reportFileRoutes } from './report-routes.ts';
import { reportFileName } from './report-texts.ts';

/** What the file routes of reports need: renderers besides the figures. */
export interface ReportFileDeps extends ReadReportDeps {
  pdf(report: RecoveryReport): Promise<Uint8Array>;
  workbook(report: RecoveryReport): Promise<Uint8Array>;
}

/** Use cases of `reportFileRoutes`, by operationId. */
export const reportFileUseCases: UseCases<ReportFileDeps, typeof reportFileRoutes> = {
  getDailyReportPdf: (deps, { params, query }) => pdfOf(deps, dayPeriod(params.date), query.basis),
  getDailyReportWorkbook: (deps, { params, query }) => workbookOf(deps, dayPeriod(params.date), query.basis),
  getMonthlyReportPdf: (deps, { params, query }) => pdfOf(deps, monthPeriod(params.month), query.basis),
  getMonthlyReportWorkbook: (deps, { params, query }) => workbookOf(deps, monthPeriod(params.month), query.basis),
  getYearlyReportPdf: (deps, { params, query }) => pdfOf(deps, yearPeriod(Number(params.year)), query.basis),
  getYearlyReportWorkbook: (deps, { params, query }) => workbookOf(deps, yearPeriod(Number(params.year)), query.basis),
  getRangeReportPdf: (deps, { query }) => pdfOf(deps, rangePeriod(query, deps.clock.today()), query.basis),
  getRangeReportWorkbook: (deps, { query }) => workbookOf(deps, rangePeriod(query, deps.clock.today()), query.basis),
};

async function pdfOf(deps: ReportFileDeps, period: Period, basis: RecoveryReport['basis']) {
  const report = await readReport(deps, { period, basis });
  return { bytes: await deps.pdf(report), fileName: `${reportFileName(report)}.pdf` };
}

async function workbookOf(deps: ReportFileDeps, period: Period, basis: RecoveryReport['basis']) {
  const report = await readReport(deps, { period, basis });
  return { bytes: await deps.workbook(report), fileName: `${reportFileName(report)}.xlsx` };
}
