import { createHash } from 'node:crypto';
import { longWorkMachine } from '../../../shared/jobs/long-work-machine.ts';
import { type Run, type RunDeps, type RunEnd, runWork } from '../../../shared/jobs/run-work.ts';
import { FOLD_VERSION } from '../../../shared/loan-book/fold.ts';
import { lastWholeMonth } from './month-number.ts';
import { type PortfolioRestatement, RESTATE_PAST, type RestatementStore } from './portfolio-restatement.ts';
import { PortfolioSummer } from './portfolio-sums.ts';
import { restateSegment, type SegmentDeps } from './restate-segment.ts';
import type { RestatedPortfolio, RestatementObjects } from './restatement-objects.ts';

export interface RunRestatementDeps extends Omit<RunDeps<PortfolioRestatement>, 'records'>, SegmentDeps {
  readonly restatements: Pick<RestatementStore, 'find' | 'write'>;
  readonly objects: RestatementObjects;
}

/** Segments replayed at once, of each sixteen notes: a core is busy while entries are on their way, and a round ends well within a lease. */
const AT_ONCE = 2;

/**
 * One run over a restatement: replays some segments at a time and keeps each, then sums what is kept. Cut off, it goes on
 * behind its last checkpoint; a segment that was kept already stays as it is.
 */
export function runRestatement(
  deps: RunRestatementDeps,
  { restatementId: id, delivery }: { readonly restatementId: string; readonly delivery: string | null },
): Promise<RunEnd> {
  const { restatements: records } = deps;
  const what = { task: RESTATE_PAST, machine: longWorkMachine, id, delivery };
  return runWork({ ...deps, records }, what, async (run) => {
    // Never half by one version and half by another: it is given up, and asked for by the rules of now it is another one.
    if (run.thing().fold !== FOLD_VERSION) throw new RangeError(`restatement ${id} was begun by older rules`);
    while (run.thing().segmentsDone < run.thing().segments) {
      if (!run.hasTime()) return false;
      await nextSegments(deps, run);
    }
    const { segments, asOf } = run.thing();
    const text = await deps.objects.putPortfolio(id, await summed(deps.objects, { id, segments, asOf }));
    await run.save({ sha256: createHash('sha256').update(text).digest('hex') });
    return true;
  });
}

async function nextSegments(deps: RunRestatementDeps, run: Run<PortfolioRestatement>): Promise<void> {
  const { restatementId, segments, segmentsDone, asOf, knownOn, ...counts } = run.thing();
  const round = Array.from({ length: Math.min(AT_ONCE, segments - segmentsDone) }, (_, index) => segmentsDone + index);
  const restated = await Promise.all(
    round.map(async (segment) => {
      const one = await restateSegment(deps, { segment, segments, asOf, knownOn });
      return deps.objects.putSegment(restatementId, segment, one);
    }),
  );
  await run.save({
    segmentsDone: segmentsDone + round.length,
    notes: restated.reduce((sum, { notes }) => sum + notes.length, counts.notes),
    failed: restated.reduce((sum, { failed }) => sum + failed.length, counts.failed),
  });
}

async function summed(
  objects: Pick<RestatementObjects, 'segment'>,
  { id, segments, asOf }: { readonly id: string } & Pick<PortfolioRestatement, 'segments' | 'asOf'>,
): Promise<RestatedPortfolio> {
  const summer = new PortfolioSummer(lastWholeMonth(asOf));
  const failed: string[] = [];
  for (let segment = 0; segment < segments; segment += 1) {
    const one = await objects.segment(id, segment);
    summer.merge(one.sums);
    failed.push(...one.failed);
  }
  return { failed, sums: summer.result() };
}
