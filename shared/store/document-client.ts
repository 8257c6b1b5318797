import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';

/** A connection to DynamoDB that takes longer than this is given up and tried again. */
const CONNECT_MS = 1_000;
/** A call that takes longer is given up; the longest of ours (a transaction of 100 items) needs a tenth of it. */
const ANSWER_MS = 5_000;
/** The SDK's own tries per call. Longer contention is for retryWithJitter, which is bounded by time. */
const TRIES = 3;
/** Bank files are posted with up to this many calls under way. */
const CONNECTIONS = 64;

/**
 * The DynamoDB client of a function, made once per process by its handler. Region, credentials and endpoint come
 * from the Lambda's own environment through the SDK, so that nothing here knows where it runs.
 * Undefined attributes are left out of items; numbers are JavaScript numbers (centavos are safe integers).
 */
export function documentClient(): DynamoDBDocumentClient {
  const client = new DynamoDBClient({
    maxAttempts: TRIES,
    requestHandler: {
      connectionTimeout: CONNECT_MS,
      requestTimeout: ANSWER_MS,
      throwOnRequestTimeout: true,
      httpsAgent: { maxSockets: CONNECTIONS },
      httpAgent: { maxSockets: CONNECTIONS },
    },
  });
  return DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true } });
}
