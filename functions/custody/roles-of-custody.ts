import type { Role } from '../../shared/institute/posts.ts';

/** Keep scans of files: whoever has papers of borrowers in their hands. */
export const SCANNERS = [
  'custodian',
  'recovery-technician',
  'collector',
  'mediator',
  'judicial-head',
  'cashier',
  'attention-desk',
  'follow-up-coordinator',
  'portfolio-coordinator',
] as const satisfies readonly Role[];

/** Keep scans of many files at once: whoever digitises the archive. */
export const BATCH_SCANNERS = ['custodian', 'recovery-technician'] as const satisfies readonly Role[];

/** See which scans there are and open them, saying why; each opening is kept. */
export const DOCUMENT_READERS = [...SCANNERS, 'director', 'auditor'] as const satisfies readonly Role[];

/** See who opened a scan and why. */
export const OPENING_READERS = [
  'custodian',
  'portfolio-coordinator',
  'director',
  'auditor',
] as const satisfies readonly Role[];

/** Ask for letters of release and give appointments: whoever attends people. */
export const RELEASE_REQUESTERS = [
  'custodian',
  'recovery-technician',
  'collector',
  'cashier',
  'attention-desk',
  'portfolio-coordinator',
] as const satisfies readonly Role[];

/** Hand letters and originals over. */
export const RELEASE_DELIVERERS = ['custodian', 'recovery-technician'] as const satisfies readonly Role[];

export const RELEASE_READERS = [
  ...RELEASE_REQUESTERS,
  'director',
  'accountant',
  'judicial-head',
  'follow-up-coordinator',
  'auditor',
] as const satisfies readonly Role[];
