import { type ReadReportDeps, readReport } from './read-report.ts';
import { monthPeriod } from './report-period.ts';
import type { SendReportDeps } from './send-report.ts';

/**
 * The report that a mail carries: a day's only when it is frozen; a month's as it stands, since the mail leaves on the
 * first and Accounting closes days later (its subject says that it is provisional until then).
 */
export function reportToSend(deps: ReadReportDeps): SendReportDeps['reportOf'] {
  return (report, period) =>
    report === 'daily'
      ? deps.frozen.find('daily', period)
      : readReport(deps, { period: monthPeriod(period), basis: 'recorded' });
}
