import { longWorkMachine } from '../../../../shared/jobs/long-work-machine.ts';
import { type RunDeps, type RunEnd, runWork } from '../../../../shared/jobs/run-work.ts';
import type { HeadScan } from '../../../../shared/ledger/scan-heads.ts';
import type { Campaign } from '../campaign.ts';
import type { CampaignStore } from '../campaign-store.ts';
import { type CampaignPreview, type CampaignPreviewStore, PREVIEW_CAMPAIGN } from './campaign-preview.ts';
import type { PreviewFiles } from './preview-files.ts';
import { previewSegment, type SegmentPreview } from './preview-segment.ts';
import { withFiles } from './preview-totals.ts';

export interface RunPreviewDeps extends Omit<RunDeps<CampaignPreview>, 'records'> {
  readonly previews: CampaignPreviewStore;
  readonly previewFiles: PreviewFiles;
  readonly campaigns: Pick<CampaignStore, 'find'>;
  readonly scanHeads: HeadScan;
}

/** Segments read at once: enough to keep a core busy while pages are on their way. */
const AT_ONCE = 8;
/** Keys of failed heads that are kept, to be looked at. */
const MOST_FAILED_TOLD = 20;

/**
 * One run over a preview: reads the portfolio some segments at a time, stores the files that qualify in them, and counts
 * them in its checkpoint. Cut off, it goes on behind the last checkpoint, and what was stored since is taken away first:
 * nothing is counted or listed twice. Memory holds the files of a few segments.
 */
export function runPreview(
  deps: RunPreviewDeps,
  { previewId, delivery }: { readonly previewId: string; readonly delivery: string | null },
): Promise<RunEnd> {
  const { previews: records, previewFiles, campaigns } = deps;
  return runWork(
    { ...deps, records },
    { task: PREVIEW_CAMPAIGN, machine: longWorkMachine, id: previewId, delivery },
    async (run) => {
      const campaign = await campaigns.find(run.thing().campaignId);
      if (campaign === undefined) throw new RangeError(`preview ${previewId} is of a campaign that is not there`);
      let mayBeHalfStored = run.thing().runs > 1;
      while (run.thing().segmentsDone < run.thing().segments) {
        if (!run.hasTime()) return false;
        const before = run.thing();
        const read = await readRound(deps, campaign, before);
        // The lease first: a run that was taken for dead while it hung stores nothing over its successor's.
        await run.save({});
        for (const [segment, { files }] of read) {
          if (mayBeHalfStored) await previewFiles.clear(previewId, segment);
          await previewFiles.put(before, segment, files);
        }
        mayBeHalfStored = false;
        await run.save(counted(before, [...read.values()]));
      }
      return true;
    },
  );
}

async function readRound(
  { scanHeads }: Pick<RunPreviewDeps, 'scanHeads'>,
  campaign: Campaign,
  { asOf, segments, segmentsDone }: CampaignPreview,
): Promise<ReadonlyMap<number, SegmentPreview>> {
  const round = Array.from({ length: Math.min(AT_ONCE, segments - segmentsDone) }, (_, index) => segmentsDone + index);
  return new Map(
    await Promise.all(
      round.map(
        async (segment) =>
          [segment, await previewSegment({ scanHeads }, { campaign, on: asOf, segment, segments })] as const,
      ),
    ),
  );
}

/** What the checkpoint says with these segments in it. */
function counted(
  before: CampaignPreview,
  read: readonly SegmentPreview[],
): Pick<CampaignPreview, 'segmentsDone' | 'headsRead' | 'failed' | 'failedHeads' | 'byOffice'> {
  const failed = read.flatMap((one) => one.failed);
  return {
    segmentsDone: before.segmentsDone + read.length,
    headsRead: before.headsRead + read.reduce((sum, { headsRead }) => sum + headsRead, 0),
    failed: before.failed + failed.length,
    failedHeads: [...before.failedHeads, ...failed].slice(0, MOST_FAILED_TOLD),
    byOffice: read.reduce((totals, { files }) => withFiles(totals, files), before.byOffice),
  };
}
