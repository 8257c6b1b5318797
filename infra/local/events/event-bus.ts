import { randomUUID } from 'node:crypto';
import type { Json, JsonObject } from '../assembly/json.ts';
import { LOCAL_REGION } from '../assembly/resource.ts';
import type { DeadLetters } from '../queues/dead-letters.ts';
import type { BusEvent } from './bus-event.ts';
import { matchesPattern } from './event-pattern.ts';
import type { EventRule, EventTarget } from './event-rules.ts';
import { inputOf } from './target-input.ts';

/** What somebody puts on a bus. */
export interface NewEvent {
  readonly bus: string;
  readonly source: string;
  readonly detailType: string;
  readonly detail: JsonObject;
  readonly resources?: readonly string[];
  readonly time?: Date;
}

/** Gives an input to the target of an ARN; on the disk when it resolves. */
export type Deliver = (arn: string, input: Json) => Promise<unknown>;

export interface EventBusOptions {
  readonly account: string;
  readonly rules: readonly EventRule[];
  readonly deliver: Deliver;
  readonly deadLetters: Pick<DeadLetters, 'add'>;
}

/**
 * EventBridge's buses. An event is acknowledged when every target has it on the disk, so whoever put it and heard
 * nothing puts it again: at least once, in no order, as EventBridge.
 */
export class EventBus {
  readonly #options: EventBusOptions;

  constructor(options: EventBusOptions) {
    this.#options = options;
  }

  /** Answers the event's id. What a target refuses goes to the target's failure queue. */
  async put({ bus, source, detailType, detail, resources = [], time = new Date() }: NewEvent): Promise<string> {
    const { account, rules } = this.#options;
    const event: BusEvent = {
      version: '0',
      id: randomUUID(),
      'detail-type': detailType,
      source,
      account,
      time: `${time.toISOString().slice(0, 19)}Z`,
      region: LOCAL_REGION,
      resources,
      detail,
    };
    for (const rule of rules)
      if (rule.bus === bus && matchesPattern(rule.pattern, event))
        for (const target of rule.targets) await this.#deliver(event, target, rule);
    return event.id;
  }

  async #deliver(event: BusEvent, target: EventTarget, rule: EventRule): Promise<void> {
    const { deliver, deadLetters } = this.#options;
    try {
      await deliver(target.Arn, inputOf(event, target, rule));
    } catch (error) {
      const reason = String(error);
      deadLetters.add(target.DeadLetterConfig?.Arn, { function: rule.name, reason, message: event, payload: event });
    }
  }
}
