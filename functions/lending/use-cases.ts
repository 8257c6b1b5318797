import type { UseCases } from '../../shared/http/route.ts';
import { addDisbursement } from './add-disbursement.ts';
import { correctBorrower } from './correct-borrower.ts';
import { defineProduct } from './define-product.ts';
import { getBorrower } from './get-borrower.ts';
import { getFile } from './get-file.ts';
import { getNote } from './get-note.ts';
import { listNoteEntries } from './list-entries.ts';
import { listProductVersions } from './list-product-versions.ts';
import { noteActUseCases } from './note-acts/note-act-use-cases.ts';
import { openFile } from './open-file.ts';
import { openNote } from './open-note.ts';
import { recordAverage } from './record-average.ts';
import type { RegenerationDeps } from './regenerations/propose-regeneration.ts';
import { regenerationUseCases } from './regenerations/regeneration-use-cases.ts';
import { registerBorrower } from './register-borrower.ts';
import type { routes } from './routes.ts';
import { searchBorrowers } from './search-borrowers.ts';

/** The use case of each route. */
export const useCases: UseCases<RegenerationDeps, typeof routes> = {
  ...noteActUseCases,
  ...regenerationUseCases,
  registerBorrower,
  async searchBorrowers(deps, { body }, caller) {
    const { borrowers, cursor, instead } = await searchBorrowers(deps, body, caller);
    const items = [...borrowers];
    const more = cursor !== undefined && { nextCursor: cursor };
    return { body: { items, ...more, instead: instead ?? null }, searched: body.text };
  },
  getBorrower,
  correctBorrower,
  openFile,
  getFile,
  openNote,
  getNote,
  listNoteEntries,
  addDisbursement,
  recordAverage,
  defineProduct,
  listProductVersions,
};
