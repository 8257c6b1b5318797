import { demandVersion, versionChanged } from '../../../shared/http/record-version.ts';
import type { Caller } from '../../../shared/http/route.ts';
import type { RequestClaims } from '../../../shared/ledger/request-claim.ts';
import { refuse } from '../../../shared/refusals/shared-refusals.ts';
import type { TransactItem } from '../../../shared/store/record-store.ts';
import { performStep } from '../../../shared/transitions/perform-step.ts';
import { takeStep } from '../../../shared/transitions/take-step.ts';
import { type ApplyDeps, applyToDirectory } from '../users/apply-to-directory.ts';
import { NO_RIGHTS } from '../users/rights.ts';
import { userMachine } from '../users/user-machine.ts';
import type { UserStore } from '../users/user-store.ts';
import { hashOf, type Review } from './review.ts';
import { reviewMachine } from './review-machine.ts';
import { refuseReview } from './review-refusals.ts';
import type { ReviewStore } from './review-store.ts';

export interface ReviewDeps extends ApplyDeps {
  readonly reviews: ReviewStore;
  readonly users: UserStore;
  readonly claims: RequestClaims;
}

export interface ReviewRequest {
  readonly quarter: string;
  readonly idempotencyKey: string;
  readonly ifMatch: string;
}

export interface Decision {
  readonly userId: string;
  readonly keep: boolean;
  readonly reason: string;
}

/** A signature withdraws in one transaction of 100 items, two or less a user, and the review. */
const MOST_REMOVED = 49;

/** The review of a quarter. Throws `not-found`. */
export async function readReview({ reviews }: Pick<ReviewDeps, 'reviews'>, quarter: string): Promise<Review> {
  const review = await reviews.find(quarter);
  if (review === undefined) throw refuse('not-found', 'La revisión no existe.');
  return review;
}

/**
 * Decides who keeps their access and who does not; nothing changes before the signature. Nobody decides about themselves.
 */
export async function decideReview(
  deps: ReviewDeps,
  { decisions, ...request }: ReviewRequest & { readonly decisions: readonly Decision[] },
  caller: Caller,
): Promise<Review> {
  const on = deps.clock.today();
  const of = new Map(decisions.map((one) => [one.userId, one]));
  return move(deps, request, caller, 'decide', { decisions }, (review) => {
    refuseDecisions(review, decisions, caller);
    const entries = review.entries.map((entry) => {
      const made = of.get(entry.userId);
      return made === undefined
        ? entry
        : { ...entry, decision: { keep: made.keep, reason: made.reason, by: caller.subject, on } };
    });
    if (entries.filter(({ decision }) => decision?.keep === false).length > MOST_REMOVED) {
      const message = `Una firma retira hasta ${MOST_REMOVED} usuarios. Suspenda a los demás por separado.`;
      throw refuseReview('review-decision-refused', message);
    }
    return { entries };
  });
}

/**
 * Signs: freezes what was reviewed and decided, and withdraws in the same transaction what was removed; then the directory
 * follows, or the five-minute job brings it. Refuses `review-not-complete` while somebody is not decided on.
 */
export async function signReview(deps: ReviewDeps, request: ReviewRequest, caller: Caller): Promise<Review> {
  const signed = await move(deps, request, caller, 'sign', {}, (review) => {
    const open = review.entries.filter(({ decision }) => decision === null).length;
    if (open > 0) throw refuseReview('review-not-complete', `Faltan ${open} usuarios por resolver antes de firmar.`);
    return { signature: { by: caller.subject, at: deps.clock.now().toISOString(), hash: hashOf(review) } };
  });
  for (const { userId } of removedBy(signed)) {
    const user = await deps.users.find(userId);
    if (user?.state === 'applying') await applyToDirectory(deps, user);
  }
  return signed;
}

async function move(
  deps: ReviewDeps,
  { quarter, idempotencyKey: key, ifMatch }: ReviewRequest,
  caller: Caller,
  step: 'decide' | 'sign',
  asked: object,
  change: (review: Review) => Partial<Pick<Review, 'entries' | 'signature'>>,
): Promise<Review> {
  const review = await readReview(deps, quarter);
  const isKnown = ({ history }: Review) => history.some((taken) => taken.key === key);
  if (!isKnown(review)) demandVersion(ifMatch, review);
  const on = deps.clock.today();
  return performStep(reviewMachine, review, {
    step,
    stamp: { by: caller.subject, on, key, reason: null },
    // What is over or was done before is told or answered as such, and not checked anew.
    change: (now) => (now.state === 'open' && !isKnown(now) ? change(now) : {}),
    claim: () =>
      deps.claims.claim({
        scope: 'ACCESS',
        key,
        input: { operation: `review-${step}`, quarter, ...asked },
        source: { type: 'system', id: quarter },
        recordedOn: on,
      }),
    write: async (next) => deps.reviews.write(next, await withdrawals(deps, next, key)),
    async read() {
      const now = await readReview(deps, quarter);
      // Of an unchanged review it was a removed user that changed meanwhile: tried again with what they have now.
      if (now.version !== review.version && !isKnown(now)) throw versionChanged();
      return now;
    },
    refuse: () => refuseReview('review-signed', 'La revisión ya está firmada y no cambia.'),
  });
}

const removedBy = ({ entries }: Review) => entries.filter(({ decision }) => decision?.keep === false);

/** Of a signed review: each removed user without rights and out, as whoever decided it said. */
async function withdrawals({ users }: ReviewDeps, next: Review, key: string): Promise<TransactItem[]> {
  if (next.signature === null) return [];
  const items: TransactItem[] = [];
  for (const { userId, decision } of removedBy(next)) {
    const user = await users.find(userId);
    if (user === undefined || decision === null) continue;
    const stamp = { by: next.signature.by, on: decision.on, key: `${next.quarter} ${key}`, reason: decision.reason };
    const gone = { rights: NO_RIGHTS, wanted: null, enabled: false, changedOn: decision.on };
    const taking = takeStep(userMachine, user, 'withdraw', stamp, gone);
    if (taking.outcome === 'taken') items.push(...users.itemsOf(taking.next));
  }
  return items;
}

function refuseDecisions({ entries }: Review, decisions: readonly Decision[], caller: Caller): void {
  const reviewed = new Map(entries.map((entry) => [entry.userId, entry]));
  const details = decisions.flatMap(({ userId }, index) =>
    reviewed.has(userId)
      ? []
      : [{ pointer: `/decisions/${index}/userId`, message: 'Este usuario no está en la revisión.' }],
  );
  if (details.length > 0) {
    throw refuseReview('review-decision-refused', 'Corrija las decisiones señaladas; no se guardó nada.', { details });
  }
  if (decisions.some(({ userId }) => reviewed.get(userId)?.subject === caller.subject)) {
    throw refuse('same-person', 'Nadie resuelve sobre sus propios accesos. Pídalo a otra persona.');
  }
}
