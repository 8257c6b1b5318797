import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { workFields } from '../../../../shared/jobs/long-work.ts';
import { storedDate } from '../../../../shared/ledger/event-schema.ts';
import { createRecordStore, type RecordStore } from '../../../../shared/store/record-store.ts';
import { officeTotalsSchema } from './preview-totals.ts';

/** The task of agreements-preview: one more run over a preview. */
export const PREVIEW_CAMPAIGN = 'preview-campaign';

/**
 * A campaign played over the portfolio. Stored under PK `CAMPAIGNPREVIEW#<previewId>`, SK `PREVIEW`; the files that qualify
 * lie beside it (preview-files.ts) and go with time, the figures stay.
 */
export const campaignPreviewSchema = z.object({
  ...workFields,
  campaignId: z.string(),
  previewId: z.string(),
  /** The day whose debts are read: that of the request, whenever its runs come. */
  asOf: storedDate,
  /** The last day on which its files can be read. */
  keptUntil: storedDate,
  /** Parts of the portfolio, and how many of them are read, counted and stored: the checkpoint. */
  segments: z.int().positive(),
  segmentsDone: z.int().nonnegative(),
  headsRead: z.int().nonnegative(),
  /** Heads that could not be valued: more than none = the figures are incomplete. The first of them by their keys. */
  failed: z.int().nonnegative(),
  failedHeads: z.array(z.string()),
  byOffice: z.array(officeTotalsSchema),
});
export type CampaignPreview = z.infer<typeof campaignPreviewSchema>;

export type CampaignPreviewStore = RecordStore<CampaignPreview>;

/** Previews in the system table, by id; those under way are listed for the job that resumes them. */
export const createCampaignPreviewStore = (client: DynamoDBDocumentClient, table: string): CampaignPreviewStore =>
  createRecordStore(client, table, {
    schema: campaignPreviewSchema,
    keyOf: (previewId) => ({ PK: `CAMPAIGNPREVIEW#${previewId}`, SK: 'PREVIEW' }),
    idOf: ({ previewId }) => previewId,
    index: 'index1',
    partitionOf: (state) => (state === 'under-way' ? 'CAMPAIGNPREVIEWS#UNDER-WAY' : undefined),
    sortedBy: ({ asOf }) => asOf,
  });
