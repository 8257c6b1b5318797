import { refuse } from '../../shared/refusals/shared-refusals.ts';
import type { LendingDeps } from './lending-deps.ts';

/** Every version of a product, oldest first, each parameter with its source. Throws `not-found` for an unknown one. */
export async function listProductVersions(
  deps: LendingDeps,
  { params }: { readonly params: { readonly product: string } },
) {
  const versions = await deps.products.versions(params.product);
  if (versions.length === 0) throw refuse('not-found', `El producto "${params.product}" no existe.`);
  return { body: { versions } };
}
