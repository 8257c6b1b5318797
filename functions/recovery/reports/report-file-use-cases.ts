import type { UseCases } from '../../../shared/http/route.ts';
import { reportFileName } from './drawing/report-texts.ts';
import type { RecoveryReport } from './figures/recovery-report.ts';
import type { Period } from './figures/report-period.ts';
import { reportable } from './figures/report-period.ts';
import { type ReadReportDeps, readReport } from './read-report.ts';
import type { reportFileRoutes } from './report-routes.ts';

/** What the file routes of reports need: renderers besides the figures. */
export interface ReportFileDeps extends ReadReportDeps {
  pdf(report: RecoveryReport): Promise<Uint8Array>;
  workbook(report: RecoveryReport): Promise<Uint8Array>;
}

/** Use cases of `reportFileRoutes`, by operationId. */
export const reportFileUseCases: UseCases<ReportFileDeps, typeof reportFileRoutes> = {
  getRecoveryReportPdf: async (deps, { params, query }) => {
    const report = await reportOf(deps, params.period, query.basis);
    return { bytes: await deps.pdf(report), fileName: `${reportFileName(report)}.pdf` };
  },
  getRecoveryReportWorkbook: async (deps, { params, query }) => {
    const report = await reportOf(deps, params.period, query.basis);
    return { bytes: await deps.workbook(report), fileName: `${reportFileName(report)}.xlsx` };
  },
};

const reportOf = (deps: ReportFileDeps, period: Period, basis: RecoveryReport['basis']) =>
  readReport(deps, { period: reportable(period, deps.clock.today()), basis });
