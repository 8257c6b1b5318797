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

/** Take in what a person asks about their own data, look into it and propose the answer. By the institute's word to come: a proposal. */
export const ARCO_HANDLERS = [
  'attention-desk',
  'judicial-head',
  'portfolio-coordinator',
] as const satisfies readonly Role[];

/** Let an answer be given that somebody else proposed. */
export const ARCO_APPROVERS = ['judicial-head', 'portfolio-coordinator', 'director'] as const satisfies readonly Role[];

/** Take out the package of a person's data, to give it to them. */
export const PERSONAL_DATA_GIVERS = ['judicial-head', 'portfolio-coordinator'] as const satisfies readonly Role[];

export const ARCO_READERS = [...ARCO_HANDLERS, 'director', 'auditor'] as const satisfies readonly Role[];

/** See that a file is blocked, and why. */
export const BLOCK_READERS = [
  'judicial-head',
  'portfolio-coordinator',
  'director',
  'auditor',
] as const satisfies readonly Role[];

/** Show to everybody again what a person had asked to be cancelled. */
export const BLOCK_LIFTERS = ['judicial-head', 'director'] as const satisfies readonly Role[];

/** Open the papers of a file whose data were cancelled: only to establish liabilities (LGPDPPSO arts. 17 and 18). */
export const BLOCKED_READERS = ['judicial-head', 'director', 'auditor'] as const satisfies readonly Role[];

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

/** Keep originals: receive, store, annotate and search them, and keep the catalogue of places. */
export const ORIGINAL_KEEPERS = ['custodian'] as const satisfies readonly Role[];

/** Hand originals over and take them back: the custodian, and the technician who helps. */
export const ORIGINAL_HANDLERS = [...ORIGINAL_KEEPERS, 'recovery-technician'] as const satisfies readonly Role[];

/** Give more time to whoever has an original: a lawsuit takes as long as it takes. */
export const LOAN_EXTENDERS = [...ORIGINAL_HANDLERS, 'judicial-head'] as const satisfies readonly Role[];

/** Authorise that an original is lost, goes to court, or is disposed of; appoint who keeps an office. */
export const LOSS_AUTHORISERS = ['portfolio-coordinator', 'director'] as const satisfies readonly Role[];

/** Keep a document from being disposed of while something is open: who keeps papers, who takes them to court, who coordinates. */
export const HOLDERS = ['custodian', 'judicial-head', 'portfolio-coordinator'] as const satisfies readonly Role[];

/** Say that what held a document is over: not who keeps the papers, and may propose that they go. */
export const HOLD_LIFTERS = ['judicial-head', 'portfolio-coordinator'] as const satisfies readonly Role[];

export const HOLD_READERS = [...HOLDERS, 'director', 'auditor'] as const satisfies readonly Role[];

/** Propose that papers whose time is over be disposed of; LOSS_AUTHORISERS decide, never on what they proposed. */
export const DISPOSAL_PROPOSERS = ['custodian', 'portfolio-coordinator'] as const satisfies readonly Role[];

/** See disposals: besides those who take part, the posts that supervise the keeping of papers (job descriptions 9, 11 and 13). */
export const DISPOSAL_READERS = [
  ...DISPOSAL_PROPOSERS,
  'recovery-technician',
  'follow-up-coordinator',
  'judicial-head',
  'director',
  'auditor',
] as const satisfies readonly Role[];

/** Count what is at a place: who keeps it, who helps, who supervises. */
export const COUNTERS = [...ORIGINAL_HANDLERS, 'follow-up-coordinator'] as const satisfies readonly Role[];

/** Sign what came of a count. */
export const COUNT_REVIEWERS = ['follow-up-coordinator', ...LOSS_AUTHORISERS] as const satisfies readonly Role[];

/** See where originals are and what became of them. */
export const ORIGINAL_READERS = [
  ...COUNTERS,
  ...LOSS_AUTHORISERS,
  'judicial-head',
  'collector',
  'auditor',
] as const satisfies readonly Role[];

/** Note that data of a person went outside: whoever answers to courts, authorities and lawyers. */
export const DISCLOSERS = [
  'custodian',
  'judicial-head',
  'portfolio-coordinator',
  'director',
] as const satisfies readonly Role[];

export const DISCLOSURE_READERS = [...DISCLOSERS, 'auditor'] as const satisfies readonly Role[];
