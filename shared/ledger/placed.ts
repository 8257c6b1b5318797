import { addedByComponent, type ByComponent, zeroByComponent } from '../loan-book/component.ts';
import type { Centavos } from '../money/centavos.ts';
import type { PaymentInLedger } from './ledger.ts';
import type { Entry } from './ledger-items.ts';

/** What an entry put to each component of its note: of a payment, and negative of its reversal. */
export function placedBy({ application }: Pick<Entry, 'application'>): ByComponent {
  if (application === undefined) return zeroByComponent();
  const { principalOverdue, principalNotDue, ordinaryInterest, defaultInterest, collectionCosts } = application;
  return { principal: principalOverdue + principalNotDue, ordinaryInterest, defaultInterest, collectionCosts };
}

/** How a payment was placed when it was recorded, as its receipt says, over all its notes, and what of it was held. */
export const placedOf = ({
  entries,
}: Pick<PaymentInLedger, 'entries'>): { readonly placed: ByComponent; readonly credit: Centavos } => ({
  placed: addedByComponent(entries.map(placedBy)),
  credit: entries.reduce((sum, { application }) => sum + (application?.credit ?? 0), 0),
});
