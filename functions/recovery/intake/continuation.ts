import type { JobRequest } from '../../../shared/jobs/job-request.ts';
import { nextRun } from '../../../shared/jobs/long-work.ts';
import type { IntakeFile } from './intake-file.ts';

/** The task of recovery-post-file: one more run over a bank file. */
export const POST_FILE = 'post-file';

/** Asks for the next run over a file. */
export const continuation = (file: Pick<IntakeFile, 'fileId' | 'runs'>, now: Date): JobRequest =>
  nextRun(POST_FILE, file.fileId, file, now);
