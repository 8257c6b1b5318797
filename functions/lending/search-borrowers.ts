import type { Caller } from '../../shared/http/route.ts';
import type { BorrowerFinder, NamesFound } from '../../shared/register/find-borrowers.ts';

export interface SearchDeps {
  readonly finder: BorrowerFinder;
}

export interface Search {
  readonly text: string;
  readonly limit: number;
  readonly cursor?: string | undefined;
}

const CURP = /^[A-Z]{4}\d{6}[A-Z]{6}[A-Z\d]\d$/;
const EMAIL = /^\S+@\S+$/;
const TEN_DIGITS = /^\d{10}$/;

/**
 * Borrowers by what people know of them: part of a name (without accents; a wrong or missing letter is made up for), CURP,
 * phone, e-mail, contract, payment reference or credit number, told apart by their shape. Only of the caller's offices.
 */
export async function searchBorrowers(
  { finder }: SearchDeps,
  { text, limit, cursor }: Search,
  { offices }: Pick<Caller, 'offices'>,
): Promise<NamesFound> {
  const typed = text.trim();
  const compact = typed.toUpperCase().replace(/[\s()-]/g, '');
  if (EMAIL.test(typed)) return exactly(await finder.byContact({ kind: 'email', value: typed }, offices));
  if (CURP.test(compact)) return exactly(await finder.byCurp(compact, offices));
  if (TEN_DIGITS.test(compact)) {
    // References and contracts may be ten digits too.
    const found = await Promise.all([
      finder.byContact({ kind: 'phone', value: compact }, offices),
      finder.byNumber(compact, offices),
    ]);
    return exactly(found.flat());
  }
  if (/\d/.test(typed)) return exactly(await finder.byNumber(typed.toUpperCase(), offices));
  return finder.byName(typed, { offices, limit, cursor });
}

const exactly = (borrowers: NamesFound['borrowers']): NamesFound => ({
  borrowers,
  cursor: undefined,
  instead: undefined,
});
