import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { HolidayCalendar } from '../../../shared/calendar/business-days.ts';
import { type Clock, clockFrom } from '../../../shared/calendar/clock.ts';
import { createAgreements } from '../../../shared/ledger/agreement-postings.ts';
import type { Agreements } from '../../../shared/ledger/agreements.ts';
import { createLedger } from '../../../shared/ledger/dynamo-ledger.ts';
import type { Ledger } from '../../../shared/ledger/ledger.ts';
import { bankingCalendar } from '../../../shared/register/banking-calendar.ts';
import type { RetryPace } from '../../../shared/store/retry-with-jitter.ts';
import { type CampaignStore, createCampaignStore } from '../campaigns/campaign-store.ts';
import { type AgreementStore, createAgreementStore } from './agreement-store.ts';

/** What the use cases of agreements work with. */
export interface AgreementDeps {
  readonly records: AgreementStore;
  readonly campaigns: CampaignStore;
  readonly ledger: Pick<Ledger, 'balancesOfFile' | 'balancesByDay' | 'previewPayment'> & Agreements;
  /** Due dates are moved off the days on which banks are closed. */
  readonly calendar: () => Promise<HolidayCalendar>;
  readonly clock: Clock;
}

/** `now` is the machine's. */
export function agreementDeps(
  documents: DynamoDBDocumentClient,
  environment: Readonly<
    Record<'CLOCK' | 'HEADS_TABLE' | 'ENTRIES_TABLE' | 'IDEMPOTENCY_TABLE' | 'SYSTEM_TABLE', string>
  >,
  now: () => Date,
  pace: RetryPace,
): AgreementDeps {
  const clock = clockFrom(environment.CLOCK, now);
  const tables = {
    heads: environment.HEADS_TABLE,
    entries: environment.ENTRIES_TABLE,
    idempotency: environment.IDEMPOTENCY_TABLE,
  };
  const ledger = { documents, tables, clock, pace };
  return {
    records: createAgreementStore(documents, environment.SYSTEM_TABLE),
    campaigns: createCampaignStore(documents, environment.SYSTEM_TABLE),
    ledger: { ...createLedger(ledger), ...createAgreements(ledger) },
    calendar: bankingCalendar(documents, environment.SYSTEM_TABLE),
    clock,
  };
}
