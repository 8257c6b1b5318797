import * as z from 'zod';

/** Fields of the environment of a function that mails borrowers: spread into its schema. */
export const mailSettings = {
  SYSTEM_TABLE: z.string().min(1),
  /** Where the pages answer. */
  PUBLIC_URL: z.url(),
  MAIL_FROM: z.string().min(3),
  MAIL_CONFIGURATION_SET: z.string().min(1),
  /** This function's part of the account's rate. */
  MAIL_PER_SECOND: z.coerce.number().positive(),
};
const settingsSchema = z.object(mailSettings);
export type MailSettings = z.output<typeof settingsSchema>;
