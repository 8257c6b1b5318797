import type { Role } from '../../shared/institute/posts.ts';

/** Who writes the register: people in charge of it. */
export const WRITERS = ['portfolio-coordinator', 'systems'] as const satisfies readonly Role[];

/** The portal originates credits (applications, contracts, disbursements, averages) under the same rules. */
export const WRITERS_AND_PORTAL = [...WRITERS, 'portal'] as const satisfies readonly Role[];

/** Who reads it. */
export const READERS = [
  ...WRITERS,
  'recovery-technician',
  'director',
  'auditor',
  'accountant',
] as const satisfies readonly Role[];

/** Who looks for a person to attend them. */
export const SEARCHERS = [
  ...READERS,
  'cashier',
  'collector',
  'mediator',
  'judicial-head',
  'custodian',
  'follow-up-coordinator',
  'attention-desk',
] as const satisfies readonly Role[];

/** Who may accept a CURP that breaks RENAPO's rules, with a reason. */
export const MAY_OVERRIDE_CURP: readonly Role[] = WRITERS;

/** Propose and decide acts on notes: who may which is said by kind (note-acts/note-act-kinds.ts). */
export const ACT_PROPOSERS = [
  'recovery-technician',
  'judicial-head',
  'portfolio-coordinator',
] as const satisfies readonly Role[];
export const ACT_AUTHORISERS = [
  'systems',
  'portfolio-coordinator',
  'accountant',
  'director',
] as const satisfies readonly Role[];
export const ACT_READERS = [...READERS, 'judicial-head'] as const satisfies readonly Role[];

/** Propose and sign regenerations: who negotiates with the borrower; decided by others. */
export const REGENERATION_PROPOSERS = [
  'collector',
  'mediator',
  'portfolio-coordinator',
] as const satisfies readonly Role[];
export const REGENERATION_AUTHORISERS = ['portfolio-coordinator', 'director'] as const satisfies readonly Role[];
export const REGENERATION_READERS = [...READERS, 'collector', 'mediator'] as const satisfies readonly Role[];
