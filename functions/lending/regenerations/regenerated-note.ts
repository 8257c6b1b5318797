import type { CalendarDate } from '../../../shared/calendar/calendar-date.ts';
import { canonicalHash } from '../../../shared/canonical/canonical-json.ts';
import { type ByComponent, COMPONENTS, type Component } from '../../../shared/loan-book/component.ts';
import type { NoteTerms } from '../../../shared/loan-book/note-terms.ts';
import type { NoteItem } from '../../../shared/register/register-items.ts';
import type { LendingDeps } from '../lending-deps.ts';
import type { ProductVersion } from '../product.ts';
import { refuse } from '../refusals.ts';
import { termsAtSigning } from '../terms-at-signing.ts';
import type { Regeneration } from './regeneration.ts';

/** The new note as it is signed on `on`: what its contract says, and the terms that follow. */
export interface NewNote {
  readonly terms: NoteTerms;
  readonly version: ProductVersion;
}

/**
 * Terms of the new note signed on a day: its product's, with what was agreed. Studies and grace are over, so interest runs from
 * the signature. Throws `product-not-in-force`.
 */
export async function newNoteOn(
  deps: Pick<LendingDeps, 'products' | 'calendar'>,
  regeneration: Pick<Regeneration, 'product' | 'firstDueDate' | 'instalments' | 'overrides'>,
  on: CalendarDate,
): Promise<NewNote> {
  const { product } = regeneration;
  const version = await deps.products.inForce(product, on);
  if (version === undefined) {
    const message = `El producto "${product}" no tiene una versión vigente el ${on}. Defina la versión o elija otro.`;
    throw refuse('product-not-in-force', message, { details: [{ pointer: '/product', message }] });
  }
  const overrides = overridesOn(regeneration, on);
  const signing = { parameters: version.parameters, endOfStudies: on, overrides };
  return { version, terms: termsAtSigning(signing, await deps.calendar()) };
}

const overridesOn = (
  { overrides, firstDueDate, instalments }: Pick<Regeneration, 'overrides' | 'firstDueDate' | 'instalments'>,
  on: CalendarDate,
) => ({ ...overrides, firstDueDate, instalments, accrualStart: 'disbursement' as const, endOfGrace: on });

/** What becomes principal of the new note: principal, and interest that is signed for as such. */
export const principalOf = (owed: ByComponent, capitalises: readonly Component[]): number =>
  COMPONENTS.reduce((sum, one) => (one === 'principal' || capitalises.includes(one) ? sum + owed[one] : sum), 0);

/** Its item in the register, not confirmed by the ledger yet. Of the newest old note it has school and level. */
export function registeredNote(
  regeneration: Regeneration,
  { terms, version }: NewNote,
  like: NoteItem,
  { on, by }: { readonly on: CalendarDate; readonly by: string },
): NoteItem {
  const { newNoteId, fileId, office, contractNumber, product, paymentReference, creditNumber } = regeneration;
  return {
    ...{ noteId: newNoteId, fileId, office, contractNumber, product, paymentReference, creditNumber },
    productVersion: version.appliesFrom,
    signedOn: on,
    endOfStudies: on,
    level: like.level,
    school: like.school,
    period: 'Regeneración',
    overrides: overridesOn(regeneration, on),
    dueDateShifts: [...(terms.dueDateShifts ?? [])],
    state: 'opening',
    openingHash: canonicalHash({ regenerationId: regeneration.regenerationId }),
    changedOn: on,
    changedBy: by,
    version: 1,
  };
}
