import * as z from 'zod';
import { clockSetting } from '../../shared/calendar/clock.ts';
import { mailSettings } from '../../shared/mail/mail-settings.ts';

const name = z.string().min(1);

/** Environment of each function of the area. infra sets exactly these variables; each handler parses its own once. */
export const custodyApiEnvironment = z.object({
  CLOCK: clockSetting,
  HEADS_TABLE: name,
  ENTRIES_TABLE: name,
  REGISTER_TABLE: name,
  DOCUMENTS_TABLE: name,
  IDEMPOTENCY_TABLE: name,
  SYSTEM_TABLE: name,
  QUARANTINE_BUCKET: name,
  VAULT_BUCKET: name,
});

export const custodyReceiveEnvironment = z.object({
  CLOCK: clockSetting,
  DOCUMENTS_TABLE: name,
  QUARANTINE_BUCKET: name,
  VAULT_BUCKET: name,
});

export const custodyLettersEnvironment = z.object({
  CLOCK: clockSetting,
  HEADS_TABLE: name,
  ENTRIES_TABLE: name,
  REGISTER_TABLE: name,
  DOCUMENTS_TABLE: name,
  LINKS_TABLE: name,
  IDEMPOTENCY_TABLE: name,
  SYSTEM_TABLE: name,
  VAULT_BUCKET: name,
  PUBLIC_URL: name,
  ASSETS_DIR: name,
});

export const custodyDisposeEnvironment = custodyLettersEnvironment.omit({ LINKS_TABLE: true, PUBLIC_URL: true });

export const custodyDeskEnvironment = z.object({
  CLOCK: clockSetting,
  HEADS_TABLE: name,
  ENTRIES_TABLE: name,
  IDEMPOTENCY_TABLE: name,
  REGISTER_TABLE: name,
  DOCUMENTS_TABLE: name,
  SYSTEM_TABLE: name,
});

export const custodyRenderEnvironment = custodyDeskEnvironment
  .omit({ IDEMPOTENCY_TABLE: true })
  .extend({ ASSETS_DIR: name });

export const custodyReceiveListEnvironment = custodyDeskEnvironment.pick({
  ...{ CLOCK: true, REGISTER_TABLE: true, DOCUMENTS_TABLE: true, SYSTEM_TABLE: true },
});

export const custodyChaseEnvironment = z.object({ CLOCK: clockSetting, DOCUMENTS_TABLE: name, ...mailSettings });
