import { eventHandler, openFunction } from '../../shared/observability/function-frame.ts';
import { documentClient } from '../../shared/store/document-client.ts';
import { accessDeps } from './access-deps.ts';
import { accessWatchEnvironment } from './environment.ts';
import { openReview } from './reviews/open-review.ts';
import { healUsers } from './users/heal-users.ts';

const environment = accessWatchEnvironment.parse(process.env);
const { now, log, metrics } = openFunction('access-watch');
const deps = { ...accessDeps(documentClient(), environment, now), log, metrics };

/** Every five minutes: the directory follows what a crash left half way, and the quarter's review is opened and watched. */
export const handler = eventHandler({ log }, async (): Promise<void> => {
  // One that fails is told after the other was done.
  const ended = await Promise.allSettled([healUsers(deps), openReview(deps)]);
  const failures = ended.flatMap((end) => (end.status === 'rejected' ? [end.reason] : []));
  if (failures.length > 0) throw new AggregateError(failures, 'some jobs failed; the others were done');
});
