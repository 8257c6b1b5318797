import { type DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { storedDate } from '../../../shared/ledger/event-schema.ts';
import { conditional, IF_NEW } from '../../../shared/store/conditional.ts';

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

/** The end of one reminder, written once. Holds no address. */
const reminderSchema = z.object({
  agreementId: z.string(),
  /** The day of the payment: an agreement has one reminder a day. */
  due: storedDate,
  end: z.enum(REMINDER_ENDS),
  /** The morning that decided it. */
  decidedOn: storedDate,
});
export type Reminder = z.output<typeof reminderSchema>;

export interface ReminderStore {
  /** Consistent. */
  find(reminder: Pick<Reminder, 'agreementId' | 'due'>): Promise<Reminder | undefined>;
  /** Writes the end of one that has none. False: it has one, which stays. */
  keep(reminder: Reminder): Promise<boolean>;
}

/** Ends of reminders beside their agreements in the system table (docs/access-patterns.md, agreements). They stay. */
export function createReminderStore(client: DynamoDBDocumentClient, TableName: string): ReminderStore {
  const keyOf = ({ agreementId, due }: Pick<Reminder, 'agreementId' | 'due'>) => ({
    PK: `AGREEMENT#${agreementId}`,
    SK: `REMINDER#${due}`,
  });
  return {
    async find(reminder) {
      const { Item } = await client.send(new GetCommand({ TableName, Key: keyOf(reminder), ConsistentRead: true }));
      return Item === undefined ? undefined : reminderSchema.parse(Item);
    },
    keep: (reminder) =>
      conditional(() =>
        client.send(new PutCommand({ TableName, Item: { ...keyOf(reminder), ...reminder }, ...IF_NEW })),
      ),
  };
}
