import type { Role } from '../../shared/institute/posts.ts';

/** Who sees who looked at whom. */
export const AUDITORS = ['auditor', 'systems'] as const satisfies readonly Role[];
