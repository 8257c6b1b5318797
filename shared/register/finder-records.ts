import * as z from 'zod';
import { officeSchema } from '../institute/offices.ts';
import { FIRST_LETTERS, wordsOf } from './finding-words.ts';
import { type ContactPoint, fullName } from './person-fields.ts';
import type { BorrowerFileItem, BorrowerItem } from './register-items.ts';

/** A borrower as a search shows them. Written with the borrower and with their file, in the same transaction. */
export const foundSchema = z.object({
  borrowerId: z.string(),
  name: z.string(),
  /** Of the file, or until there is one of the borrower: decides who finds them. */
  office: officeSchema,
  fileId: z.string().nullable(),
  /** Of a phone or e-mail: whose it is. */
  person: z.enum(['borrower', 'cosigner']).default('borrower'),
});
export type FoundBorrower = z.output<typeof foundSchema>;

export interface FinderRecord {
  readonly PK: string;
  readonly SK: string;
}

/** Every word that some name has, for whoever types one wrong: PK `WORDS`, SK the word. */
export const WORDS = 'WORDS';
export const namePartition = (word: string) => `NAME#${word.slice(0, FIRST_LETTERS)}`;
export const contactPartition = ({ kind, value }: ContactPoint) =>
  kind === 'phone' ? `PHONE#${value}` : `EMAIL#${value.toLowerCase()}`;

type Borrower = Pick<BorrowerItem, 'borrowerId' | 'name' | 'office' | 'contactPoints'>;

/** As a search shows them. */
export const foundOf = ({ borrowerId, name, office }: Borrower, file: BorrowerFileItem | null) => ({
  borrowerId,
  name: fullName(name),
  office: file?.office ?? office,
  fileId: file?.fileId ?? null,
});

/**
 * What finds a borrower: one item a word of the name (`NAME#<first letters>` / `<WORD>#<name>#<id>`), one a phone and an
 * e-mail, and the words themselves. Never unique, so they are put over what is there.
 */
export function borrowerFinders(borrower: Borrower, file: BorrowerFileItem | null): FinderRecord[] {
  const found = foundOf(borrower, file);
  const words = wordsOf(found.name);
  const each = [...new Set(words)];
  return [
    ...each.map((word) => ({
      ...{ PK: namePartition(word), SK: `${word}#${words.join(' ')}#${found.borrowerId}` },
      ...{ ...found, words },
    })),
    ...each.map((word) => ({ PK: WORDS, SK: word })),
    ...contactFinders(found, borrower.contactPoints, 'borrower'),
  ];
}

/** What finds a borrower by whoever answers for them. */
export function cosignerFinders(
  borrower: Borrower,
  file: BorrowerFileItem,
  cosigners: readonly { readonly contactPoints: readonly ContactPoint[] }[],
): FinderRecord[] {
  return cosigners.flatMap(({ contactPoints }) => contactFinders(foundOf(borrower, file), contactPoints, 'cosigner'));
}

function contactFinders(
  found: ReturnType<typeof foundOf>,
  contactPoints: readonly ContactPoint[],
  person: FoundBorrower['person'],
): FinderRecord[] {
  return contactPoints.map((contact) => ({
    ...{ PK: contactPartition(contact), SK: `${found.borrowerId}#${person.toUpperCase()}` },
    ...{ ...found, person },
  }));
}
