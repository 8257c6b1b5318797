import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseJson } from '../assembly/json.ts';
import { StatesApiError } from './api-error.ts';
import { Execution } from './execution.ts';
import type { ExecutionFiles, ExecutionName } from './execution-files.ts';
import { ExecutionRecord } from './execution-record.ts';
import type { Integrations } from './integration.ts';
import { Journal } from './journal.ts';
import type { Answer, JournalRecord, Started } from './journal-record.ts';
import type { Machine } from './machines.ts';
import { placeOf } from './task-token.ts';

const LOOK_EVERY_MS = 10;
/** What AWS allows in the name of an execution, and this disk in the name of a file. */
const NAME = /^[\w.+=@'()!-]{1,80}$/;

/** Every execution of the template's machines: those that run in memory, and all of them on the disk. */
export class Executions {
  readonly machines: readonly Machine[];
  readonly #files: ExecutionFiles;
  readonly #integrations: Integrations;
  /** By ARN, from the moment somebody asks for the start. */
  readonly #running = new Map<string, Promise<Execution>>();
  readonly #live = new Set<Execution>();
  #stopping = false;

  constructor(machines: readonly Machine[], files: ExecutionFiles, integrations: Integrations) {
    this.machines = machines;
    this.#files = files;
    this.#integrations = integrations;
    for (const { name } of machines) files.prepare(name);
  }

  /** Goes on with everything that an earlier process left open. */
  async resume(): Promise<void> {
    for (const machine of this.machines)
      for (const name of this.#files.names(machine.name, 'open')) {
        const which = { machine: machine.name, name };
        try {
          await this.#resumeOne(machine, which);
        } catch (error) {
          console.error(`La ejecución ${name} de ${machine.name} no se puede retomar:`, error);
        }
      }
  }

  /** Begins nothing more; resolves when what is under way is written down. */
  async stop(): Promise<void> {
    this.#stopping = true;
    await Promise.allSettled(this.#running.values());
    await Promise.all([...this.#live].map((execution) => execution.suspend()));
  }

  /** No execution does anything at this moment; some may wait for time or people. */
  get caughtUp(): boolean {
    return ![...this.#live].some((execution) => execution.busy);
  }

  async settled(): Promise<void> {
    while (!this.caughtUp) await sleep(LOOK_EVERY_MS);
  }

  /** How many executions of a machine have not ended. */
  openOf({ name }: Machine): number {
    return this.#files.names(name, 'open').length;
  }

  /** Throws StateMachineDoesNotExist. */
  machine(arn: string): Machine {
    const machine = this.machines.find((one) => one.arn === arn);
    if (machine === undefined)
      throw new StatesApiError('StateMachineDoesNotExist', `State Machine Does Not Exist: '${arn}'`);
    return machine;
  }

  /**
   * Starts an execution, on the disk when this resolves. The same name with the same input answers the one that runs;
   * a name that was used otherwise throws ExecutionAlreadyExists.
   */
  async start(machineArn: string, input: string, name: string = randomUUID()): Promise<ExecutionRecord> {
    const machine = this.machine(machineArn);
    if (!NAME.test(name)) throw new StatesApiError('InvalidName', `Invalid Name: '${name}'`);
    try {
      parseJson(input);
    } catch {
      throw new StatesApiError('InvalidExecutionInput', 'the input is no JSON');
    }
    const arn = executionArn(machine, name);
    const known = this.#running.get(arn);
    if (known !== undefined) {
      const { record } = await known;
      if (record.started.input === input) return record;
    }
    const which = { machine: machine.name, name };
    if (known !== undefined || this.#files.isClosed(which))
      throw new StatesApiError('ExecutionAlreadyExists', `Execution Already Exists: '${arn}'`);
    const { definition } = machine;
    const started: Started = { is: 'started', time: Date.now(), arn, machineArn, name, input, definition };
    const open = () => Journal.create(this.#files.open(which), started);
    return (await this.#begin(machine, which, new ExecutionRecord(started), open)).record;
  }

  /** The execution as it stands now. Throws ExecutionDoesNotExist. */
  async find(arn: string): Promise<ExecutionRecord> {
    const running = await this.#running.get(arn);
    return running === undefined ? ExecutionRecord.of(this.#journalOf(arn)) : running.record;
  }

  /** Resolves when the execution has ended, or stands still because the runner stops. */
  async whenOver(arn: string): Promise<ExecutionRecord> {
    await (await this.#running.get(arn))?.over;
    return this.find(arn);
  }

  /** The ARN that an execution of that name has. Throws StateMachineDoesNotExist. */
  arnOf(machineArn: string, name: string): string {
    return executionArn(this.machine(machineArn), name);
  }

  /** Everything the journal says, oldest first. Throws ExecutionDoesNotExist. */
  async journal(arn: string): Promise<readonly JournalRecord[]> {
    await this.#running.get(arn);
    return this.#journalOf(arn);
  }

  /** A machine's executions, newest first. */
  list(machineArn: string): readonly ExecutionRecord[] {
    const { name: machine } = this.machine(machineArn);
    const records = (['open', 'closed'] as const).flatMap((state) =>
      this.#files.names(machine, state).map((name) => Journal.read(this.#files[state]({ machine, name }))),
    );
    return records
      .filter((journal) => journal.length > 0)
      .map((journal) => ExecutionRecord.of(journal))
      .sort((a, b) => b.started.time - a.started.time || (a.started.arn < b.started.arn ? -1 : 1));
  }

  /** Ends a running execution as ABORTED; one that has ended stays as it is. Answers when it ended. */
  async abort(arn: string, error: string | undefined, cause: string | undefined): Promise<ExecutionRecord> {
    await (await this.#running.get(arn))?.stop(error, cause);
    return this.find(arn);
  }

  /** Runs again what failed, or was cut off, in an execution that did not succeed. Throws ExecutionNotRedrivable. */
  async redrive(arn: string): Promise<number> {
    const record = await this.find(arn);
    const machine = this.machine(record.started.machineArn);
    if (record.ended === undefined || record.ended.status === 'SUCCEEDED')
      throw new StatesApiError('ExecutionNotRedrivable', `${arn} is ${record.ended?.status ?? 'RUNNING'}`);
    const which = { machine: machine.name, name: record.started.name };
    const time = Date.now();
    await this.#begin(machine, which, record, async () => {
      this.#files.reopen(which);
      const journal = await Journal.open(this.#files.open(which));
      await journal.append({ is: 'redriven', time });
      record.apply({ is: 'redriven', time });
      return journal;
    });
    return time;
  }

  /** Answers the task that holds a token; on the disk when it resolves. Throws InvalidToken or TaskTimedOut. */
  async answerTask(token: string, answer: Answer): Promise<void> {
    if (!(await (await this.#holderOf(token))?.answer(token, answer))) throw taskGone();
  }

  /** Throws InvalidToken or TaskTimedOut. */
  async heartbeat(token: string): Promise<void> {
    if (!(await this.#holderOf(token))?.heartbeat(token)) throw taskGone();
  }

  async #holderOf(token: string): Promise<Execution | undefined> {
    const place = placeOf(token);
    if (place === undefined) throw new StatesApiError('InvalidToken', 'Invalid Token');
    return this.#running.get(place.execution);
  }

  #journalOf(arn: string): readonly JournalRecord[] {
    const [machine = '', name = ''] = arn.split(':').slice(-2);
    const which = { machine, name };
    for (const file of NAME.test(name) ? [this.#files.open(which), this.#files.closed(which)] : [])
      try {
        const records = Journal.read(file);
        if (records.length > 0) return records;
      } catch (error) {
        if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
      }
    throw new StatesApiError('ExecutionDoesNotExist', `Execution Does Not Exist: '${arn}'`);
  }

  async #resumeOne(machine: Machine, which: ExecutionName): Promise<void> {
    const file = this.#files.open(which);
    const records = Journal.read(file);
    // Its first record was cut off: whoever asked for the start was told nothing.
    if (records.length === 0) return this.#files.forget(which);
    const record = ExecutionRecord.of(records);
    if (record.ended !== undefined) return this.#files.close(which);
    await this.#begin(machine, which, record, () => Journal.open(file));
  }

  #begin(
    machine: Machine,
    which: ExecutionName,
    record: ExecutionRecord,
    open: () => Promise<Journal>,
  ): Promise<Execution> {
    if (this.#stopping) throw new StatesApiError('ServiceUnavailable', 'the runner is stopping');
    const { arn } = record.started;
    const beginning = open().then((journal) => {
      const execution = new Execution(record, journal, this.#integrations, machine);
      this.#live.add(execution);
      void execution.over.then(() => {
        this.#live.delete(execution);
        if (record.ended === undefined) return;
        this.#files.close(which);
        this.#running.delete(arn);
      });
      return execution;
    });
    this.#running.set(arn, beginning);
    beginning.catch(() => this.#running.delete(arn));
    return beginning;
  }
}

const taskGone = (): StatesApiError =>
  new StatesApiError('TaskTimedOut', 'Task Timed Out: the task of this token is over');

const executionArn = ({ arn, name }: Machine, execution: string): string =>
  `${arn.replace(/:stateMachine:.*$/, '')}:execution:${name}:${execution}`;
