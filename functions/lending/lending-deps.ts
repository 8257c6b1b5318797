import type { HolidayCalendar } from '../../shared/calendar/business-days.ts';
import type { Clock } from '../../shared/calendar/clock.ts';
import type { JobRequest } from '../../shared/jobs/job-request.ts';
import type { Ledger } from '../../shared/ledger/ledger.ts';
import type { BorrowerFinder } from '../../shared/register/find-borrowers.ts';
import type { TransactItem } from '../../shared/store/record-store.ts';
import type { BorrowerStore } from './borrower-store.ts';
import type { FileStore } from './file-store.ts';
import type { NoteStore } from './note-store.ts';
import type { ProductStore } from './product-store.ts';

/** What the use cases of lending stand on. */
export interface LendingDeps {
  readonly borrowers: BorrowerStore;
  readonly finder: BorrowerFinder;
  readonly files: FileStore;
  readonly notes: NoteStore;
  readonly products: ProductStore;
  readonly ledger: Ledger;
  readonly clock: Clock;
  /** Days on which banks close, with the institute's corrections, for the due dates of what is signed today. */
  calendar(): Promise<HolidayCalendar>;
  /** A request for later work, to be written in the transaction of what makes it due. */
  readonly laterWork: (request: JobRequest) => TransactItem;
  /** A new UUID for a borrower or a file. */
  readonly newId: () => string;
}
