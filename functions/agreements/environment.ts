import * as z from 'zod';
import { clockSetting } from '../../shared/calendar/clock.ts';
import { mailSettings } from '../../shared/mail/mail-settings.ts';

const name = z.string().min(1);

/** Environment of each function of the area. infra sets exactly these variables; each handler parses its own once. */
export const agreementsSweepEnvironment = z.object({
  CLOCK: clockSetting,
  HEADS_TABLE: name,
  ENTRIES_TABLE: name,
  IDEMPOTENCY_TABLE: name,
  SYSTEM_TABLE: name,
});

export const agreementsRenderEnvironment = z.object({
  CLOCK: clockSetting,
  REGISTER_TABLE: name,
  SYSTEM_TABLE: name,
  REPORTS_BUCKET: name,
  ASSETS_DIR: name,
});

export const agreementsDrawPapersEnvironment = agreementsRenderEnvironment.extend({ HEADS_TABLE: name });

export const agreementsApiEnvironment = agreementsSweepEnvironment.extend({ REGISTER_TABLE: name });

export const agreementsRemindEnvironment = z.object({
  CLOCK: clockSetting,
  HEADS_TABLE: name,
  REGISTER_TABLE: name,
  LINKS_TABLE: name,
  ...mailSettings,
});

export const agreementsPreviewEnvironment = z.object({ CLOCK: clockSetting, HEADS_TABLE: name, SYSTEM_TABLE: name });
