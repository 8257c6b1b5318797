import * as z from 'zod';

/** The offices of the institute. */
export const OFFICES = ['hermosillo', 'obregon', 'nogales'] as const;
export const officeSchema = z.enum(OFFICES);
export type Office = z.infer<typeof officeSchema>;

export const OFFICE_NAMES_ES: Readonly<Record<Office, string>> = {
  hermosillo: 'Hermosillo',
  obregon: 'Ciudad Obregón',
  nogales: 'Nogales',
};
