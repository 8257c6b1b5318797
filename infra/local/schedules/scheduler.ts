import { randomUUID } from 'node:crypto';
import { Cron } from 'croner';
import * as z from 'zod';
import type { Assembly } from '../assembly/assembly.ts';
import { type Json, parseJson } from '../assembly/json.ts';
import { propertiesOf, type Resource } from '../assembly/resource.ts';
import { cronerPattern, ratePeriodMs } from './aws-cron.ts';

const scheduleSchema = z.object({
  ScheduleExpression: z.string(),
  ScheduleExpressionTimezone: z.string().default('UTC'),
  State: z.enum(['ENABLED', 'DISABLED']).default('ENABLED'),
  Target: z.object({ Arn: z.string(), Input: z.string().optional() }),
});

/** A schedule of the template, as /_local shows it and as somebody may run it by hand. */
export interface LocalSchedule {
  readonly name: string;
  readonly functionArn: string;
  readonly expression: string;
  readonly timeZone: string;
  readonly enabled: boolean;
  /** The next instant at which it fires by itself; null while paused. */
  next(): Date | null;
  /** The event for a run meant for that instant. */
  eventAt(instant: Date): Json;
}

/**
 * Which schedules fire by themselves: under --today only those of a rate ("every five minutes"), because the machine's
 * clock and the business date differ then and a time of day would mean the wrong day.
 */
export type FiringSchedules = 'all' | 'periodic' | 'none';

/**
 * EventBridge Scheduler: fires the template's schedules by the machine's clock, in their own time zone; `eventAt` gives
 * the event for a run by hand.
 */
export class Scheduler {
  readonly schedules: readonly LocalSchedule[];
  readonly #jobs: Cron[] = [];
  readonly #timers: NodeJS.Timeout[] = [];

  constructor(assembly: Assembly, fire: (functionArn: string, event: Json) => void, firing: FiringSchedules) {
    this.schedules = assembly.of('AWS::Scheduler::Schedule').map((resource) => this.#schedule(resource, fire, firing));
  }

  stop(): void {
    for (const job of this.#jobs) job.stop();
    for (const timer of this.#timers) clearInterval(timer);
  }

  #schedule(
    resource: Resource,
    fire: (functionArn: string, event: Json) => void,
    firing: FiringSchedules,
  ): LocalSchedule {
    const { ScheduleExpression, ScheduleExpressionTimezone, State, Target } = propertiesOf(resource, scheduleSchema);
    const period = ratePeriodMs(ScheduleExpression);
    const enabled = State === 'ENABLED' && (firing === 'all' || (firing === 'periodic' && period !== undefined));
    const described = {
      name: resource.name,
      functionArn: Target.Arn,
      expression: ScheduleExpression,
      timeZone: ScheduleExpressionTimezone,
      enabled,
      eventAt: (instant: Date) => scheduledEvent(Target.Input, resource.arn, instant),
    };
    const run = (instant: Date): void => fire(Target.Arn, described.eventAt(instant));
    if (period !== undefined) {
      let due = Date.now() + period;
      if (enabled)
        this.#timers.push(
          setInterval(() => {
            run(new Date(due));
            due += period;
          }, period).unref(),
        );
      return { ...described, next: () => (enabled ? new Date(due) : null) };
    }
    const at = /^at\((.+)\)$/.exec(ScheduleExpression)?.[1];
    const cron = /^cron\((.+)\)$/.exec(ScheduleExpression)?.[1];
    if (at === undefined && cron === undefined) throw new Error(`${resource.name}: ${ScheduleExpression} is not known`);
    const pattern = at ?? cronerPattern(cron ?? '');
    const job = new Cron(pattern, { timezone: ScheduleExpressionTimezone, paused: !enabled, unref: true }, (self) =>
      run(self.currentRun() ?? new Date()),
    );
    this.#jobs.push(job);
    return { ...described, next: () => (enabled ? job.nextRun() : null) };
  }
}

/** The target's Input with Scheduler's context attributes filled in; times in UTC, whole seconds. */
function scheduledEvent(input: string | undefined, arn: string, instant: Date): Json {
  if (input === undefined) return {};
  const attributes: Readonly<Record<string, string>> = {
    'scheduled-time': `${instant.toISOString().slice(0, 19)}Z`,
    'schedule-arn': arn,
    'execution-id': randomUUID(),
    'attempt-number': '1',
  };
  return parseJson(input.replace(/<aws\.scheduler\.([a-z-]+)>/g, (whole, name: string) => attributes[name] ?? whole));
}
