import type { Role } from '../../shared/institute/posts.ts';

/** Make out and cancel CFDIs, and say how each component is taxed. */
export const INVOICERS = ['accountant'] as const satisfies readonly Role[];

/** Sign what another person of Accounting proposed. */
export const SETTINGS_SIGNERS = ['accountant', 'director'] as const satisfies readonly Role[];

/** Ask for the CFDI of a payment: whoever attends the person who paid. */
export const INVOICE_REQUESTERS = [
  ...INVOICERS,
  'recovery-technician',
  'cashier',
  'attention-desk',
] as const satisfies readonly Role[];

/** The settings are of no office: those who are bound to one see them on each CFDI. */
export const SETTINGS_READERS = [
  ...SETTINGS_SIGNERS,
  'portfolio-coordinator',
  'systems',
  'auditor',
] as const satisfies readonly Role[];

export const INVOICE_READERS = [
  ...INVOICE_REQUESTERS,
  'director',
  'portfolio-coordinator',
  'systems',
  'auditor',
] as const satisfies readonly Role[];
