import { type DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { conditional, IF_NEW } from '../store/conditional.ts';
import type { TransactItem } from '../store/record-store.ts';

/**
 * A request that a function do something later, written in the transaction or right behind the write that makes it due.
 * Kept in the system table under PK `JOB#<TASK>#<id>`, SK `RUN#<name>`; its new item comes through the table's stream to
 * the one dispatcher, which calls the function of its task. TTL clears it away.
 */
export const jobRequestSchema = z.object({
  /** Names the function: each task belongs to one (infra/functions). */
  task: z.string(),
  /** What is worked on: a file's id, a report's period. */
  id: z.string(),
  /** Makes the request one: written twice, it is dispatched once. */
  name: z.string(),
  /** What else the task needs. */
  input: z.record(z.string(), z.string()),
  /** UTC instant, ISO. */
  askedAt: z.string(),
});
export type JobRequest = z.output<typeof jobRequestSchema>;

/** The event by which a function is called for a request. */
export const jobEventSchema = z.object({ job: jobRequestSchema });

/** New items of the stream whose sort key begins so are requests. */
export const REQUEST_PREFIX = 'RUN#';

/** Dispatched long before; kept to see what was asked for. */
const KEPT_DAYS = 7;

export interface JobRequests {
  /** Asks once a name. False: it was asked before. */
  ask(request: JobRequest): Promise<boolean>;
}

export interface JobRequestItems {
  /** The item by which a run is asked for once a name, for the transaction of what makes it due. */
  item(request: JobRequest): TransactItem;
}

/** Asks the dispatcher of the table's stream for runs. */
export function createJobRequests(client: DynamoDBDocumentClient, TableName: string): JobRequests & JobRequestItems {
  const putOf = (request: JobRequest) => ({ TableName, Item: requestItem(request), ...IF_NEW });
  return {
    ask: (request) => conditional(() => client.send(new PutCommand(putOf(request)))),
    item: (request) => ({ Put: putOf(request) }),
  };
}

/** What was asked under that name in the last days; undefined: nothing. */
export async function findRequest(
  client: DynamoDBDocumentClient,
  TableName: string,
  name: Pick<JobRequest, 'task' | 'id' | 'name'>,
): Promise<JobRequest | undefined> {
  const { Item } = await client.send(new GetCommand({ TableName, Key: requestKey(name), ConsistentRead: true }));
  return Item === undefined ? undefined : jobRequestSchema.parse(Item);
}

/** The item of a request. */
export function requestItem(request: JobRequest): Record<string, unknown> {
  const { askedAt } = request;
  return {
    ...requestKey(request),
    ...request,
    expiresAt: Math.floor(Date.parse(askedAt) / 1_000) + KEPT_DAYS * 86_400,
  };
}

const requestKey = ({ task, id, name }: Pick<JobRequest, 'task' | 'id' | 'name'>) => ({
  PK: `JOB#${task.toUpperCase()}#${id}`,
  SK: `${REQUEST_PREFIX}${name}`,
});
