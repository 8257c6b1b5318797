import * as z from 'zod';

/**
 * That somebody read or changed what we hold of a person: who, doing what, and of which record (a borrower, a file, a
 * note, a deposit, a receipt: whichever the answer was about). One item a record, so that both questions have a key: who
 * looked at this person, and at whom did this person look. Holds no personal data but what was
 * typed into a search.
 */
export const accessSchema = z.object({
  /** UTC instant, ISO. */
  at: z.string(),
  recordId: z.string(),
  /** Subject of the token: a person's id, or the portal's client id. */
  reader: z.string(),
  /** What the person was called then; none of the portal. */
  readerName: z.string().optional(),
  roles: z.array(z.string()),
  operationId: z.string(),
  access: z.enum(['read', 'write']),
  /** The request's, as in the log. */
  correlationId: z.string(),
  /** Of a search, on its own item only: what was typed, which may be somebody's name. */
  searched: z.string().optional(),
});
export type Access = z.infer<typeof accessSchema>;

/** The record of a search itself, found something or not. */
export const SEARCH = 'SEARCH';

/** What one request did, whatever the number of records. */
export type Accessed = Omit<Access, 'recordId'>;

/** An object with one of these is about a person, and so is all that is in it; the first says most. */
const PERSON_KEYS = ['borrowerId', 'fileId', 'noteId'] as const;
/** An object with one of these may be about somebody, whom what is in it tells when it is known. */
const OTHER_KEYS = ['depositId', 'returnId', 'folio', 'userId'] as const;

/**
 * The records that an answer shows: of every object in it the id that says most about whom it is, once each. Walks the
 * use case's answer, so a list tells all of its ids.
 */
export function recordsShown(answer: unknown): string[] {
  const found = new Set<string>();
  const walk = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    if (Array.isArray(value)) {
      for (const one of value) walk(one);
      return;
    }
    const fields = new Map(Object.entries(value));
    const idOf = (keys: readonly string[]) =>
      keys.map((key) => fields.get(key)).find((text): text is string => typeof text === 'string' && text !== '');
    const person = idOf(PERSON_KEYS);
    if (person !== undefined) {
      found.add(person);
      return;
    }
    const other = idOf(OTHER_KEYS);
    if (other !== undefined) found.add(other);
    for (const one of fields.values()) walk(one);
  };
  walk(answer);
  return [...found];
}
