import { type DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { addBusinessDays, type HolidayCalendar } from '../../../shared/calendar/business-days.ts';
import { calendarDate } from '../../../shared/calendar/calendar-date.ts';
import { sourceSchema } from '../../../shared/ledger/ledger-items.ts';
import { CHANNELS } from '../../../shared/loan-book/event.ts';
import { queryAll, queryPage } from '../../../shared/store/pages.ts';
import { isConditionFailure } from '../../../shared/store/store-failures.ts';
import { INDEX_1, provisionalInState, provisionalKey } from '../system-keys.ts';

/**
 * `provisional` until the bank's days have passed (`firm`), the bank took the money back (`bounced`; `bouncing` while
 * the ledger reverses it) or the window cancelled the payment (`cancelled`).
 */
export const PROVISIONAL_STATES = ['provisional', 'bouncing', 'firm', 'bounced', 'cancelled'] as const;
export type ProvisionalState = (typeof PROVISIONAL_STATES)[number];

export const provisionalPaymentSchema = z.object({
  eventId: z.string(),
  fileId: z.string(),
  noteIds: z.array(z.string()),
  amount: z.int().positive(),
  channel: z.enum(CHANNELS),
  valueDate: z.string(),
  recordedOn: z.string(),
  source: sourceSchema,
  state: z.enum(PROVISIONAL_STATES),
  /** First business day on which it counts as firm, if it has not bounced. */
  firmOn: z.string(),
  /** Day on which the wait ended. */
  settledOn: z.string().nullable(),
  /** Who took it back, when it bounced or was cancelled. */
  bounce: z.object({ by: z.string(), reason: z.string(), requestKey: z.string() }).nullable(),
});
export type ProvisionalPayment = z.infer<typeof provisionalPaymentSchema>;
export type NewProvisionalPayment = Omit<ProvisionalPayment, 'state' | 'firmOn' | 'settledOn' | 'bounce'>;

export interface ProvisionalPayments {
  /** Lists a salvo-buen-fin payment; the second time it changes nothing. */
  open(payment: NewProvisionalPayment): Promise<void>;
  find(eventId: string): Promise<ProvisionalPayment | undefined>;
  /** Replaces a payment whose stored state is `from`. False: it is another. */
  change(next: ProvisionalPayment, from: ProvisionalState): Promise<boolean>;
  all(state: ProvisionalState): AsyncGenerator<ProvisionalPayment, void, undefined>;
  /** Ends the wait of a payment. False: it had ended meanwhile. */
  settle(next: ProvisionalPayment): Promise<boolean>;
  page(
    state: ProvisionalState,
    page: { readonly limit: number; readonly cursor?: string | undefined },
  ): Promise<{ readonly payments: readonly ProvisionalPayment[]; readonly cursor: string | undefined }>;
  /** Provisional payments whose day has come (`firmOn` ≤ today). */
  due(today: string): AsyncGenerator<ProvisionalPayment, void, undefined>;
}

export interface ProvisionalDeps {
  readonly client: DynamoDBDocumentClient;
  readonly systemTable: string;
  readonly holidays: () => Promise<HolidayCalendar>;
  /** Banking days after the day of recording until the money is firm: a parameter of the bank contract. */
  readonly firmAfterDays: number;
}

export function createProvisionalPayments(deps: ProvisionalDeps): ProvisionalPayments {
  const { client, systemTable: TableName } = deps;
  const put = (payment: ProvisionalPayment, ConditionExpression: string, values?: Record<string, unknown>) =>
    client.send(
      new PutCommand({
        TableName,
        Item: {
          ...provisionalKey(payment.eventId),
          ...payment,
          index1PK: provisionalInState(payment.state),
          index1SK: `${payment.firmOn}#${payment.eventId}`,
        },
        ConditionExpression,
        ...(values !== undefined && {
          ExpressionAttributeNames: { '#state': 'state' },
          ExpressionAttributeValues: values,
        }),
      }),
    );
  return {
    async open(payment) {
      const recordedOn = calendarDate(payment.recordedOn);
      const firmOn = addBusinessDays(recordedOn, deps.firmAfterDays, await deps.holidays());
      const item = { ...payment, state: 'provisional' as const, firmOn, settledOn: null, bounce: null };
      await put(item, 'attribute_not_exists(PK)').catch(unlessCondition);
    },
    async find(eventId) {
      const found = await client.send(
        new GetCommand({ TableName, Key: provisionalKey(eventId), ConsistentRead: true }),
      );
      return found.Item === undefined ? undefined : provisionalPaymentSchema.parse(found.Item);
    },
    change: async (next, from) =>
      (await put(next, '#state = :from', { ':from': from }).catch(unlessCondition)) !== undefined,
    async *all(state) {
      for await (const item of queryAll(client, inState(TableName, state))) yield provisionalPaymentSchema.parse(item);
    },
    async settle(next) {
      // What bounced or was cancelled is reversed in the ledger by now: it also wins over one that just became firm.
      const condition =
        next.state === 'firm'
          ? put(next, '#state = :provisional', { ':provisional': 'provisional' })
          : put(next, '#state <> :next', { ':next': next.state });
      return (await condition.catch(unlessCondition)) !== undefined;
    },
    async page(state, page) {
      const { items, cursor } = await queryPage(client, inState(TableName, state), page);
      return { payments: items.map((item) => provisionalPaymentSchema.parse(item)), cursor };
    },
    async *due(today) {
      const query = {
        TableName,
        IndexName: INDEX_1,
        KeyConditionExpression: 'index1PK = :state AND index1SK < :after',
        // '$' sorts after '#': payments of today are inside.
        ExpressionAttributeValues: { ':state': provisionalInState('provisional'), ':after': `${today}$` },
      };
      for await (const item of queryAll(client, query)) yield provisionalPaymentSchema.parse(item);
    },
  };
}

function inState(TableName: string, state: ProvisionalState) {
  return {
    TableName,
    IndexName: INDEX_1,
    KeyConditionExpression: 'index1PK = :state',
    ExpressionAttributeValues: { ':state': provisionalInState(state) },
  };
}

/** A condition that did not hold is an answer here; anything else is thrown on. */
function unlessCondition(error: unknown): undefined {
  if (!isConditionFailure(error)) throw error;
  return undefined;
}
