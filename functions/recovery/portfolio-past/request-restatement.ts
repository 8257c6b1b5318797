import { addDays, type CalendarDate } from '../../../shared/calendar/calendar-date.ts';
import { type Clock, hermosilloMinutes } from '../../../shared/calendar/clock.ts';
import { longDate } from '../../../shared/calendar/spanish-dates.ts';
import { deterministicId } from '../../../shared/canonical/deterministic-id.ts';
import type { Caller } from '../../../shared/http/route.ts';
import type { JobRequestItems } from '../../../shared/jobs/job-request.ts';
import { beginWork, nextRun } from '../../../shared/jobs/long-work.ts';
import { FOLD_VERSION } from '../../../shared/loan-book/fold.ts';
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
 * first run are one write. The same two days under the same rules are one restatement, except that what was known on a day that was
 * not over yet is asked anew once it is, one that was given up goes on, and one in which notes failed is made anew. Refused of days to
 * come, and of a day that was not over by the one on which it is to be known.
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
  const key = `${asOf} ${knownOn} ${isFinal ? 'final' : 'open'} rules ${FOLD_VERSION}`;
  const { restatementId, known } = await lastOf(restatements, key);
  if (known !== undefined && known.state !== 'given-up') return known;
  const at = clock.now();
  const begun = beginWork({ by: caller.subject, on, key, at });
  const restatement: PortfolioRestatement =
    known === undefined
      ? {
          ...{ ...begun, restatementId, asOf, knownOn, isFinal, fold: FOLD_VERSION, segments: SEGMENTS },
          ...{ segmentsDone: 0, notes: 0, failed: 0, sha256: null },
        }
      : // From where it was: what is kept of it is good.
        { ...known, ...begun, version: known.version + 1, history: [...known.history, ...begun.history] };
  const asked = jobs.item(nextRun(RESTATE_PAST, restatementId, restatement, at));
  return (await restatements.write(restatement, [asked])) ? restatement : readRestatement(deps, restatementId);
}

/** The restatement of a key that is whole or on its way, or where the next would be. */
async function lastOf(
  restatements: RestatementStore,
  key: string,
): Promise<{ readonly restatementId: string; readonly known: PortfolioRestatement | undefined }> {
  for (let number = 1; ; number += 1) {
    const restatementId = deterministicId('portfolio-restatement', number === 1 ? key : `${key} number ${number}`);
    const known = await restatements.find(restatementId);
    if (known?.state !== 'done' || known.failed === 0) return { restatementId, known };
  }
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
