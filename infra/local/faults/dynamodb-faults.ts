import { setTimeout as sleep } from 'node:timers/promises';
import { isJsonArray, isJsonObject, type Json } from '../assembly/json.ts';
import type { Answer } from '../http-messages.ts';
import type { FaultPlan } from './fault-plan.ts';

/** An index may lag by so much, at most (milliseconds). */
const INDEX_LAG_MS = 400;

const WRITES = new Set(['PutItem', 'UpdateItem', 'DeleteItem', 'BatchWriteItem', 'TransactWriteItems']);
const CONFLICTING = new Set(['PutItem', 'UpdateItem', 'DeleteItem', 'TransactWriteItems', 'TransactGetItems']);

/** A call on its way to DynamoDB. */
export interface DynamoCall {
  readonly operation: string;
  /** As it was sent. */
  readonly text: string;
  readonly body: Json;
}

/** What stands between functions and their tables in a run with faults. */
export class DynamoFaults {
  readonly #plan: Pick<FaultPlan, 'strikes' | 'share'>;
  readonly #indexAnswers = new Map<string, { readonly at: number; readonly answer: Answer }>();

  constructor(plan: Pick<FaultPlan, 'strikes' | 'share'>) {
    this.#plan = plan;
  }

  /** Lets a call through to the engine, or not, and changes what its caller sees as DynamoDB itself might. */
  async pass(call: DynamoCall, onward: () => Promise<Answer>): Promise<Answer> {
    const { operation, text } = call;
    const strikes = (kind: Parameters<FaultPlan['strikes']>[0]): boolean =>
      this.#plan.strikes(kind, placeOf(call), text);
    if (strikes('throttled')) return refusal('ProvisionedThroughputExceededException', 'The level was exceeded');
    if (CONFLICTING.has(operation) && strikes('conflict')) return conflict(call);
    if (strikes('dynamodb-5xx-before')) return FAILURE;
    if (!isIndexRead(call)) {
      const answer = await onward();
      return WRITES.has(operation) && strikes('dynamodb-5xx-after') ? FAILURE : answer;
    }
    const known = this.#indexAnswers.get(text);
    if (known !== undefined && Date.now() - known.at < INDEX_LAG_MS && strikes('index-stale')) return known.answer;
    const answer = await onward();
    if (answer.status === 200) this.#remember(text, answer);
    if (strikes('index-late')) await sleep(this.#plan.share(text) * INDEX_LAG_MS);
    return answer;
  }

  #remember(text: string, answer: Answer): void {
    const now = Date.now();
    for (const [other, { at }] of this.#indexAnswers) if (now - at >= INDEX_LAG_MS) this.#indexAnswers.delete(other);
    this.#indexAnswers.set(text, { at: now, answer });
  }
}

function isIndexRead({ operation, body }: DynamoCall): boolean {
  return (operation === 'Query' || operation === 'Scan') && isJsonObject(body) && body.IndexName !== undefined;
}

function placeOf({ operation, body }: DynamoCall): string {
  const table = isJsonObject(body) && typeof body.TableName === 'string' ? ` ${body.TableName}` : '';
  return `${operation}${table}`;
}

function answerOf(status: number, body: Json): Answer {
  return { status, headers: { 'content-type': 'application/x-amz-json-1.0' }, body: JSON.stringify(body) };
}

const refusal = (name: string, message: string, more: { readonly [key: string]: Json } = {}): Answer =>
  answerOf(400, { __type: `com.amazonaws.dynamodb.v20120810#${name}`, message, ...more });

const FAILURE = answerOf(500, {
  __type: 'com.amazonaws.dynamodb.v20120810#InternalServerError',
  message: 'The request processing has failed because of an unknown error.',
});

/** A single write has an error of its own; a transaction is cancelled, with its first item as the reason. */
function conflict({ operation, body }: DynamoCall): Answer {
  if (!operation.startsWith('Transact'))
    return refusal('TransactionConflictException', 'Transaction is ongoing for the item');
  const items = isJsonObject(body) && isJsonArray(body.TransactItems) ? body.TransactItems : [];
  const reasons = items.map((_item, index) =>
    index === 0 ? { Code: 'TransactionConflict', Message: 'Transaction is ongoing for the item' } : { Code: 'None' },
  );
  const codes = reasons.map(({ Code }) => Code).join(', ');
  const message = `Transaction cancelled, please refer cancellation reasons for specific reasons [${codes}]`;
  return refusal('TransactionCanceledException', message, { CancellationReasons: reasons });
}
