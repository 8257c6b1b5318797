import type { NoteTerms } from '../../shared/loan-book/note-terms.ts';
import type { NoteItem } from '../../shared/register/register-items.ts';
import { termOverridesSchema } from './note.ts';
import type { ProductStore } from './product-store.ts';
import { termsAsSigned } from './terms-at-signing.ts';

/**
 * The terms a registered note was signed with, though a later product version or other holidays may apply by now.
 * Throws an Error when the register lost the note's product version.
 */
export async function termsOfRegistered(products: Pick<ProductStore, 'find'>, note: NoteItem): Promise<NoteTerms> {
  const version = await products.find(note.product, note.productVersion);
  if (version === undefined) throw new Error(`note ${note.noteId} has no product version in the register`);
  const overrides = termOverridesSchema.parse(note.overrides);
  return termsAsSigned(
    { parameters: version.parameters, endOfStudies: note.endOfStudies, overrides },
    note.dueDateShifts,
  );
}
