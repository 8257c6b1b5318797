import { MOST_AGREED_NOTES } from '../../../../shared/ledger/agreement-head.ts';
import type { Campaign } from '../campaign.ts';
import type { NoteInCampaign } from '../eligibility.ts';
import { type Offer, offerOn } from '../offer-on-notes.ts';
import type { Unwritten } from './campaign-paper.ts';

/** What a letter offers: on the first and on the last of its days. On those between it is never less nor more. */
export interface OfferWithin {
  readonly first: Offer;
  readonly last: Offer;
}

/**
 * What a campaign offers to a file on every one of some days, one after another, of which `notesByDay` are the balances.
 * A letter promises it, so there is none when the file does not qualify on each of them, when a note comes in or drops out
 * between (a limit of the rule is crossed), and when its notes do not fit in one agreement. With the same notes and nothing
 * else happening, what is paid only grows with the interest of each day.
 */
export function offerWithin(
  campaign: Pick<Campaign, 'eligibility' | 'share'>,
  notesByDay: readonly (readonly (NoteInCampaign & { readonly noteId: string })[])[],
): OfferWithin | Unwritten {
  const offers = notesByDay.map((notes) => offerOn(campaign, notes));
  const [first] = offers;
  const last = offers.at(-1);
  if (first === undefined) return 'not-eligible';
  const isSame = (offer: Offer | undefined) => offer?.noteIds.join() === first.noteIds.join();
  if (last === undefined || !offers.every(isSame)) return 'changes';
  return first.noteIds.length > MOST_AGREED_NOTES ? 'too-many-notes' : { first, last };
}
