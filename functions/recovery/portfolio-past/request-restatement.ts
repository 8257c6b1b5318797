import { addDays, type CalendarDate } from '../../../shared/calendar/calendar-date.ts';
import { type Clock, hermosilloMinutes } from '../../../shared/calendar/clock.ts';
import { longDate } from '../../../shared/calendar/spanish-dates.ts';
import { deterministicId } from '../../../shared/canonical/deterministic-id.ts';
import type { Caller } from '../../../shared/http/route.ts';
import type { JobRequestItems } from '../../../shared/jobs/job-request.ts';
import { beginWork, nextRun } from '../../../shared/jobs/long-work.ts';
import { refuse } from '../../../shared/refusals/shared-refusals.ts';
import { type PortfolioRestatement, RESTATE_PAST, type RestatementStore } from './portfolio-restatement.ts';
import type { RestatementObjects } from './restatement-objects.ts';
import { refuseRestatement } from './restatement-refusals.ts';

export interface RestatementDeps {
  readonly restatements: RestatementStore;
  readonly objects: Pick<RestatementObjects, 'portfolio' | 'segment'>;
  readonly jobs: JobRequestItems;
  readonly clock: Clock;
}

/** Parts of the portfolio: some 2,000 notes each of 250,000. */
const SEGMENTS = 128;

/** Minutes after midnight in which what was begun the day before may still be on its way: no function runs longer. */
const STILL_POSTING_MINUTES = 15;

/**
 * Asks for the portfolio as of a day, as known on another (today if none is given); the restatement and the request for its
 * first run are one write. The same two days are one restatement, except that what was known on a day that was not over yet is
 * asked anew once it is, and one that was given up goes on. Refused of days to come, and of a day that was not over by the one on which it is to be known.
 */
export async function requestRestatement(
  deps: RestatementDeps,
  { asOf, knownOn = deps.clock.today() }: { readonly asOf: CalendarDate; readonly knownOn?: CalendarDate | undefined },
  caller: Caller,
): Promise<PortfolioRestatement> {
  const { restatements, jobs, clock } = deps;
  const on = clock.today();
  if (asOf > knownOn || knownOn > on)
    throw refuseRestatement(
      'restatement-days',
      `La fecha valor (${longDate(asOf)}) no puede ser posterior a la de registro (${longDate(knownOn)}), ni esta al día de hoy.`,
    );
  const isOver = hermosilloMinutes(clock.now()) >= STILL_POSTING_MINUTES;
  const isFinal = knownOn < (isOver ? on : addDays(on, -1));
  const key = `${asOf} ${knownOn} ${isFinal ? 'final' : 'open'}`;
  const restatementId = deterministicId('portfolio-restatement', key);
  const known = await restatements.find(restatementId);
  if (known !== undefined && known.state !== 'given-up') return known;
  const at = clock.now();
  const begun = beginWork({ by: caller.subject, on, key, at });
  const restatement: PortfolioRestatement =
    known === undefined
      ? {
          ...{ ...begun, restatementId, asOf, knownOn, isFinal, segments: SEGMENTS },
          ...{ segmentsDone: 0, notes: 0, failed: 0, sha256: null },
        }
      : // From where it was: what is kept of it is good.
        { ...known, ...begun, version: known.version + 1, history: [...known.history, ...begun.history] };
  const asked = jobs.item(nextRun(RESTATE_PAST, restatementId, restatement, at));
  return (await restatements.write(restatement, [asked])) ? restatement : readRestatement(deps, restatementId);
}

/** Throws `not-found`. */
export async function readRestatement(
  { restatements }: Pick<RestatementDeps, 'restatements'>,
  restatementId: string,
): Promise<PortfolioRestatement> {
  const found = await restatements.find(restatementId);
  if (found === undefined) throw refuse('not-found', 'No hay una reexpresión con ese identificador.');
  return found;
}
