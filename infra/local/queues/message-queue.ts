import { createHash, randomUUID } from 'node:crypto';
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import * as z from 'zod';
import { jsonSchema, readJsonFile } from '../assembly/json.ts';
import { writeFileAtomically } from '../files.ts';
import type { QueueShape } from './queue-shape.ts';

const messageSchema = z.object({
  id: z.string(),
  body: z.string(),
  /** MessageAttributes as they were sent. */
  attributes: z.record(z.string(), jsonSchema),
  sender: z.string(),
  /** Epoch milliseconds. */
  sentAt: z.number(),
  firstReceivedAt: z.number().optional(),
  receives: z.int().nonnegative(),
  /** Epoch milliseconds from which it may be received (again). */
  visibleAt: z.number(),
  /** Of the last receive; only it deletes the message. */
  receipt: z.string().optional(),
});
/** One message on a queue. */
export type Message = z.output<typeof messageSchema>;

export type ReceivedMessage = Message & { readonly receipt: string };

/** What becomes of a message that was received too often. */
export type GiveUp = (message: Message, queue: QueueShape) => void;

/**
 * One standard queue: a file a message, replaced whole at every change, so that a `kill -9` loses no message and forgets
 * no receive. At least once and in no order that anybody may rely on, as SQS.
 */
export class MessageQueue {
  readonly shape: QueueShape;
  readonly #dir: string;
  readonly #giveUp: GiveUp;
  readonly #messages = new Map<string, Message>();
  /** Receipt of the last receive → id. */
  readonly #receipts = new Map<string, string>();

  constructor(shape: QueueShape, dir: string, giveUp: GiveUp) {
    this.shape = shape;
    this.#dir = path.join(dir, shape.name);
    this.#giveUp = giveUp;
    mkdirSync(this.#dir, { recursive: true });
    const files = readdirSync(this.#dir).filter((file) => file.endsWith('.json'));
    const kept = files.map((file) => readJsonFile(path.join(this.#dir, file), messageSchema));
    for (const message of kept.sort((a, b) => a.sentAt - b.sentAt)) this.#remember(message);
  }

  /** Messages that are there, received or not. */
  get size(): number {
    return this.#messages.size;
  }

  get visible(): number {
    const now = Date.now();
    return [...this.#messages.values()].filter(({ visibleAt }) => visibleAt <= now).length;
  }

  /** Takes a message; on the disk when this returns. */
  send(
    body: string,
    given: {
      readonly attributes?: Message['attributes'];
      readonly sender?: string;
      readonly delaySeconds?: number;
    } = {},
  ): Message {
    const now = Date.now();
    const message: Message = {
      id: randomUUID(),
      body,
      attributes: given.attributes ?? {},
      sender: given.sender ?? 'local',
      sentAt: now,
      receives: 0,
      visibleAt: now + (given.delaySeconds ?? this.shape.delaySeconds) * 1000,
    };
    this.#keep(message);
    return message;
  }

  /** Up to `most` visible messages, invisible for others from now on. Those received too often go to the failure queue. */
  receive(most: number, visibilitySeconds = this.shape.visibilitySeconds): readonly ReceivedMessage[] {
    const now = Date.now();
    const received: ReceivedMessage[] = [];
    for (const message of this.#messages.values()) {
      if (received.length >= most) break;
      if (message.visibleAt > now) continue;
      if (message.sentAt + this.shape.retentionSeconds * 1000 < now) this.#forget(message);
      else if (this.shape.redrive !== undefined && message.receives >= this.shape.redrive.afterReceives) {
        this.#giveUp(message, this.shape);
        this.#forget(message);
      } else {
        const visibleAt = now + visibilitySeconds * 1000;
        const firstReceivedAt = message.firstReceivedAt ?? now;
        const again = { ...message, firstReceivedAt, receives: message.receives + 1, visibleAt, receipt: randomUUID() };
        this.#keep(again);
        received.push(again);
      }
    }
    return received;
  }

  /** Takes a received message away. False: there is none under that receipt (any more). */
  delete(receipt: string): boolean {
    const message = this.#receivedAs(receipt);
    if (message !== undefined) this.#forget(message);
    return message !== undefined;
  }

  /** Makes a received message visible after so many seconds. False as for `delete`. */
  changeVisibility(receipt: string, seconds: number): boolean {
    const message = this.#receivedAs(receipt);
    if (message !== undefined) this.#keep({ ...message, visibleAt: Date.now() + seconds * 1000 });
    return message !== undefined;
  }

  /** For a consumer that is the only one and starts: what a dead process had received is free at once. */
  releaseAll(): void {
    const now = Date.now();
    for (const message of this.#messages.values())
      if (message.receives > 0 && message.visibleAt > now) this.#keep({ ...message, visibleAt: now });
  }

  purge(): void {
    for (const message of [...this.#messages.values()]) this.#forget(message);
  }

  #receivedAs(receipt: string): Message | undefined {
    return this.#messages.get(this.#receipts.get(receipt) ?? '');
  }

  #keep(message: Message): void {
    writeFileAtomically(path.join(this.#dir, `${message.id}.json`), JSON.stringify(message));
    this.#remember(message);
  }

  #remember(message: Message): void {
    this.#receipts.delete(this.#messages.get(message.id)?.receipt ?? '');
    this.#messages.set(message.id, message);
    if (message.receipt !== undefined) this.#receipts.set(message.receipt, message.id);
  }

  #forget({ id, receipt = '' }: Message): void {
    rmSync(path.join(this.#dir, `${id}.json`), { force: true });
    this.#messages.delete(id);
    this.#receipts.delete(receipt);
  }
}

/** As SQS gives it: clients compare it with what they sent. */
export const md5Of = (text: string): string => createHash('md5').update(text).digest('hex');
