import type {
  Answer,
  Ended,
  Entered,
  Failed,
  Items,
  JournalRecord,
  Left,
  Scheduled,
  Started,
} from './journal-record.ts';

/** What the journal says of one visit of a state. */
export interface Visit {
  entered?: Entered;
  /** Number of the attempt under way; goes up with every retry. */
  attempt: number;
  /** Retries that each retrier has given since the start or the last redrive. */
  readonly retries: Map<number, number>;
  /** Epoch milliseconds before which the attempt under way does not begin. */
  retryAt?: number;
  /** Of the attempt under way. */
  scheduled?: Scheduled;
  submitted: boolean;
  answer?: Answer;
  items?: Items;
  /** End of a Wait state. */
  until?: number;
  left?: Left;
  failed?: Failed;
}

/** An execution as the fold of its journal: the same for the process that wrote it and for one that reads it later. */
export class ExecutionRecord {
  readonly started: Started;
  ended: Ended | undefined;
  redrives = 0;
  /** Start, or last redrive: from when the execution's time limit counts. Epoch milliseconds. */
  runningSince: number;
  readonly #visits = new Map<string, Visit>();

  constructor(started: Started) {
    this.started = started;
    this.runningSince = started.time;
  }

  /** Throws when the records do not begin with a start. */
  static of(records: readonly JournalRecord[]): ExecutionRecord {
    const [first, ...rest] = records;
    if (first?.is !== 'started') throw new Error('the journal does not begin with a start');
    const record = new ExecutionRecord(first);
    for (const one of rest) record.apply(one);
    return record;
  }

  visit(at: string): Visit {
    const known = this.#visits.get(at);
    if (known !== undefined) return known;
    const fresh: Visit = { attempt: 0, retries: new Map(), submitted: false };
    this.#visits.set(at, fresh);
    return fresh;
  }

  apply(record: JournalRecord): void {
    switch (record.is) {
      case 'started':
        throw new Error('an execution starts once');
      case 'redriven':
        this.#redrive(record.time);
        return;
      case 'ended':
        this.ended = record;
        return;
    }
    const visit = this.visit(record.at);
    switch (record.is) {
      case 'entered':
        visit.entered = record;
        return;
      case 'scheduled':
        visit.scheduled = record;
        return;
      case 'submitted':
        visit.submitted = true;
        return;
      case 'answered':
        visit.answer = record.answer;
        return;
      case 'until':
        visit.until = record.until;
        return;
      case 'items':
        visit.items = record;
        return;
      case 'retrying':
        visit.retries.set(record.retrier, (visit.retries.get(record.retrier) ?? 0) + 1);
        visit.retryAt = record.until;
        beginAttempt(visit, record.attempt);
        return;
      case 'left':
        visit.left = record;
        return;
      case 'failed':
        visit.failed = record;
        return;
    }
  }

  /** What failed, or was cut off, is to be done again; what was left stays, and so do the items of a map. */
  #redrive(time: number): void {
    this.ended = undefined;
    this.redrives += 1;
    this.runningSince = time;
    for (const visit of this.#visits.values()) {
      if (visit.left !== undefined) continue;
      visit.retries.clear();
      delete visit.failed;
      delete visit.retryAt;
      delete visit.scheduled;
      delete visit.answer;
      visit.submitted = false;
    }
  }
}

function beginAttempt(visit: Visit, attempt: number): void {
  visit.attempt = attempt;
  visit.submitted = false;
  delete visit.scheduled;
  delete visit.answer;
  delete visit.items;
}
