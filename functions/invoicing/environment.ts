import * as z from 'zod';
import { clockSetting } from '../../shared/calendar/clock.ts';
import { mailSettings } from '../../shared/mail/mail-settings.ts';

const name = z.string().min(1);

/** Environment of each function of the area. infra sets exactly these variables; each handler parses its own once. */
export const invoicingApiEnvironment = z.object({
  CLOCK: clockSetting,
  HEADS_TABLE: name,
  ENTRIES_TABLE: name,
  IDEMPOTENCY_TABLE: name,
  REGISTER_TABLE: name,
  SYSTEM_TABLE: name,
  DOCUMENTS_TABLE: name,
});

export const invoicingRenderEnvironment = z.object({
  SYSTEM_TABLE: name,
  DOCUMENTS_TABLE: name,
  VAULT_BUCKET: name,
  ASSETS_DIR: name,
});

export const invoicingStampEnvironment = z.object({
  CLOCK: clockSetting,
  ENTRIES_TABLE: name,
  SYSTEM_TABLE: name,
  DOCUMENTS_TABLE: name,
  VAULT_BUCKET: name,
  PAC_URL: z.url(),
  SAT_STATUS_URL: z.url(),
  /** Name of the secret with the PAC's token and the certificate of the seal (pac/pac-secret.ts). */
  PAC_SECRET: name,
});

export const invoicingDeliverEnvironment = z.object({
  CLOCK: clockSetting,
  REGISTER_TABLE: name,
  LINKS_TABLE: name,
  DOCUMENTS_TABLE: name,
  VAULT_BUCKET: name,
  ASSETS_DIR: name,
  ...mailSettings,
});

export const invoicingGlobalEnvironment = z.object({
  CLOCK: clockSetting,
  ENTRIES_TABLE: name,
  SYSTEM_TABLE: name,
  DOCUMENTS_TABLE: name,
});
