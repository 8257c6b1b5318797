import * as z from 'zod';
import { jsonSchema } from '../assembly/json.ts';

/** Epoch milliseconds. */
const instant = z.number();
/**
 * Which visit of which state: the number of the visit within its workflow, behind the visits, attempts and branches
 * ("b") or items ("i", of a distributed map "d") that lead there: "2~0/d17/0".
 */
const at = z.string();
const attempt = z.int().nonnegative();
const failure = { error: z.string(), cause: z.string() };

export const STATUSES = ['RUNNING', 'SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED'] as const;
export type ExecutionStatus = (typeof STATUSES)[number];

const startedSchema = z.object({
  is: z.literal('started'),
  time: instant,
  arn: z.string(),
  machineArn: z.string(),
  name: z.string(),
  /** As it was sent: a second start of the same name is the same start only with the same text. */
  input: z.string(),
  /** An execution keeps the definition that it began with. */
  definition: z.string(),
});
const enteredSchema = z.object({
  is: z.literal('entered'),
  time: instant,
  at,
  state: z.string(),
  type: z.string(),
  input: jsonSchema,
});
const scheduledSchema = z.object({
  is: z.literal('scheduled'),
  time: instant,
  at,
  attempt,
  resource: z.string(),
  parameters: jsonSchema,
  token: z.string().optional(),
});
/** The call that carries a token was answered: from here on only the token's answer is waited for. */
const submittedSchema = z.object({ is: z.literal('submitted'), time: instant, at, attempt });
const answeredSchema = z.object({
  is: z.literal('answered'),
  time: instant,
  at,
  attempt,
  answer: z.union([z.object({ output: jsonSchema }), z.object(failure)]),
});
const untilSchema = z.object({ is: z.literal('until'), time: instant, at, until: instant });
/** What a map goes through, so that an object that changes meanwhile changes nothing. */
const itemsSchema = z.object({
  is: z.literal('items'),
  time: instant,
  at,
  attempt,
  mapRun: z.string(),
  items: z.array(jsonSchema),
});
const retryingSchema = z.object({
  is: z.literal('retrying'),
  time: instant,
  at,
  ...failure,
  /** Which retrier of the state. */
  retrier: z.int().nonnegative(),
  /** The attempt that follows. */
  attempt,
  until: instant,
});
const leftSchema = z.object({
  is: z.literal('left'),
  time: instant,
  at,
  output: jsonSchema,
  next: z.string().optional(),
  assigned: z.record(z.string(), jsonSchema),
  caught: z.object(failure).optional(),
});
const failedSchema = z.object({ is: z.literal('failed'), time: instant, at, ...failure });
const redrivenSchema = z.object({ is: z.literal('redriven'), time: instant });
const endedSchema = z.object({
  is: z.literal('ended'),
  time: instant,
  status: z.enum(STATUSES).exclude(['RUNNING']),
  output: jsonSchema.optional(),
  error: z.string().optional(),
  cause: z.string().optional(),
});

export const journalRecordSchema = z.discriminatedUnion('is', [
  startedSchema,
  enteredSchema,
  scheduledSchema,
  submittedSchema,
  answeredSchema,
  untilSchema,
  itemsSchema,
  retryingSchema,
  leftSchema,
  failedSchema,
  redrivenSchema,
  endedSchema,
]);

/** One line of an execution's journal. */
export type JournalRecord = z.output<typeof journalRecordSchema>;
export type Started = z.output<typeof startedSchema>;
export type Entered = z.output<typeof enteredSchema>;
export type Scheduled = z.output<typeof scheduledSchema>;
export type Answer = z.output<typeof answeredSchema>['answer'];
export type Items = z.output<typeof itemsSchema>;
export type Left = z.output<typeof leftSchema>;
export type Failed = z.output<typeof failedSchema>;
export type Ended = z.output<typeof endedSchema>;
