import { createHash } from 'node:crypto';
import * as z from 'zod';
import { officeSchema } from '../../../shared/institute/offices.ts';
import { signatorySchema } from '../../../shared/links/link.ts';

export const CHANNELS = ['email', 'call', 'letter'] as const;
export const CHANNEL_ES: Readonly<Record<(typeof CHANNELS)[number], string>> = {
  email: 'Correo electrónico',
  call: 'Llamada',
  letter: 'Carta a su domicilio',
};

export const HOURS = ['any', 'morning', 'afternoon'] as const;
/** Of working days; parameters that nobody confirmed. */
export const HOURS_ES: Readonly<Record<(typeof HOURS)[number], string>> = {
  any: 'A cualquier hora hábil',
  morning: 'Por la mañana, de 8 a 13 horas',
  afternoon: 'Por la tarde, de 13 a 19 horas',
};

/** How somebody wants to be told of their file. Nothing said is every channel at any hour, and no monthly mail. */
export const preferencesSchema = z.object({
  fileId: z.string(),
  office: officeSchema,
  signatory: signatorySchema,
  /** Consent to a mail each month: nobody gets one without. */
  monthlyStatement: z.boolean(),
  channels: z.array(z.enum(CHANNELS)),
  hours: z.enum(HOURS),
  /** Numbers of the file that are not to be called: as `phoneHashOf`, with the ending that the page shows. */
  doNotCall: z.array(z.object({ phoneHash: z.string(), ending: z.string() })),
  /** UTC instant, ISO, and how it came in: the page behind a session, or the way out of a monthly mail. */
  changedAt: z.string(),
  changedBy: z.enum(['session', 'unsubscribe']),
  version: z.int().positive(),
});
export type Preferences = z.output<typeof preferencesSchema>;

/** What the person chooses. */
export type Choices = Pick<Preferences, 'monthlyStatement' | 'channels' | 'hours' | 'doNotCall'>;

export const NOTHING_SAID: Choices = { monthlyStatement: false, channels: [...CHANNELS], hours: 'any', doNotCall: [] };

/** Names a number of a file without repeating it; whoever is about to call compares. */
export const phoneHashOf = (fileId: string, phone: string): string =>
  createHash('sha256').update(`${fileId}|${phone}`).digest('hex').slice(0, 32);
