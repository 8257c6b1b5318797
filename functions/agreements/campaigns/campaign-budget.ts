import { type DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import type { Centavos } from '../../../shared/money/centavos.ts';
import type { TransactItem } from '../../../shared/store/record-store.ts';

const committedSchema = z.object({ forgives: z.int() });

export interface CampaignBudget {
  /** What its agreements that are not over forgive, or forgave: centavos owed on the days of their signatures. Consistent. */
  committed(campaignId: string): Promise<Centavos>;
  /** The item by which what is committed changes with an agreement; with `upTo` only if it then is no more than that. */
  change(campaignId: string, by: Centavos, upTo?: Centavos): TransactItem;
}

/** What campaigns have committed, an item each: PK `CAMPAIGN#<campaignId>`, SK `COMMITTED`. No payment touches it. */
export function createCampaignBudget(client: DynamoDBDocumentClient, TableName: string): CampaignBudget {
  const keyOf = (campaignId: string) => ({ PK: `CAMPAIGN#${campaignId}`, SK: 'COMMITTED' });
  return {
    async committed(campaignId) {
      const { Item } = await client.send(new GetCommand({ TableName, Key: keyOf(campaignId), ConsistentRead: true }));
      return Item === undefined ? 0 : committedSchema.parse(Item).forgives;
    },
    change: (campaignId, by, upTo) => ({
      Update: {
        TableName,
        Key: keyOf(campaignId),
        UpdateExpression: 'ADD forgives :by',
        ...(upTo !== undefined && { ConditionExpression: 'attribute_not_exists(PK) OR forgives <= :room' }),
        ExpressionAttributeValues: { ':by': by, ...(upTo !== undefined && { ':room': upTo - by }) },
      },
    }),
  };
}
