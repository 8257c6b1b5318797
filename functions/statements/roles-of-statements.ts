import type { Role } from '../../shared/institute/posts.ts';

/** Attend people, and so send a link to the address on file and revoke one. */
export const LINK_SENDERS = [
  'attention-desk',
  'collector',
  'mediator',
  'recovery-technician',
  'cashier',
  'portfolio-coordinator',
] as const satisfies readonly Role[];

/** Let a file's links in again after too many wrong data: not the desk that was asked by a voice on the telephone. */
export const UNBLOCKERS = ['portfolio-coordinator'] as const satisfies readonly Role[];

export const LINK_READERS = [...LINK_SENDERS, 'auditor'] as const satisfies readonly Role[];

/** Asks on a visitor's behalf; it never receives a link. */
export const ASKERS = ['portal'] as const satisfies readonly Role[];

/** Answer what people say is wrong; those of them who approve never approve their own answer. Por confirmar por el Instituto. */
export const DISPUTE_HANDLERS = ['recovery-technician', 'portfolio-coordinator'] as const satisfies readonly Role[];
export const DISPUTE_APPROVERS = ['portfolio-coordinator', 'director'] as const satisfies readonly Role[];
export const DISPUTE_READERS = [...LINK_READERS, 'director'] as const satisfies readonly Role[];
/** Mail the month's statements to whoever asked for them: one person proposes, another starts. */
export const MONTH_PROPOSERS = ['portfolio-coordinator'] as const satisfies readonly Role[];
export const MONTH_AUTHORISERS = ['portfolio-coordinator', 'director'] as const satisfies readonly Role[];
export const MONTH_READERS = [...MONTH_AUTHORISERS, 'auditor'] as const satisfies readonly Role[];
