import type { Role } from '../../shared/institute/posts.ts';

/** Keeps the mails of every area going. */
export const MAIL_KEEPERS = ['systems'] as const satisfies readonly Role[];
