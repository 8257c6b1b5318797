import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { expect, it } from 'vitest';
import { createStandings } from '../../../shared/http/standing.ts';

it('how a person stands is never read from a copy that lags: the suspended would be in for a second longer', async () => {
  const documents = DynamoDBDocumentClient.from(new DynamoDBClient({ region: 'us-east-1' }));
  const store = mockClient(documents);
  const Item = { name: 'Rosa Peña', signedOutBefore: 1_000 };
  store.on(GetCommand, { TableName: 'system', ConsistentRead: true }).resolves({ Item });
  expect(await createStandings(documents, 'system').of('rosa')).toEqual(Item);
});
