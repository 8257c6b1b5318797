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

/** Whatever is told by office, in the order of OFFICES; an office this version does not know comes last, by its key. */
export function inOfficeOrder<Told>(told: Iterable<Told>, officeOf: (one: Told) => string): Told[] {
  const order: readonly string[] = OFFICES;
  const rank = (one: Told): number => {
    const found = order.indexOf(officeOf(one));
    return found === -1 ? order.length : found;
  };
  return [...told].toSorted((a, b) => rank(a) - rank(b) || (officeOf(a) < officeOf(b) ? -1 : 1));
}
