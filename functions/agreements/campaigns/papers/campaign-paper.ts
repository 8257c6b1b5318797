import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { officeSchema } from '../../../../shared/institute/offices.ts';
import { workFields } from '../../../../shared/jobs/long-work.ts';
import { storedDate } from '../../../../shared/ledger/event-schema.ts';
import { createRecordStore, type RecordStore } from '../../../../shared/store/record-store.ts';

/** The task of agreements-draw-papers: one more run over a paper. */
export const DRAW_CAMPAIGN_PAPER = 'draw-campaign-paper';

export const PAPER_KINDS = ['letters', 'workbook'] as const;

/** Why a file that qualified gets no letter. */
export const UNWRITTEN = ['not-eligible', 'changes', 'too-many-notes', 'not-valued', 'no-address'] as const;
export type Unwritten = (typeof UNWRITTEN)[number];

/**
 * What is drawn of a preview's files, for many people at once: letters of invitation or a workbook. Stored under PK
 * `CAMPAIGNPAPER#<paperId>`, SK `PAPER`; its bytes are objects (paper-objects.ts), one a part.
 */
export const campaignPaperSchema = z.object({
  ...workFields,
  campaignId: z.string(),
  paperId: z.string(),
  previewId: z.string(),
  kind: z.enum(PAPER_KINDS),
  offices: z.array(officeSchema),
  /** Of letters: the first and the last day for which they say what is paid, both included. */
  days: z.object({ from: storedDate, until: storedDate }).nullable(),
  issuedOn: storedDate,
  /** The last day on which it can be fetched. */
  keptUntil: storedDate,
  /** Who asked, for the trail of whose data was drawn. */
  asker: z.object({ name: z.string().optional(), roles: z.array(z.string()), correlationId: z.string() }),
  /** Files of the preview in these offices, and how many of them this has gone through: the checkpoint. */
  filesTotal: z.int().nonnegative(),
  filesDone: z.int().nonnegative(),
  /** Where to go on among them. */
  cursor: z.string().nullable(),
  unwritten: z.record(z.enum(UNWRITTEN), z.int().nonnegative()),
  /** One document each, in their order; `files` of how many people. */
  parts: z.array(z.object({ files: z.int(), bytes: z.int(), sha256: z.string() })),
});
export type CampaignPaper = z.infer<typeof campaignPaperSchema>;

export type CampaignPaperStore = RecordStore<CampaignPaper>;

/** Papers in the system table, by id; those under way are listed for the job that resumes them. */
export const createCampaignPaperStore = (client: DynamoDBDocumentClient, table: string): CampaignPaperStore =>
  createRecordStore(client, table, {
    schema: campaignPaperSchema,
    keyOf: (paperId) => ({ PK: `CAMPAIGNPAPER#${paperId}`, SK: 'PAPER' }),
    idOf: ({ paperId }) => paperId,
    index: 'index1',
    partitionOf: (state) => (state === 'under-way' ? 'CAMPAIGNPAPERS#UNDER-WAY' : undefined),
    sortedBy: ({ issuedOn }) => issuedOn,
  });
