import type { HolidayCalendar } from '../../../shared/calendar/business-days.ts';
import type { Clock } from '../../../shared/calendar/clock.ts';
import type { JobRequests } from '../../../shared/jobs/job-request.ts';
import type { Entry } from '../../../shared/ledger/ledger-items.ts';
import type { RequestClaims } from '../../../shared/ledger/request-claim.ts';
import type { RegisterPort } from '../../../shared/register/register-port.ts';
import type { DisputeStore } from './dispute-store.ts';

/** What the institute works on disputes with. It reads the ledger and never writes it. */
export interface DisputeDeps {
  readonly disputes: DisputeStore;
  readonly register: Pick<RegisterPort, 'wholeFile' | 'findFile'>;
  readonly entriesOf: (noteId: string) => Promise<readonly Entry[]>;
  readonly calendar: () => Promise<HolidayCalendar>;
  readonly requests: JobRequests;
  readonly claims: RequestClaims;
  readonly clock: Clock;
  readonly now: () => Date;
}
