import type { HolidayCalendar } from '../../../shared/calendar/business-days.ts';
import type { JobRequest } from '../../../shared/jobs/job-request.ts';
import type { Log } from '../../../shared/observability/log.ts';
import type { RegisterPort } from '../../../shared/register/register-port.ts';
import { askedDisputeOf, disputeFolio } from './asked-dispute.ts';
import type { Dispute } from './dispute.ts';
import type { DisputeStore } from './dispute-store.ts';
import { endOf } from './dispute-terms.ts';

export interface ReceiveDeps {
  readonly disputes: DisputeStore;
  readonly register: Pick<RegisterPort, 'wholeFile'>;
  readonly calendar: () => Promise<HolidayCalendar>;
  readonly log: Pick<Log, 'event'>;
}

/**
 * Keeps a dispute that was presented, once: its terms run from the day on which the person presented it, whenever this runs.
 * Undefined: its file or its note is gone. Delivered again it answers what is kept.
 */
export async function receiveDispute(deps: ReceiveDeps, job: JobRequest): Promise<Dispute | undefined> {
  const known = await deps.disputes.find(job.id);
  if (known !== undefined) return known;
  const { by, on: receivedOn, ...asked } = askedDisputeOf(job.input);
  const file = await deps.register.wholeFile(asked.fileId);
  const note = file?.notes.find(({ noteId }) => noteId === asked.noteId);
  if (file === undefined || (asked.noteId !== null && note === undefined)) return undefined;
  const calendar = await deps.calendar();
  const answerBy = endOf('answer', receivedOn, calendar);
  const dispute: Dispute = {
    ...asked,
    ...{ disputeId: job.id, folio: disputeFolio(job.id), state: 'received', office: file.office },
    contractNumber: note?.contractNumber ?? null,
    ...{ receivedOn, answerBy, firstAnswerBy: answerBy, acknowledgeBy: endOf('acknowledge', receivedOn, calendar) },
    ...{ dataAsked: null, dataBy: null, outcome: null, version: 1 },
    history: [{ step: 'receive', by, on: receivedOn, key: job.id, reason: null }],
  };
  if (await deps.disputes.write(dispute)) {
    deps.log.event('dispute-received', { disputeId: job.id, fileId: asked.fileId, concept: asked.concept });
    return dispute;
  }
  return deps.disputes.find(job.id);
}
