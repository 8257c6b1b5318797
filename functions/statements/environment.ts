import * as z from 'zod';
import { clockSetting } from '../../shared/calendar/clock.ts';
import { mailSettings } from '../../shared/mail/mail-settings.ts';

const name = z.string().min(1);

/** Environment of each function of the area. infra sets exactly these variables; each handler parses its own once. */
export const statementsPageEnvironment = z.object({
  CLOCK: clockSetting,
  HEADS_TABLE: name,
  ENTRIES_TABLE: name,
  REGISTER_TABLE: name,
  LINKS_TABLE: name,
});

export const statementsRenderEnvironment = statementsPageEnvironment.extend({
  DOCUMENTS_BUCKET: name,
  PUBLIC_URL: z.url(),
  ASSETS_DIR: name,
});

export const statementsDeskEnvironment = statementsRenderEnvironment.extend({ SYSTEM_TABLE: name });

export const statementsEvidenceEnvironment = z.object({
  CLOCK: clockSetting,
  SYSTEM_TABLE: name,
  DOCUMENTS_TABLE: name,
  DOCUMENTS_BUCKET: name,
  VAULT_BUCKET: name,
});

export const statementsApiEnvironment = z.object({
  CLOCK: clockSetting,
  DOCUMENTS_TABLE: name,
  HEADS_TABLE: name,
  ENTRIES_TABLE: name,
  IDEMPOTENCY_TABLE: name,
  REGISTER_TABLE: name,
  LINKS_TABLE: name,
  SYSTEM_TABLE: name,
  DOCUMENTS_BUCKET: name,
});

export const statementsDeliverEnvironment = z.object({
  CLOCK: clockSetting,
  REGISTER_TABLE: name,
  LINKS_TABLE: name,
  ...mailSettings,
});

/** Of what follows mails and the calendar. */
export const statementsTickEnvironment = z.object({ CLOCK: clockSetting, LINKS_TABLE: name, SYSTEM_TABLE: name });

/** Of the calendar's work, which counts the day before as well. */
export const statementsDailyEnvironment = statementsTickEnvironment.extend({ ENTRIES_TABLE: name });

export const statementsMonthlyEnvironment = statementsDeliverEnvironment;
