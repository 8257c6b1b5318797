import { grantedOf } from '../../../shared/loan-book/agreement.ts';
import {
  addedByComponent,
  type ByComponent,
  sumOfComponents,
  zeroByComponent,
} from '../../../shared/loan-book/component.ts';
import type { Centavos } from '../../../shared/money/centavos.ts';
import type { Campaign } from './campaign.ts';
import { eligibleNotes, type NoteInCampaign } from './eligibility.ts';

/** What an agreement of a campaign would be, signed and paid on one day. Centavos. */
export interface Offer {
  /** The notes that qualify, by their ids. */
  readonly noteIds: readonly string[];
  readonly owed: ByComponent;
  /** Of it, what is forgiven if the agreement is kept. */
  readonly forgives: ByComponent;
  readonly pays: Centavos;
}

/**
 * What a campaign offers to a file, by the functions that sign it: the share of each component, rounded down a note.
 * Undefined: the file does not qualify on the day of these figures.
 */
export function offerOn(
  { eligibility, share }: Pick<Campaign, 'eligibility' | 'share'>,
  notes: readonly (NoteInCampaign & { readonly noteId: string })[],
): Offer | undefined {
  const eligible = eligibleNotes(eligibility, notes).toSorted((a, b) => (a.noteId < b.noteId ? -1 : 1));
  if (eligible.length === 0) return undefined;
  const owed = addedByComponent(eligible.map((note) => note.owed));
  const forgives = addedByComponent(
    eligible.map((note) => grantedOf({ granted: zeroByComponent(), share }, note.owed)),
  );
  const pays = sumOfComponents(owed) - sumOfComponents(forgives);
  return { noteIds: eligible.map(({ noteId }) => noteId), owed, forgives, pays };
}
