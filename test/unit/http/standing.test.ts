import { DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, expect, it } from 'vitest';
import { createStandings, FOR_GOOD, standingPut } from '../../../shared/http/standing.ts';
import { documentClient } from '../../../shared/store/document-client.ts';

const mock = mockClient(DynamoDBDocumentClient);
process.env.AWS_REGION ??= 'us-east-1';
const standings = createStandings(documentClient(), 't');
beforeEach(() => mock.reset());

it('how a person stands is read as it was last written: the engine of one machine would not tell', async () => {
  mock.on(GetCommand).resolves({ Item: { name: 'Ana Caja', signedOutBefore: 5 } });
  expect(await standings.of('s-1')).toEqual({ name: 'Ana Caja', signedOutBefore: 5 });
  const [asked] = mock.commandCalls(GetCommand);
  expect(asked?.args[0].input).toMatchObject({ Key: { PK: 'STANDING#s-1' }, ConsistentRead: true });
});

it('tokens of the very second in which they were ended are over too; of the suspended, all', () => {
  const written = (forGood: boolean) =>
    standingPut('t', { subject: 's-1', name: 'Ana Caja' }, new Date('2026-11-20T10:00:00.250Z'), forGood).Put?.Item;
  expect(written(false)).toMatchObject({ signedOutBefore: Date.parse('2026-11-20T10:00:01Z') / 1_000 });
  expect(written(true)).toMatchObject({ signedOutBefore: FOR_GOOD });
});
