import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { addBusinessDays, type HolidayCalendar } from '../../../shared/calendar/business-days.ts';
import { calendarDate } from '../../../shared/calendar/calendar-date.ts';
import { provisionalInState } from '../../../shared/ledger/reversible-payments.ts';
import { createRecordStore, type RecordStore } from '../../../shared/store/record-store.ts';
import { type Stamp, takeStep } from '../../../shared/transitions/take-step.ts';
import { INDEX_1, provisionalKey } from '../system-keys.ts';
import { provisionalMachine } from './provisional-machine.ts';
import {
  type NewProvisionalPayment,
  type ProvisionalPayment,
  provisionalPaymentSchema,
} from './provisional-payment.ts';

export interface ProvisionalPayments
  extends Pick<RecordStore<ProvisionalPayment>, 'idOf' | 'find' | 'write' | 'page' | 'all'> {
  /** Lists a salvo-buen-fin payment; the second time it changes nothing. */
  open(payment: NewProvisionalPayment): Promise<void>;
  /** Ends the wait of a payment. False: it had ended so before, or may not end so any more. */
  end(payment: ProvisionalPayment, step: 'bounced' | 'cancelled' | 'became-firm', stamp: Stamp): Promise<boolean>;
}

export interface ProvisionalDeps {
  readonly client: DynamoDBDocumentClient;
  readonly systemTable: string;
  readonly holidays: () => Promise<HolidayCalendar>;
  /** Banking days after the day of recording until the money is firm: a parameter of the bank contract. */
  readonly firmAfterDays: number;
}

export function createProvisionalPayments(deps: ProvisionalDeps): ProvisionalPayments {
  const { idOf, find, write, page, all } = createRecordStore<ProvisionalPayment>(deps.client, deps.systemTable, {
    schema: provisionalPaymentSchema,
    keyOf: provisionalKey,
    idOf: ({ eventId }) => eventId,
    index: INDEX_1,
    partitionOf: provisionalInState,
    sortedBy: ({ firmOn }) => firmOn,
  });
  const end: ProvisionalPayments['end'] = async (payment, step, { by, on, key, reason }) => {
    const taking = takeStep(provisionalMachine, payment, step, { by, on, key, reason });
    if (taking.outcome !== 'taken') return false;
    if (await write(taking.next)) return true;
    const now = await find(payment.eventId);
    return now === undefined ? false : end(now, step, { by, on, key, reason });
  };
  return {
    idOf,
    find,
    write,
    page,
    all,
    end,
    async open(payment) {
      const recordedOn = calendarDate(payment.recordedOn);
      const firmOn = addBusinessDays(recordedOn, deps.firmAfterDays, await deps.holidays());
      await write({ ...payment, state: 'provisional', firmOn, history: [], version: 1 });
    },
  };
}
