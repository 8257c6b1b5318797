import type { Json, JsonObject } from '../assembly/json.ts';
import type { Workflow } from './definition.ts';
import type { ExecutionRecord } from './execution-record.ts';
import type { Integrations } from './integration.ts';
import type { Answer, JournalRecord } from './journal-record.ts';

/** One execution, as its states see it. */
export interface Run {
  readonly record: ExecutionRecord;
  readonly integrations: Integrations;
  /** The runner stops: nothing new begins, what is under way is finished and written down. */
  readonly suspending: AbortSignal;
  /** On the disk when it resolves. Throws ExecutionOver once the execution has ended. */
  write(record: JournalRecord): Promise<void>;
  /** Resolves with what somebody answers to the token of a task; `heartbeatSeconds` 0: no heartbeat is expected. */
  answerOf(token: string, heartbeatSeconds: number): Promise<Answer>;
  /** Marks a wait for time, people or inner states: meanwhile this part does no work itself. */
  parked<T>(waiting: Promise<T>): Promise<T>;
  /** Runs states from the first to the last; throws the failure that none of them caught. */
  runWorkflow(workflow: Workflow, input: Json, scope: Scope): Promise<Json>;
}

/** Where a workflow runs: variables and context of its own, and an end when somebody cancels it. */
export interface Scope {
  readonly run: Run;
  /** Address of the workflow's visits, up to their number. */
  readonly path: string;
  /** Its own variables and those of the workflows around it; Assign writes here. */
  readonly variables: Record<string, Json>;
  /** `$states.context`, without what belongs to a single state. */
  readonly context: JsonObject;
  readonly signal: AbortSignal;
}

/** One attempt at one visit of a state. */
export interface Visiting {
  readonly scope: Scope;
  readonly at: string;
  readonly attempt: number;
  readonly input: Json;
  /** `$states.context` with State. */
  readonly context: JsonObject;
  /** Evaluates a value of the definition; `more` adds to `$states` (result, errorOutput) or replaces in it (context). */
  evaluate(value: Json, more?: JsonObject): Promise<Json>;
  evaluateNumber(value: Json): Promise<number>;
}

/** How a state was left. `next` undefined: it was the last of its workflow. */
export interface Outcome {
  readonly output: Json;
  readonly next: string | undefined;
  readonly assigned: JsonObject;
}
