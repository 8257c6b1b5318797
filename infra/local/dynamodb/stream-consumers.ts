import { setTimeout as sleep } from 'node:timers/promises';
import { type ConsumerState, StreamConsumer, type StreamConsumerDeps } from './stream-consumer.ts';
import type { StreamMapping } from './stream-mappings.ts';

const TRIM_EVERY_MS = 15_000;
const LOOK_EVERY_MS = 10;

export interface StreamConsumersOptions extends StreamConsumerDeps {
  readonly mappings: readonly StreamMapping[];
  /** Every table with a stream, also those that nobody consumes. */
  readonly streamedTables: readonly string[];
}

/** All stream consumers of the template, and the trimming that must respect every one of them. */
export class StreamConsumers {
  readonly #options: StreamConsumersOptions;
  readonly #consumers: readonly StreamConsumer[];
  readonly #trimTimer: NodeJS.Timeout;
  #trimming: Promise<unknown> = Promise.resolve();

  constructor(options: StreamConsumersOptions) {
    this.#options = options;
    this.#consumers = options.mappings.map((mapping) => new StreamConsumer(mapping, options));
    this.#trimTimer = setInterval(() => {
      this.#trimming = this.#trimming.then(() => this.trim()).catch((error) => console.error(error));
    }, TRIM_EVERY_MS);
    this.#trimTimer.unref();
  }

  start(): void {
    for (const consumer of this.#consumers) consumer.start();
  }

  states(): readonly ConsumerState[] {
    return this.#consumers.map((consumer) => consumer.state());
  }

  get caughtUp(): boolean {
    return this.#consumers.every((consumer) => consumer.caughtUp);
  }

  /** Resolves once no consumer has a record left, those written by other consumers included. */
  async settled(): Promise<void> {
    while (!this.caughtUp) await sleep(LOOK_EVERY_MS);
  }

  /** Deletes the records that every consumer of their table has behind it. Returns how many went. */
  async trim(): Promise<number> {
    let deleted = 0;
    for (const table of this.#options.streamedTables) {
      const positions = this.#consumers
        .filter(({ mapping }) => mapping.tableName === table)
        .map(({ position }) => position);
      deleted += await this.#options.records.trim(table, Math.min(Number.MAX_SAFE_INTEGER, ...positions));
    }
    return deleted;
  }

  async stop(): Promise<void> {
    clearInterval(this.#trimTimer);
    await Promise.all(this.#consumers.map((consumer) => consumer.stop()));
    await this.#trimming;
  }
}
