import { type DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { isMailAddress, mailboxOf } from '../../../shared/mail/mail-address.ts';
import { conditional, ifVersion } from '../../../shared/store/conditional.ts';

const recipientSchema = z.strictObject({
  email: z
    .string()
    .trim()
    .refine(isMailAddress, 'Escriba un correo como nombre@dominio.mx: hasta 64 caracteres antes de la arroba.'),
  /** Post of the person, as shown on the list ("Dirección General"). */
  post: z.string().min(1).max(80),
  reports: z.array(z.enum(['daily', 'monthly'])).min(1),
});
export type Recipient = z.infer<typeof recipientSchema>;

/** A list as somebody enters it: SES allows 50 recipients a mail, and each person gets one. */
export const recipientListSchema = z.strictObject({
  recipients: z
    .array(recipientSchema)
    .max(50)
    .superRefine((recipients, context) => {
      const mailboxes = recipients.map(({ email }) => mailboxOf(email));
      for (const [index, mailbox] of mailboxes.entries()) {
        if (mailboxes.indexOf(mailbox) === index) continue;
        const message = 'Este correo ya está en la lista; quítelo o una sus reportes.';
        context.addIssue({ code: 'custom', path: [index, 'email'], message });
      }
    }),
});

/** As it is read: a list of before these rules is shown, so that it can be put right. */
export const keptRecipientSchema = recipientSchema.extend({ email: z.string() });
const storedSchema = z.object({ recipients: z.array(keptRecipientSchema), version: z.int().positive() });

export interface RecipientList {
  readonly recipients: readonly Recipient[];
  /** 0 = nobody stored a list yet. */
  readonly version: number;
}

const KEY = { PK: 'REPORT#RECIPIENTS', SK: 'LIST' } as const;

/** Who gets the reports, as one versioned item of the system table. `fallback` applies until a list is stored. */
export function createRecipientsStore(
  client: DynamoDBDocumentClient,
  table: string,
  fallback: readonly Recipient[] = [],
) {
  return {
    async read(): Promise<RecipientList> {
      const found = await client.send(new GetCommand({ TableName: table, Key: KEY, ConsistentRead: true }));
      return found.Item === undefined ? { recipients: fallback, version: 0 } : storedSchema.parse(found.Item);
    },
    /** Replaces version `before`. False: somebody stored another list meanwhile. */
    async replace(recipients: readonly Recipient[], before: number): Promise<boolean> {
      const Item = { ...KEY, recipients, version: before + 1 };
      return conditional(() => client.send(new PutCommand({ TableName: table, Item, ...ifVersion(before) })));
    },
  };
}
export type RecipientsStore = ReturnType<typeof createRecipientsStore>;
