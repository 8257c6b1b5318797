import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { Clock } from '../../shared/calendar/clock.ts';
import { createJobRequests } from '../../shared/jobs/job-request.ts';
import { createLedger } from '../../shared/ledger/dynamo-ledger.ts';
import { createRequestClaims } from '../../shared/ledger/request-claim.ts';
import { heardPace } from '../../shared/observability/contention.ts';
import type { Log } from '../../shared/observability/log.ts';
import type { Metrics } from '../../shared/observability/metrics.ts';
import { bankingCalendar } from '../../shared/register/banking-calendar.ts';
import { registerStoreReader } from '../../shared/register/register-store-reader.ts';
import { createDepositStore } from './deposits/deposit-store.ts';
import { createIntakeStore } from './intake/intake-store.ts';
import { createSightingStore } from './intake/sighting-store.ts';
import { heardDeposits, heardLedger } from './money-signals.ts';
import { createCreditQueue } from './payments/credit-queue.ts';
import { CLEARING } from './provisional/clearing-days.ts';
import { createProvisionalPayments } from './provisional/provisional-payments.ts';
import { bbva36 } from './references/bbva-alphanumeric.ts';
import { createBankReturnStore } from './returns/bank-return-store.ts';
import { createWindowCancellations } from './window/window-cancellation.ts';
import { createWindowStore } from './window/window-store.ts';

/** Names of the tables that payments in touch, as the environment gives them. */
export interface PaymentTables {
  readonly HEADS_TABLE: string;
  readonly ENTRIES_TABLE: string;
  readonly IDEMPOTENCY_TABLE: string;
  readonly REGISTER_TABLE: string;
  readonly SYSTEM_TABLE: string;
}

/** Everything that the functions of payments in share, made once per process by a handler; `heard` is told of money. */
export function paymentDeps(
  documents: DynamoDBDocumentClient,
  tables: PaymentTables,
  clock: Clock,
  heard: { readonly log: Log; readonly metrics: Metrics },
) {
  const system = tables.SYSTEM_TABLE;
  const idempotencyTable = tables.IDEMPOTENCY_TABLE;
  return {
    clock,
    idempotencyTable,
    ledger: heardLedger(
      createLedger({
        documents,
        tables: { heads: tables.HEADS_TABLE, entries: tables.ENTRIES_TABLE, idempotency: idempotencyTable },
        clock,
        pace: heardPace(heard),
      }),
      heard.log,
    ),
    register: registerStoreReader({
      documents,
      tableName: tables.REGISTER_TABLE,
      couldBeReference: (candidate) => bbva36.verify(candidate).ok,
    }),
    files: createIntakeStore(documents, system),
    jobs: createJobRequests(documents, system),
    sightings: createSightingStore(documents, { system, idempotency: idempotencyTable }),
    returns: createBankReturnStore(documents, system),
    deposits: heardDeposits(createDepositStore(documents, { system, idempotency: idempotencyTable }), heard.log),
    windows: createWindowStore(documents, system),
    cancellations: createWindowCancellations(documents, system),
    credits: createCreditQueue(documents, system),
    provisionals: createProvisionalPayments({
      client: documents,
      systemTable: system,
      holidays: bankingCalendar(documents, system),
      firmAfterDays: CLEARING.bankingDays,
    }),
    claims: createRequestClaims(documents, idempotencyTable),
  };
}
