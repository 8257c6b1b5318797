import { type Json, type JsonObject, parseJson } from '../assembly/json.ts';
import { RunnerStopping } from '../lambda/lambda-error.ts';
import { readDefinition, type Workflow } from './definition.ts';
import type { ExecutionRecord, Visit } from './execution-record.ts';
import type { Integrations } from './integration.ts';
import { type Journal, JournalLost } from './journal.ts';
import type { Answer, Ended, JournalRecord } from './journal-record.ts';
import type { Machine } from './machines.ts';
import { runWorkflow } from './run-workflow.ts';
import type { Run, Scope } from './scope.ts';
import { ExecutionOver, StatesError } from './states-error.ts';
import { placeOf } from './task-token.ts';
import { sleepUntil, unlessAborted } from './waiting.ts';

/** Why an execution ends before its states do: StopExecution, or its time limit. */
class Halted extends Error {
  readonly end: Pick<Ended, 'status' | 'error' | 'cause'>;

  constructor(end: Pick<Ended, 'status' | 'error' | 'cause'>) {
    super(end.status);
    this.end = end;
  }
}

/** A task that waits for the answer to its token. */
interface Waiter {
  answer(answer: Answer): void;
  beat(): void;
}

/** One execution under way in this process: its states run as soon as it is made. */
export class Execution implements Run {
  readonly record: ExecutionRecord;
  readonly integrations: Integrations;
  /** Resolves when it ended, or when the runner stops and it stands still; the record says which. */
  readonly over: Promise<void>;
  readonly #journal: Journal;
  readonly #suspending = new AbortController();
  readonly #halting = new AbortController();
  readonly #waiters = new Map<string, Waiter>();
  #closed = false;
  #workflows = 0;
  #parked = 0;

  constructor(
    record: ExecutionRecord,
    journal: Journal,
    integrations: Integrations,
    machine: Omit<Machine, 'definition'>,
  ) {
    this.record = record;
    this.#journal = journal;
    this.integrations = integrations;
    this.over = this.#run(machine);
  }

  get suspending(): AbortSignal {
    return this.#suspending.signal;
  }

  /** Whether a state does work of its own at this moment, instead of waiting for time, people or states inside it. */
  get busy(): boolean {
    return this.#workflows > this.#parked;
  }

  /** Begins nothing more; resolves when what is under way is in the journal. The next start goes on from there. */
  async suspend(): Promise<void> {
    this.#suspending.abort();
    await this.over;
  }

  /** Ends the execution as ABORTED at once; what its tasks still answer is heard by nobody. */
  async stop(error: string | undefined, cause: string | undefined): Promise<void> {
    this.#halting.abort(new Halted({ status: 'ABORTED', ...(error && { error }), ...(cause && { cause }) }));
    await this.over;
  }

  write(record: JournalRecord): Promise<void> {
    if (this.#closed || this.#halting.signal.aborted) return Promise.reject(new ExecutionOver());
    this.record.apply(record);
    return this.#journal.append(record);
  }

  async parked<T>(waiting: Promise<T>): Promise<T> {
    this.#parked += 1;
    try {
      return await waiting;
    } finally {
      this.#parked -= 1;
    }
  }

  async runWorkflow(workflow: Workflow, input: Json, scope: Scope): Promise<Json> {
    this.#workflows += 1;
    try {
      return await runWorkflow(workflow, input, scope);
    } finally {
      this.#workflows -= 1;
    }
  }

  /** The time until a heartbeat must come counts from now: nobody could send one while the runner stood still. */
  answerOf(token: string, heartbeatSeconds: number): Promise<Answer> {
    const known = this.#waitingFor(token)?.answer;
    if (known !== undefined) return Promise.resolve(known);
    return new Promise<Answer>((resolve, reject) => {
      let timer: NodeJS.Timeout | undefined;
      const end = (settle: () => void): void => {
        clearTimeout(timer);
        this.#waiters.delete(token);
        this.suspending.removeEventListener('abort', suspended);
        settle();
      };
      const suspended = (): void => end(() => reject(new RunnerStopping()));
      const silence = (): void =>
        end(() => reject(new StatesError('States.HeartbeatTimeout', 'no heartbeat came in time')));
      const beat = (): void => {
        clearTimeout(timer);
        if (heartbeatSeconds > 0) timer = setTimeout(silence, heartbeatSeconds * 1000);
      };
      if (this.suspending.aborted) return suspended();
      this.suspending.addEventListener('abort', suspended);
      this.#waiters.set(token, { answer: (answer) => end(() => resolve(answer)), beat });
      beat();
    });
  }

  /** Takes the answer to a token; on the disk when it resolves. False: nobody waits for that answer (any more). */
  async answer(token: string, answer: Answer): Promise<boolean> {
    const place = placeOf(token);
    const visit = this.#waitingFor(token);
    if (place === undefined || visit === undefined || visit.answer !== undefined) return false;
    await this.write({ is: 'answered', time: Date.now(), at: place.at, attempt: place.attempt, answer });
    this.#waiters.get(token)?.answer(answer);
    return true;
  }

  /** Puts off the end of a task's heartbeat. False: nobody waits for that token (any more). */
  heartbeat(token: string): boolean {
    this.#waiters.get(token)?.beat();
    const visit = this.#waitingFor(token);
    return visit !== undefined && visit.answer === undefined;
  }

  /** The visit whose attempt under way handed this token out. */
  #waitingFor(token: string): Visit | undefined {
    const place = placeOf(token);
    const visit = place && this.record.visit(place.at);
    const open = visit?.scheduled?.token === token && visit.left === undefined && visit.failed === undefined;
    return open && !this.#closed ? visit : undefined;
  }

  async #run(machine: Omit<Machine, 'definition'>): Promise<void> {
    const { started, runningSince } = this.record;
    const done = new AbortController();
    try {
      const definition = readDefinition(started.definition);
      const input = parseJson(started.input);
      if (definition.TimeoutSeconds !== undefined)
        void this.#haltAt(runningSince + definition.TimeoutSeconds * 1000, done.signal);
      const context = this.#context(input, machine);
      const scope: Scope = { run: this, path: '', variables: {}, context, signal: this.#halting.signal };
      const output = await unlessAborted(this.runWorkflow(definition, input, scope), this.#halting.signal);
      await this.#end({ status: 'SUCCEEDED', output });
    } catch (error) {
      await this.#endOn(error);
    } finally {
      done.abort();
      await this.#journal.close();
    }
  }

  #context(input: Json, { arn, name, roleArn }: Omit<Machine, 'definition'>): JsonObject {
    const { started, redrives } = this.record;
    return {
      Execution: {
        Id: started.arn,
        Input: input,
        Name: started.name,
        RoleArn: roleArn,
        StartTime: new Date(started.time).toISOString(),
        RedriveCount: redrives,
      },
      StateMachine: { Id: arn, Name: name },
    };
  }

  async #haltAt(instant: number, done: AbortSignal): Promise<void> {
    await sleepUntil(instant, done).catch(() => undefined);
    const late = { status: 'TIMED_OUT', error: 'States.Timeout', cause: 'the execution took too long' } as const;
    if (!done.aborted) this.#halting.abort(new Halted(late));
  }

  async #endOn(error: unknown): Promise<void> {
    if (error instanceof RunnerStopping) return;
    try {
      if (error instanceof JournalLost) throw error;
      if (error instanceof Halted) return await this.#end(error.end);
      const failure = error instanceof StatesError ? error : new StatesError('States.Runtime', String(error));
      await this.#end({ status: 'FAILED', error: failure.error, cause: failure.causeText });
    } catch (lost) {
      console.error(`La ejecución ${this.record.started.arn} queda detenida hasta el próximo arranque:`, lost);
    }
  }

  /** Nobody hears of an end that is not on the disk. */
  async #end(end: Pick<Ended, 'status' | 'output' | 'error' | 'cause'>): Promise<void> {
    const ended: Ended = { is: 'ended', time: Date.now(), ...end };
    this.#closed = true;
    await this.#journal.append(ended);
    this.record.apply(ended);
  }
}
