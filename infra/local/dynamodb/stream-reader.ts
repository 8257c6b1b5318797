import * as z from 'zod';
import { type JsonObject, jsonSchema } from '../assembly/json.ts';
import { LOCAL_REGION } from '../assembly/resource.ts';
import { askDynamo } from './ask-dynamo.ts';

/** A record as Lambda receives it, with its position as a number. */
export interface StreamRecord {
  readonly sequence: number;
  readonly record: JsonObject;
}

const recordSchema = z.looseObject({ dynamodb: z.looseObject({ SequenceNumber: z.string() }) });
const tableAnswer = z.object({ Table: z.object({ LatestStreamArn: z.string() }) });
const streamAnswer = z.object({
  StreamDescription: z.object({ Shards: z.array(z.object({ ShardId: z.string() })) }),
});
const iteratorAnswer = z.object({ ShardIterator: z.string() });
const recordsAnswer = z.object({ Records: z.array(recordSchema), NextShardIterator: z.string().optional() });

const STREAMS = 'DynamoDBStreams_20120810';
/** DynamoDB gives at most this many records in one answer. */
const MOST_RECORDS = 1_000;

/**
 * Reads one table's stream from a position on. It speaks the JSON protocol directly: the wire form of a
 * record is the form in which Lambda hands it over, so nothing is converted to SDK types and back.
 */
export class StreamReader {
  readonly #endpoint: string;
  readonly #eventSourceArn: string;
  readonly #streamArn: string;
  readonly #shardId: string;
  #iterator: { readonly after: number; readonly token: string } | undefined;

  private constructor(endpoint: string, eventSourceArn: string, streamArn: string, shardId: string) {
    this.#endpoint = endpoint;
    this.#eventSourceArn = eventSourceArn;
    this.#streamArn = streamArn;
    this.#shardId = shardId;
  }

  static async open(endpoint: string, tableName: string, eventSourceArn: string): Promise<StreamReader> {
    const { Table } = await call(endpoint, 'DynamoDB_20120810.DescribeTable', { TableName: tableName }, tableAnswer);
    const StreamArn = Table.LatestStreamArn;
    const { StreamDescription } = await call(endpoint, `${STREAMS}.DescribeStream`, { StreamArn }, streamAnswer);
    const shard = StreamDescription.Shards.at(-1);
    if (shard === undefined) throw new Error(`the stream of ${tableName} has no shard`);
    return new StreamReader(endpoint, eventSourceArn, StreamArn, shard.ShardId);
  }

  /** Up to 1,000 records after a position (0: from the oldest kept). */
  async after(position: number): Promise<readonly StreamRecord[]> {
    const kept = this.#iterator;
    const token = kept !== undefined && kept.after === position ? kept.token : await this.#iteratorAfter(position);
    this.#iterator = undefined;
    const page = { ShardIterator: token, Limit: MOST_RECORDS };
    const answer = await call(this.#endpoint, `${STREAMS}.GetRecords`, page, recordsAnswer);
    const records = answer.Records.map((raw): StreamRecord => {
      const record = { ...raw, eventSourceARN: this.#eventSourceArn, awsRegion: LOCAL_REGION };
      return { sequence: Number(raw.dynamodb.SequenceNumber), record: z.record(z.string(), jsonSchema).parse(record) };
    });
    if (answer.NextShardIterator !== undefined)
      this.#iterator = { after: records.at(-1)?.sequence ?? position, token: answer.NextShardIterator };
    return records;
  }

  async #iteratorAfter(position: number): Promise<string> {
    const from =
      position === 0
        ? { ShardIteratorType: 'TRIM_HORIZON' }
        : { ShardIteratorType: 'AFTER_SEQUENCE_NUMBER', SequenceNumber: String(position) };
    const shard = { StreamArn: this.#streamArn, ShardId: this.#shardId };
    const wanted = { ...shard, ...from };
    return (await call(this.#endpoint, `${STREAMS}.GetShardIterator`, wanted, iteratorAnswer)).ShardIterator;
  }
}

async function call<T>(
  endpoint: string,
  target: `DynamoDB_20120810.${string}` | `DynamoDBStreams_20120810.${string}`,
  body: JsonObject,
  answerSchema: z.ZodType<T>,
): Promise<T> {
  const answer = await askDynamo(endpoint, target, body);
  if (!answer.ok) throw new Error(`${target}: ${JSON.stringify(answer.body)}`);
  return answerSchema.parse(answer.body);
}
