import type { JobRequest } from '../../../shared/jobs/job-request.ts';
import type { IntakeFile } from './intake-file.ts';

/** The task of recovery-post-file: one more run over a bank file. */
export const POST_FILE = 'post-file';

/**
 * Asks for the next run over a file. The instant is part of the name: a request that was lost on its way is asked again
 * by the five-minute job.
 */
export function continuation({ fileId, runs }: Pick<IntakeFile, 'fileId' | 'runs'>, now: Date): JobRequest {
  const askedAt = now.toISOString();
  return { task: POST_FILE, id: fileId, name: `${String(runs + 1).padStart(6, '0')}#${askedAt}`, input: {}, askedAt };
}
