import type { Role } from '../../shared/institute/posts.ts';

/** Who may do what with payments in, from the job descriptions (house.md, Roles). */

/** Read what came in and what became of it. */
export const READERS = [
  'director',
  'portfolio-coordinator',
  'recovery-technician',
  'accountant',
  'systems',
  'auditor',
] as const satisfies readonly Role[];

/** Bring bank files in. */
export const FILE_SENDERS = ['recovery-technician', 'accountant'] as const satisfies readonly Role[];

/** Decide about money: duplicates, deposits, bounced cheques. */
export const TECHNICIANS = ['recovery-technician'] as const satisfies readonly Role[];

/** Ask for a payment to be corrected, and authorise it: never the same person. Por confirmar por el Instituto. */
export const CORRECTION_REQUESTERS = [
  'recovery-technician',
  'portfolio-coordinator',
] as const satisfies readonly Role[];
export const CORRECTION_AUTHORISERS = ['systems', 'director'] as const satisfies readonly Role[];

/** Ask for the portfolio of a past day. */
export const RESTATERS = [
  'accountant',
  'portfolio-coordinator',
  'recovery-technician',
  'systems',
] as const satisfies readonly Role[];

/** Approve that money leaves. */
export const APPROVERS = ['accountant'] as const satisfies readonly Role[];

/** The only person who takes money. */
export const CASHIERS = ['cashier'] as const satisfies readonly Role[];

export const WINDOW_READERS = ['cashier', ...READERS] as const satisfies readonly Role[];
