import type { UseCases } from '../../shared/http/route.ts';
import { type ReadAccessesDeps, readAccesses } from './read-accesses.ts';
import type { ReviewDeps } from './reviews/decide-review.ts';
import { reviewUseCases } from './reviews/review-use-cases.ts';
import type { routes } from './routes.ts';
import { userUseCases } from './users/user-use-cases.ts';

/** The use case of each route: domain in, wire out. */
export const useCases: UseCases<ReadAccessesDeps & ReviewDeps, typeof routes> = {
  ...userUseCases,
  ...reviewUseCases,
  async listPersonalDataAccesses(deps, { query: { cursor, to, ...query } }) {
    // A day ends with its last instant.
    const end = to === undefined ? undefined : `${to}T99`;
    const { accesses, next } = await readAccesses(deps, { ...query, to: end, before: cursor });
    const items = accesses.map(({ access }) => access);
    return { body: { items, ...(next !== undefined && { nextCursor: next }) } };
  },
};
