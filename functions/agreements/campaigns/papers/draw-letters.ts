import { addDays, type CalendarDate, daysBetween } from '../../../../shared/calendar/calendar-date.ts';
import type { NoteBalance } from '../../../../shared/ledger/ledger.ts';
import type { NoteSummary, RegisterPort } from '../../../../shared/register/register-port.ts';
import type { Campaign } from '../campaign.ts';
import type { QualifyingFile } from '../previews/preview-segment.ts';
import type { CampaignPaper, Unwritten } from './campaign-paper.ts';
import type { Letter, LettersModel } from './invitation-letter.ts';
import { offerWithin } from './offer-within.ts';

export interface LetterDeps {
  readonly register: Pick<RegisterPort, 'findAddressees' | 'notesOfFile'>;
  /** What every note of a file owes on each of some days from today on, by one reading. Throws a RangeError when one cannot be valued. */
  readonly balancesByDay: (
    fileId: string,
    days: readonly CalendarDate[],
  ) => Promise<readonly (readonly NoteBalance[])[]>;
}

/** The letters of some files, and why the others get none. */
export interface WrittenLetters {
  readonly letters: readonly Omit<Letter, 'number'>[];
  /** Whose they are, in the same order. */
  readonly fileIds: readonly string[];
  readonly unwritten: readonly Unwritten[];
}

/** Each of the days of the letters. */
export const daysOf = ({ from, until }: LettersModel['days']): CalendarDate[] =>
  Array.from({ length: daysBetween(from, until) + 1 }, (_, index) => addDays(from, index));

/** The letters to files that qualified in a preview, with what they owe now: who paid since gets none, or another figure. */
export async function writeLetters(
  { register, balancesByDay }: LetterDeps,
  { campaign, days }: { readonly campaign: Campaign; readonly days: LettersModel['days'] },
  files: readonly QualifyingFile[],
): Promise<WrittenLetters> {
  const addressees = await register.findAddressees(files.map(({ fileId }) => fileId));
  const all = daysOf(days);
  const written = await Promise.all(
    files.map(async ({ fileId, office }): Promise<Omit<Letter, 'number'> | Unwritten> => {
      const addressee = addressees.get(fileId);
      if (addressee?.address == null) return 'no-address';
      const offer = await offered(() => balancesByDay(fileId, all), campaign);
      if (typeof offer === 'string') return offer;
      const contracts = contractsOf(await register.notesOfFile(fileId), offer.first.noteIds);
      return { office, addressee: { ...addressee, address: addressee.address }, contracts, offer };
    }),
  );
  const letters = written.flatMap((one) => (typeof one === 'string' ? [] : [one]));
  return {
    letters,
    fileIds: letters.map(({ addressee }) => addressee.fileId),
    unwritten: written.flatMap((one) => (typeof one === 'string' ? [one] : [])),
  };
}

async function offered(read: () => ReturnType<LetterDeps['balancesByDay']>, campaign: Campaign) {
  try {
    return offerWithin(campaign, await read());
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return 'not-valued';
  }
}

const contractsOf = (notes: readonly NoteSummary[], noteIds: readonly string[]): string[] =>
  noteIds.map((noteId) => notes.find((note) => note.noteId === noteId)?.contractNumber ?? noteId).toSorted();

/** Short enough to be said on the phone; the number of the letter follows it. */
export const folioOf = ({ paperId, issuedOn }: Pick<CampaignPaper, 'paperId' | 'issuedOn'>): string =>
  `CI${issuedOn.slice(2).replaceAll('-', '')}-${paperId.slice(0, 8).toUpperCase()}`;
