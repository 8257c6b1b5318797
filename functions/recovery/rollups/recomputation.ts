import type { Fact } from './fact.ts';
import { addInto } from './measures.ts';
import type { RecordedFact } from './recorded-facts.ts';
import { keyName, type RollupKey } from './rollup-keys.ts';

/** Where the mark of an owner stands, and the last record that its table has. */
export interface MarkGap {
  readonly owner: string;
  readonly mark: number;
  readonly last: number;
}

export interface Unreadable {
  readonly owner: string;
  readonly seq: number;
  readonly error: unknown;
}

export interface RecomputedSum {
  readonly key: RollupKey;
  readonly measures: Readonly<Record<string, number>>;
}

interface OwnerReading {
  mark: number;
  last: number;
  summed: number;
}

/**
 * The sums that the rollups must hold, given their marks: of each owner the facts up to its mark, and no other. So
 * what the stream has not applied yet is no difference, and what it applies meanwhile can be added (`moveMark`).
 */
export class Recomputation {
  readonly sums = new Map<string, RecomputedSum>();
  readonly unreadable: Unreadable[] = [];
  readonly #owners = new Map<string, OwnerReading>();

  /** `marks` must have been read before the facts that are added. */
  constructor(marks: ReadonlyMap<string, number>) {
    for (const [owner, mark] of marks) this.#owners.set(owner, { mark, last: 0, summed: 0 });
  }

  add(record: RecordedFact): void {
    const { owner, seq } = record.type === 'fact' ? record.fact : record;
    const reading = this.#of(owner);
    reading.last = Math.max(reading.last, seq);
    if (record.type === 'unreadable') this.unreadable.push({ owner, seq, error: record.error });
    else if (seq <= reading.mark) this.#sum(record.fact, reading);
  }

  markOf(owner: string): number {
    return this.#owners.get(owner)?.mark ?? 0;
  }

  /** The stream applied the owner's `facts` since: those after the mark, up to and with `mark`. */
  moveMark(owner: string, mark: number, facts: readonly Fact[]): void {
    const reading = this.#of(owner);
    reading.mark = mark;
    for (const fact of facts) {
      reading.last = Math.max(reading.last, fact.seq);
      this.#sum(fact, reading);
    }
  }

  /** Owners with records after their mark: on their way, or lost by the stream. */
  behind(): MarkGap[] {
    return this.#gaps(({ mark, last }) => last > mark);
  }

  /** Owners whose mark is after their last record: the stream would drop their next ones. */
  ahead(): MarkGap[] {
    return this.#gaps(({ mark, last }) => mark > last);
  }

  /** Owners whose sums nobody can know: a record up to their mark is not there or cannot be understood. */
  unknowable(): MarkGap[] {
    return this.#gaps(({ mark, last, summed }) => summed < Math.min(mark, last));
  }

  #of(owner: string): OwnerReading {
    const reading = this.#owners.get(owner) ?? { mark: 0, last: 0, summed: 0 };
    this.#owners.set(owner, reading);
    return reading;
  }

  #sum(fact: Fact, reading: OwnerReading): void {
    reading.summed += 1;
    for (const { key, measures } of fact.contributions) {
      const name = keyName(key);
      const sum = this.sums.get(name) ?? { key, measures: {} };
      addInto(sum.measures, measures);
      this.sums.set(name, sum);
    }
  }

  #gaps(found: (reading: OwnerReading) => boolean): MarkGap[] {
    return [...this.#owners].flatMap(([owner, reading]) =>
      found(reading) ? [{ owner, mark: reading.mark, last: reading.last }] : [],
    );
  }
}
