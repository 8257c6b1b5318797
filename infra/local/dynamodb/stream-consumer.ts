import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { JsonObject } from '../assembly/json.ts';
import { passesFilters } from '../events/event-pattern.ts';
import type { StreamFaults } from '../faults/stream-faults.ts';
import { RunnerStopping } from '../lambda/lambda-error.ts';
import type { LambdaRuntime } from '../lambda/lambda-runtime.ts';
import type { DeadLetters } from '../queues/dead-letters.ts';
import { deliverBatch } from './batch-delivery.ts';
import type { StreamMapping } from './stream-mappings.ts';
import { StreamPosition } from './stream-position.ts';
import { StreamReader, type StreamRecord } from './stream-reader.ts';
import type { StreamRecords } from './stream-records.ts';

/** How often an idle consumer looks whether there is a new record (a lookup in an index of the SQLite file). */
const IDLE_WAIT_MS = 25;
const TROUBLE_WAIT_MS = 1_000;

export interface StreamConsumerDeps {
  readonly endpoint: string;
  readonly records: StreamRecords;
  readonly lambdas: Pick<LambdaRuntime, 'invoke'>;
  readonly deadLetters: DeadLetters;
  /** Folder of the position files. */
  readonly dir: string;
  /** What goes wrong on purpose. */
  readonly faults?: StreamFaults | undefined;
}

/** What /_local shows of a consumer. */
export interface ConsumerState {
  readonly id: string;
  readonly table: string;
  readonly function: string;
  readonly position: number;
  readonly newest: number;
  /** Reason of the failure that the consumer is retrying at this moment. */
  readonly failing: string | undefined;
}

/** Feeds one function from one table's stream, from its kept position on, until stopped. */
export class StreamConsumer {
  readonly mapping: StreamMapping;
  readonly #deps: StreamConsumerDeps;
  readonly #position: StreamPosition;
  readonly #stop = new AbortController();
  #running: Promise<void> = Promise.resolve();
  #failing: string | undefined;

  constructor(mapping: StreamMapping, deps: StreamConsumerDeps) {
    this.mapping = mapping;
    this.#deps = deps;
    this.#position = new StreamPosition(path.join(deps.dir, `${mapping.id}.position`));
    // LATEST counts from the first start only; afterwards the file says where to go on.
    if (this.#position.value === undefined && mapping.startingPosition === 'LATEST')
      this.#position.moveTo(deps.records.newest(mapping.tableName));
  }

  /** Sequence number up to which everything is processed; records behind it may be trimmed. */
  get position(): number {
    return this.#position.value ?? 0;
  }

  get caughtUp(): boolean {
    return this.position >= this.#deps.records.newest(this.mapping.tableName);
  }

  state(): ConsumerState {
    const { id, tableName, functionName } = this.mapping;
    const newest = this.#deps.records.newest(tableName);
    return { id, table: tableName, function: functionName, position: this.position, newest, failing: this.#failing };
  }

  start(): void {
    this.#running = this.#run();
  }

  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#running;
  }

  async #run(): Promise<void> {
    let reader: StreamReader | undefined;
    while (!this.#stop.signal.aborted) {
      try {
        if (this.caughtUp) {
          await this.#wait(IDLE_WAIT_MS);
          continue;
        }
        const { tableName, eventSourceArn } = this.mapping;
        reader ??= await StreamReader.open(this.#deps.endpoint, tableName, eventSourceArn);
        await this.#process(await reader.after(this.position));
      } catch (error) {
        if (error instanceof RunnerStopping) return;
        console.error(`Flujo ${this.mapping.tableName} → ${this.mapping.functionName}:`, error);
        reader = undefined;
        await this.#wait(TROUBLE_WAIT_MS).catch(() => undefined);
      }
    }
  }

  /** A page of records: filtered, in batches of the mapping's size, with no pause between full ones. */
  async #process(page: readonly StreamRecord[]): Promise<void> {
    const { batchSize, filters } = this.mapping;
    const wanted = page.filter(({ record }) => passesFilters(filters, record));
    for (let from = 0; from < wanted.length; from += batchSize) {
      if (this.#stop.signal.aborted) throw new RunnerStopping();
      await this.#deliver(wanted.slice(from, from + batchSize));
    }
    const last = page.at(-1);
    if (last !== undefined) this.#position.moveTo(last.sequence);
  }

  async #deliver(batch: readonly StreamRecord[]): Promise<void> {
    const { faults } = this.#deps;
    if (faults === undefined) return this.#deliverInOrder(batch, (sequence) => this.#position.moveTo(sequence));
    // Out of order, a record that was processed says nothing of those before it: the position moves behind the whole.
    const reordered = faults.reordered(this.mapping.id, batch);
    await this.#deliverInOrder(reordered, () => undefined);
    if (faults.again(this.mapping.id, batch)) await this.#deliverInOrder(reordered, () => undefined);
    const last = batch.at(-1);
    if (last !== undefined) this.#position.moveTo(last.sequence);
  }

  #deliverInOrder(batch: readonly StreamRecord[], processed: (sequence: number) => void): Promise<void> {
    const { functionName, onFailureArn } = this.mapping;
    return deliverBatch(batch, this.mapping, {
      invoke: (event) => this.#deps.lambdas.invoke(functionName, event),
      processed,
      wait: (milliseconds) => this.#wait(milliseconds),
      failing: (reason) => {
        this.#failing = reason;
        if (reason !== undefined) console.error(`Flujo → ${functionName}: ${reason}`);
      },
      giveUp: (records, reason, calls) =>
        this.#deps.deadLetters.add(onFailureArn, {
          function: functionName,
          reason,
          message: this.#failureMessage(records, calls),
          payload: records.map(({ record }) => record),
        }),
    });
  }

  /** The message AWS puts on the queue: positions, not records. */
  #failureMessage(records: readonly StreamRecord[], calls: number): JsonObject {
    return {
      version: '1.0',
      timestamp: new Date().toISOString(),
      requestContext: {
        functionArn: this.mapping.functionName,
        condition: 'RetryAttemptsExhausted',
        approximateInvokeCount: calls,
      },
      DDBStreamBatchInfo: {
        streamArn: this.mapping.eventSourceArn,
        startSequenceNumber: String(records[0]?.sequence ?? ''),
        endSequenceNumber: String(records.at(-1)?.sequence ?? ''),
        batchSize: records.length,
      },
    };
  }

  async #wait(milliseconds: number): Promise<void> {
    try {
      await sleep(milliseconds, undefined, { signal: this.#stop.signal });
    } catch {
      throw new RunnerStopping();
    }
  }
}
