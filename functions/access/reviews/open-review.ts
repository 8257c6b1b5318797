import type { AccessTrail } from '../../../shared/audit/access-trail.ts';
import type { Clock } from '../../../shared/calendar/clock.ts';
import type { Log } from '../../../shared/observability/log.ts';
import type { Metrics } from '../../../shared/observability/metrics.ts';
import { SYSTEM } from '../../../shared/transitions/tracked.ts';
import type { Directory } from '../users/directory.ts';
import type { User } from '../users/user.ts';
import type { UserState } from '../users/user-machine.ts';
import type { UserStore } from '../users/user-store.ts';
import { dueFrom, lastQuarter } from './quarter.ts';
import type { Review, ReviewEntry } from './review.ts';
import type { ReviewStore } from './review-store.ts';

export interface OpenReviewDeps {
  readonly reviews: ReviewStore;
  readonly users: Pick<UserStore, 'all'>;
  readonly directory: Pick<Directory, 'all' | 'groupsOf'>;
  readonly trail: Pick<AccessTrail, 'ofReader'>;
  readonly clock: Clock;
  readonly log: Log;
  readonly metrics: Metrics;
}

const WITH_ACCESS: readonly UserState[] = ['active', 'change-requested', 'applying', 'suspended'];

/**
 * Opens the review of the quarter that ended, once, with who has what today, and tells of those that nobody signed in time.
 * Answers how many were opened.
 */
export async function openReview(deps: OpenReviewDeps): Promise<number> {
  const { reviews, clock, log, metrics } = deps;
  const today = clock.today();
  for await (const { quarter, dueOn } of reviews.all('open')) {
    if (today <= dueOn) continue;
    log.event('review-overdue', { quarter });
    metrics.record('ReviewsOverdue');
  }
  const quarter = lastQuarter(today);
  if ((await reviews.find(quarter)) !== undefined) return 0;
  const entries: ReviewEntry[] = [];
  for (const state of WITH_ACCESS)
    for await (const user of deps.users.all(state)) if (hasAccess(user)) entries.push(await entryOf(deps, user));
  const review: Review = {
    ...{ quarter, state: 'open', openedOn: today, dueOn: dueFrom(today), signature: null, version: 1 },
    entries: entries.toSorted((a, b) => (a.userId < b.userId ? -1 : 1)),
    strangers: await strangersTo(deps, new Set(entries.map(({ subject }) => subject))),
    history: [{ step: 'open', by: SYSTEM, on: today, key: quarter, reason: null }],
  };
  return (await reviews.write(review)) ? 1 : 0;
}

const hasAccess = ({ enabled, rights }: User): boolean => enabled || rights.roles.length > 0;

async function entryOf({ trail }: Pick<OpenReviewDeps, 'trail'>, user: User): Promise<ReviewEntry> {
  const { userId, subject, name, enabled, rights, history } = user;
  const last = history.findLast(({ by }) => by !== SYSTEM);
  if (last === undefined) throw new Error('somebody asked for every user');
  const [seen] = subject === null ? [] : await trail.ofReader(subject, { limit: 1 });
  return {
    ...{ userId, subject, name, suspended: !enabled, rights, decision: null },
    lastChange: { step: last.step, by: last.by, on: last.on },
    lastSeenAt: seen?.access.at ?? null,
  };
}

async function strangersTo(
  { directory }: Pick<OpenReviewDeps, 'directory'>,
  known: ReadonlySet<string | null>,
): Promise<Review['strangers']> {
  const strangers: Review['strangers'] = [];
  for await (const { subject, enabled } of directory.all()) {
    if (enabled && !known.has(subject)) strangers.push({ subject, groups: [...(await directory.groupsOf(subject))] });
  }
  return strangers;
}
