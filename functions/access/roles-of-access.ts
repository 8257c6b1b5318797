import type { Role } from '../../shared/institute/posts.ts';

/** Who sees who looked at whom. */
export const AUDITORS = ['auditor', 'systems'] as const satisfies readonly Role[];
/** Asks for users and for what they may do. */
export const ADMINISTRATORS = ['systems'] as const satisfies readonly Role[];
/** Decides what moves money or rights: whoever answers for the portfolio, and not Sistemas, who asks. */
export const APPROVERS = ['director', 'portfolio-coordinator'] as const satisfies readonly Role[];
/** Whoever sees that something is wrong. */
export const SUSPENDERS = [...ADMINISTRATORS, ...APPROVERS] as const satisfies readonly Role[];
export const USER_READERS = [...SUSPENDERS, 'auditor'] as const satisfies readonly Role[];
/** Signs that everybody has what they should. */
export const REVIEWERS = ['director'] as const satisfies readonly Role[];
