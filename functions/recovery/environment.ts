import * as z from 'zod';
import { clockSetting } from '../../shared/calendar/clock.ts';

const CLOCK = clockSetting;
const name = z.string().min(1);

const ledger = { HEADS_TABLE: name, ENTRIES_TABLE: name, IDEMPOTENCY_TABLE: name };
/** What posting a payment touches. */
const payments = { CLOCK, ...ledger, REGISTER_TABLE: name, SYSTEM_TABLE: name };

/** Environment of each function of the area. infra sets exactly these variables; each handler parses its own once. */
export const recoveryApiEnvironment = z.object(payments);

export const recoveryReportsEnvironment = z.object({
  CLOCK,
  ROLLUPS_TABLE: name,
  SYSTEM_TABLE: name,
  IDEMPOTENCY_TABLE: name,
  REPORTS_BUCKET: name,
  REPORT_RECIPIENTS: name,
});

export const recoveryDeskEnvironment = z.object({ ...payments, INTAKE_BUCKET: name });

export const recoveryPostFileEnvironment = z.object({ ...payments, INTAKE_BUCKET: name });

export const recoveryResumeFilesEnvironment = z.object(payments);

export const recoveryRenderEnvironment = z.object({
  ...payments,
  ROLLUPS_TABLE: name,
  REPORTS_BUCKET: name,
  ASSETS_DIR: name,
});

export const recoveryRollupEnvironment = z.object({
  ENTRIES_TABLE: name,
  ROLLUPS_TABLE: name,
  SYSTEM_TABLE: name,
});

export const recoveryValuePortfolioEnvironment = z.object({
  CLOCK,
  HEADS_TABLE: name,
  ENTRIES_TABLE: name,
  ROLLUPS_TABLE: name,
  ROOTS_BUCKET: name,
});

export const recoveryRestatePastEnvironment = z.object({
  CLOCK,
  HEADS_TABLE: name,
  ENTRIES_TABLE: name,
  SYSTEM_TABLE: name,
  REPORTS_BUCKET: name,
});

export const recoveryCloseDayEnvironment = z.object({
  CLOCK,
  ENTRIES_TABLE: name,
  ROLLUPS_TABLE: name,
  SYSTEM_TABLE: name,
  REPORTS_BUCKET: name,
});

export const recoverySendReportEnvironment = z.object({
  CLOCK,
  STAGE: name,
  ROLLUPS_TABLE: name,
  SYSTEM_TABLE: name,
  REPORTS_BUCKET: name,
  ASSETS_DIR: name,
  MAIL_FROM: name,
  MAIL_CONFIGURATION_SET: name,
  MAIL_PER_SECOND: z.coerce.number().positive(),
  REPORT_RECIPIENTS: name,
});
