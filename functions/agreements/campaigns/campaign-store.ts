import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { createRecordStore, type RecordStore } from '../../../shared/store/record-store.ts';
import { type Campaign, campaignSchema } from './campaign.ts';

export type CampaignStore = RecordStore<Campaign>;

/** Campaigns in the system table (docs/access-patterns.md, agreements). */
export const createCampaignStore = (client: DynamoDBDocumentClient, table: string): CampaignStore =>
  createRecordStore(client, table, {
    schema: campaignSchema,
    keyOf: (campaignId) => ({ PK: `CAMPAIGN#${campaignId}`, SK: 'CAMPAIGN' }),
    idOf: ({ campaignId }) => campaignId,
    index: 'index1',
    partitionOf: (state) => `CAMPAIGNS#${state.toUpperCase()}`,
    sortedBy: ({ from }) => from,
  });
