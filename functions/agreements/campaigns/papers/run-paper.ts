import { createHash } from 'node:crypto';
import type { AccessTrail } from '../../../../shared/audit/access-trail.ts';
import { longWorkMachine } from '../../../../shared/jobs/long-work-machine.ts';
import { type Run, type RunDeps, type RunEnd, runWork } from '../../../../shared/jobs/run-work.ts';
import type { Campaign } from '../campaign.ts';
import type { CampaignStore } from '../campaign-store.ts';
import type { CampaignPreview, CampaignPreviewStore } from '../previews/campaign-preview.ts';
import type { PreviewFiles } from '../previews/preview-files.ts';
import type { QualifyingFile } from '../previews/preview-segment.ts';
import { type CampaignPaper, type CampaignPaperStore, DRAW_CAMPAIGN_PAPER, type Unwritten } from './campaign-paper.ts';
import { folioOf, type LetterDeps, writeLetters } from './draw-letters.ts';
import type { Letter, LettersModel } from './invitation-letter.ts';
import type { PaperObjects } from './paper-objects.ts';
import type { NamedFile, PreviewWorkbook } from './preview-workbook.ts';

export interface RunPaperDeps extends Omit<RunDeps<CampaignPaper>, 'records'>, LetterDeps {
  readonly papers: CampaignPaperStore;
  readonly previews: Pick<CampaignPreviewStore, 'find'>;
  readonly previewFiles: Pick<PreviewFiles, 'page'>;
  readonly campaigns: Pick<CampaignStore, 'find'>;
  readonly objects: Pick<PaperObjects, 'put'>;
  readonly trail: Pick<AccessTrail, 'note'>;
  readonly drawLetters: (model: LettersModel, letters: readonly Letter[]) => Promise<Uint8Array>;
  readonly drawWorkbook: (workbook: PreviewWorkbook) => Promise<Uint8Array>;
  /** Letters of one document: what a run surely draws, keeps in memory and puts before its time is up. */
  readonly mostLetters: number;
}

/** Files looked at together. */
const AT_ONCE = 25;
const OPERATIONS = { letters: 'requestCampaignLetters', workbook: 'requestCampaignWorkbook' } as const;

/**
 * One run over a paper: draws its parts one after another, each put under its number before the checkpoint that counts it.
 * Cut off, it goes on behind the last checkpoint and puts the part anew. Whose data is in a part is noted, as read by
 * whoever asked, before its bytes are where anybody could fetch them.
 */
export function runPaper(
  deps: RunPaperDeps,
  { paperId, delivery }: { readonly paperId: string; readonly delivery: string | null },
): Promise<RunEnd> {
  const { papers: records } = deps;
  return runWork(
    { ...deps, records },
    { task: DRAW_CAMPAIGN_PAPER, machine: longWorkMachine, id: paperId, delivery },
    async (run) => {
      const { campaignId, previewId, kind } = run.thing();
      const [campaign, preview] = await Promise.all([deps.campaigns.find(campaignId), deps.previews.find(previewId)]);
      if (campaign === undefined || preview === undefined)
        throw new RangeError(`paper ${paperId} is of a campaign or preview that is not there`);
      return kind === 'letters' ? drawLetters(deps, run, campaign) : drawWorkbook(deps, run, campaign, preview);
    },
  );
}

async function drawLetters(deps: RunPaperDeps, run: Run<CampaignPaper>, campaign: Campaign): Promise<boolean> {
  const { days, issuedOn } = run.thing();
  if (days === null) throw new RangeError('letters say for which days they are');
  while (run.thing().filesDone < run.thing().filesTotal) {
    if (!run.hasTime()) return false;
    const before = run.thing();
    const { letters, fileIds, unwritten, files, cursor } = await nextLetters(deps, before, { campaign, days });
    const counted = {
      filesDone: cursor === null ? before.filesTotal : before.filesDone + files,
      unwritten: withCounts(before.unwritten, unwritten),
      cursor,
    };
    if (letters.length === 0) {
      await run.save(counted);
      continue;
    }
    const first = before.parts.reduce((sum, part) => sum + part.files, 1);
    const numbered = letters.map((letter, index) => ({ ...letter, number: first + index }));
    const model = { campaign, days, issuedOn, folio: folioOf(before), printedAt: new Date(before.askedAt) };
    const bytes = await deps.drawLetters(model, numbered);
    await putPart(deps, run, { bytes, fileIds, change: counted });
  }
  return true;
}

async function nextLetters(
  deps: RunPaperDeps,
  { previewId, offices, cursor: from }: CampaignPaper,
  what: Parameters<typeof writeLetters>[1],
) {
  const letters: Omit<Letter, 'number'>[] = [];
  const fileIds: string[] = [];
  const unwritten: Unwritten[] = [];
  let files = 0;
  let cursor = from;
  do {
    const limit = Math.min(AT_ONCE, deps.mostLetters - letters.length);
    const page = await deps.previewFiles.page(previewId, offices, { limit, cursor: cursor ?? undefined });
    const written = await writeLetters(deps, what, page.files);
    letters.push(...written.letters);
    fileIds.push(...written.fileIds);
    unwritten.push(...written.unwritten);
    files += page.files.length;
    cursor = page.cursor ?? null;
  } while (cursor !== null && letters.length < deps.mostLetters);
  return { letters, fileIds, unwritten, files, cursor };
}

/** Files whose names are read together, and after how many the lease is renewed. */
const NAMED_AT_ONCE = 100;
const RENEWED_AFTER = 2_000;

async function drawWorkbook(
  deps: RunPaperDeps,
  run: Run<CampaignPaper>,
  campaign: Campaign,
  preview: CampaignPreview,
): Promise<boolean> {
  // In one go: cut off, it is drawn from the start.
  const { previewId, offices, filesTotal } = run.thing();
  const files: NamedFile[] = [];
  let cursor: string | undefined;
  do {
    const page = await deps.previewFiles.page(previewId, offices, { limit: NAMED_AT_ONCE, cursor });
    files.push(...(await named(deps, page.files)));
    cursor = page.cursor;
    if (files.length % RENEWED_AFTER < NAMED_AT_ONCE) await run.save({ filesDone: Math.min(files.length, filesTotal) });
  } while (cursor !== undefined);
  const bytes = await deps.drawWorkbook({ campaign, preview, offices, files });
  const fileIds = files.map(({ fileId }) => fileId);
  await putPart(deps, run, { bytes, fileIds, change: { filesDone: filesTotal } });
  return true;
}

async function named({ register }: LetterDeps, files: readonly QualifyingFile[]): Promise<NamedFile[]> {
  const addressees = await register.findAddressees(files.map(({ fileId }) => fileId));
  return files.map((file) => ({ ...file, name: addressees.get(file.fileId)?.name ?? '' }));
}

async function putPart(
  { objects, trail, clock }: RunPaperDeps,
  run: Run<CampaignPaper>,
  part: {
    readonly bytes: Uint8Array;
    readonly fileIds: readonly string[];
    readonly change: Partial<Pick<CampaignPaper, 'filesDone' | 'unwritten' | 'cursor'>>;
  },
): Promise<void> {
  const paper = run.thing();
  const { bytes, fileIds, change } = part;
  // The lease first: a run that was taken for dead while it drew puts nothing over its successor's.
  await run.save({});
  const { name, roles, correlationId } = paper.asker;
  const reader = paper.history[0]?.by ?? '';
  await trail.note(
    {
      ...{ at: clock.now().toISOString(), reader, roles, correlationId, access: 'read' },
      ...{ operationId: OPERATIONS[paper.kind], ...(name !== undefined && { readerName: name }) },
    },
    fileIds,
  );
  await objects.put({ paper, number: paper.parts.length + 1 }, bytes);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  await run.save({
    ...change,
    parts: [...paper.parts, { files: fileIds.length, bytes: bytes.length, sha256 }],
  });
}

function withCounts(before: CampaignPaper['unwritten'], more: readonly Unwritten[]): CampaignPaper['unwritten'] {
  const counts = { ...before };
  for (const reason of more) counts[reason] += 1;
  return counts;
}
