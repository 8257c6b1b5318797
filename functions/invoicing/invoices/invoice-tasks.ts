import type { JobRequest } from '../../../shared/jobs/job-request.ts';

/** Tasks of shared/jobs, all by the id of a CFDI. */
export const STAMP_INVOICE = 'stamp-invoice';
export const CANCEL_INVOICE = 'cancel-invoice';
export const DELIVER_INVOICE = 'deliver-invoice';
type Task = typeof STAMP_INVOICE | typeof CANCEL_INVOICE | typeof DELIVER_INVOICE;

/** One request a version of the CFDI. */
export const invoiceJob = (
  task: Task,
  { invoiceId, version }: { invoiceId: string; version: number },
  at: Date,
): JobRequest => ({
  ...{ task, id: invoiceId, name: String(version).padStart(6, '0'), input: {}, askedAt: at.toISOString() },
});
