import { etagOf } from '../../../shared/http/record-version.ts';
import type { UseCases } from '../../../shared/http/route.ts';
import { decideReview, type ReviewDeps, readReview, signReview } from './decide-review.ts';
import { hashOf, type Review } from './review.ts';
import { reviewMachine } from './review-machine.ts';
import type { reviewRoutes } from './review-routes.ts';

/** The use case of each of these routes: domain in, wire out. */
export const reviewUseCases: UseCases<ReviewDeps, typeof reviewRoutes> = {
  async listAccessReviews(deps, { query }) {
    const { records, cursor } = await deps.reviews.page(query.status, query);
    const today = deps.clock.today();
    return { body: { items: records.map((review) => toAnswer(review, today)), nextCursor: cursor } };
  },
  getAccessReview: async (deps, { params }) => answer(deps, await readReview(deps, params.quarter)),
  async decideAccessReview(deps, { params, body, ...request }, caller) {
    return answer(deps, await decideReview(deps, { ...params, ...body, ...request }, caller));
  },
  async signAccessReview(deps, { params, ...request }, caller) {
    return answer(deps, await signReview(deps, { ...params, ...request }, caller));
  },
};

const answer = ({ clock }: ReviewDeps, review: Review) => ({
  body: toAnswer(review, clock.today()),
  etag: etagOf(review),
  records: [review.quarter],
});

function toAnswer(review: Review, today: string) {
  return {
    ...review,
    status: review.state,
    statusName: reviewMachine.states[review.state],
    intact: review.signature && hashOf(review) === review.signature.hash,
    overdue: review.state === 'open' && today > review.dueOn,
    users: review.entries.length,
    undecided: review.entries.filter(({ decision }) => decision === null).length,
  };
}
