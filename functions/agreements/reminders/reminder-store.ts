import { type DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import type { CalendarDate } from '../../../shared/calendar/calendar-date.ts';
import { type Office, officeSchema } from '../../../shared/institute/offices.ts';
import { storedDate } from '../../../shared/ledger/event-schema.ts';
import { conditional, IF_NEW } from '../../../shared/store/conditional.ts';
import { queryPage } from '../../../shared/store/pages.ts';

/** How the reminder of a payment ended. `sent` and `uncertain` have a mail, whose tries say what came back of it. */
export const REMINDER_ENDS = [
  'sent',
  /** Nobody knows whether it left: it is not sent again. */
  'uncertain',
  /** What is to be paid that day had come in. */
  'covered',
  /** The agreement was no longer alive: kept, broken, cancelled, or another took over. */
  'ended',
  'no-file',
  'no-address',
  /** The address is new, and the one before may still object (shared/links/address-change.ts). */
  'new-address',
  'suppressed',
  /** The mail service refused it three times. */
  'refused',
] as const;
export type ReminderEnd = (typeof REMINDER_ENDS)[number];

/** Ends that somebody may want to look at, in the index: of what was covered or had ended nothing is to be done. */
const LISTED = ['sent', 'uncertain', 'no-file', 'no-address', 'new-address', 'suppressed', 'refused'] as const;
export type ListedEnd = (typeof LISTED)[number];
const isListed = (end: ReminderEnd): boolean => LISTED.some((one) => one === end);

/** The end of one reminder, written once. Holds no address. */
const reminderSchema = z.object({
  agreementId: z.string(),
  /** The day of the payment: an agreement has one reminder a day. */
  due: storedDate,
  end: z.enum(REMINDER_ENDS),
  /** The morning that decided it. */
  decidedOn: storedDate,
});
const listedSchema = reminderSchema.extend({ fileId: z.string(), office: officeSchema });
/** With whose agreement it is of. */
export type Reminder = z.output<typeof listedSchema>;
/** As it is found; without its file when it was written before that was kept here. */
export type KeptReminder = z.output<typeof reminderSchema>;

export interface ReminderStore {
  /** Consistent. */
  find(reminder: Pick<Reminder, 'agreementId' | 'due'>): Promise<KeptReminder | undefined>;
  /** Writes the end of one that has none. False: it has one, which stays. */
  keep(reminder: Reminder): Promise<boolean>;
  /** Those that ended so, by the day that decided it, oldest first; of those offices only. From the index. */
  page(
    end: ListedEnd,
    asked: {
      readonly offices: 'all' | readonly Office[];
      readonly from?: CalendarDate | undefined;
      readonly to?: CalendarDate | undefined;
      readonly limit: number;
      readonly cursor?: string | undefined;
    },
  ): Promise<{ readonly reminders: readonly Reminder[]; readonly cursor: string | undefined }>;
}

/** Ends of reminders beside their agreements in the system table (docs/access-patterns.md, agreements). They stay. */
export function createReminderStore(client: DynamoDBDocumentClient, TableName: string): ReminderStore {
  const keyOf = ({ agreementId, due }: Pick<Reminder, 'agreementId' | 'due'>) => ({
    PK: `AGREEMENT#${agreementId}`,
    SK: `REMINDER#${due}`,
  });
  const partitionOf = (end: ReminderEnd) => `REMINDERS#${end.toUpperCase()}`;
  const indexed = ({ end, decidedOn, agreementId, due }: Reminder) =>
    isListed(end) ? { index1PK: partitionOf(end), index1SK: `${decidedOn}#${agreementId}#${due}` } : {};
  return {
    async find(reminder) {
      const { Item } = await client.send(new GetCommand({ TableName, Key: keyOf(reminder), ConsistentRead: true }));
      return Item === undefined ? undefined : reminderSchema.parse(Item);
    },
    keep: (reminder) =>
      conditional(() =>
        client.send(
          new PutCommand({ TableName, Item: { ...keyOf(reminder), ...reminder, ...indexed(reminder) }, ...IF_NEW }),
        ),
      ),
    async page(end, { offices, from = '0', to = '9999-12-31', limit, cursor }) {
      if (from > to || offices.length === 0) return { reminders: [], cursor: undefined };
      const seen = offices === 'all' ? [] : offices.map((office, at) => [`:office${at}`, office] as const);
      const query = {
        ...{ TableName, IndexName: 'index1' },
        KeyConditionExpression: 'index1PK = :end AND index1SK BETWEEN :from AND :to',
        ExpressionAttributeValues: {
          ...{ ':end': partitionOf(end), ':from': from, ':to': `${to}$` },
          ...Object.fromEntries(seen),
        },
        ...(offices !== 'all' && {
          FilterExpression: `#office IN (${seen.map(([name]) => name).join(', ')})`,
          ExpressionAttributeNames: { '#office': 'office' },
        }),
      };
      const page = await queryPage(client, query, { limit, cursor });
      return { reminders: page.items.map((item) => listedSchema.parse(item)), cursor: page.cursor };
    },
  };
}
