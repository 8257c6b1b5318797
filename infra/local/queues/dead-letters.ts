import { appendFileSync, existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { isJsonObject, type Json, type JsonObject, parseJson } from '../assembly/json.ts';
import type { MessageQueue } from './message-queue.ts';

/** One message that nothing could process. */
export interface DeadLetter {
  readonly queue: string;
  readonly at: string;
  /** Which consumer gave up: a function's name. */
  readonly function: string;
  readonly reason: string;
  /** The message AWS would put on the queue. */
  readonly message: JsonObject;
  /** What was lost from sight, whole; on AWS a stream's message holds positions only. */
  readonly payload: Json;
}

/** Queue of failures without an on-failure destination: nothing is dropped unseen. */
const NO_QUEUE = 'sin-destino';

/**
 * The template's SQS queues as failure destinations: the message goes on the queue, and for people a JSON line with what
 * it lacks in `<dir>/<queue>.jsonl`. Every line is also told to stderr, because one machine has no alarms.
 */
export class DeadLetters {
  readonly #dir: string;
  readonly #queueAt: (arn: string) => MessageQueue | undefined;

  constructor(dir: string, queueAt: (arn: string) => MessageQueue | undefined) {
    this.#dir = dir;
    this.#queueAt = queueAt;
    mkdirSync(dir, { recursive: true });
  }

  /** Puts a message on a queue; on disk when it returns. `queueArn` undefined: the consumer declares no destination. */
  add(queueArn: string | undefined, letter: Omit<DeadLetter, 'queue' | 'at'>): void {
    const queue = queueArn === undefined ? undefined : this.#queueAt(queueArn);
    this.tell(queue?.shape.name, letter);
    queue?.send(JSON.stringify(letter.message));
  }

  /** Tells of a message that somebody else puts on a queue. */
  tell(queueName: string | undefined, letter: Omit<DeadLetter, 'queue' | 'at'>): void {
    const queue = queueName ?? NO_QUEUE;
    const line: DeadLetter = { queue, at: new Date().toISOString(), ...letter };
    appendFileSync(path.join(this.#dir, `${queue}.jsonl`), `${JSON.stringify(line)}\n`, { flush: true });
    console.error(`Mensaje sin procesar de ${letter.function} en la cola ${queue}: ${letter.reason}`);
  }

  /** Every message of every queue, oldest first in each. A line cut by a crash is left out. */
  all(): readonly DeadLetter[] {
    if (!existsSync(this.#dir)) return [];
    return readdirSync(this.#dir)
      .filter((file) => file.endsWith('.jsonl'))
      .sort()
      .flatMap((file) => readFileSync(path.join(this.#dir, file), 'utf8').split('\n'))
      .flatMap((line) => deadLetterFrom(line) ?? []);
  }
}

function deadLetterFrom(line: string): DeadLetter | undefined {
  if (!line.endsWith('}')) return undefined;
  try {
    const value = parseJson(line);
    if (!isJsonObject(value)) return undefined;
    const { queue, at, function: name, reason, message, payload } = value;
    if (typeof queue !== 'string' || typeof at !== 'string' || typeof name !== 'string') return undefined;
    return {
      queue,
      at,
      function: name,
      reason: typeof reason === 'string' ? reason : '',
      message: isJsonObject(message) ? message : {},
      payload: payload ?? null,
    };
  } catch {
    return undefined;
  }
}
