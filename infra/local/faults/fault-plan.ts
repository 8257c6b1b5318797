import { createHash } from 'node:crypto';

/** What may go wrong, and in which share of the cases. */
export const FAULT_SHARES = {
  /** DynamoDB refuses a call: over its throughput. */
  throttled: 0.02,
  /** DynamoDB refuses a write or a transaction: another one has the item. */
  conflict: 0.01,
  /** DynamoDB fails and has done nothing. */
  'dynamodb-5xx-before': 0.01,
  /** DynamoDB fails and has done it. */
  'dynamodb-5xx-after': 0.02,
  /** The answer of an index comes late: what it says is old by then. */
  'index-late': 0.1,
  /** An index answers what it answered a moment ago. */
  'index-stale': 0.3,
  /** A batch of a stream is delivered again after it was processed. */
  'batch-again': 0.15,
  /** A batch of a stream comes in another order: that of an item's own records is kept. */
  'batch-reordered': 0.4,
  /** S3 or another service of the AWS endpoint fails and has done nothing. */
  'aws-5xx-before': 0.05,
  /** It fails and has done it. */
  'aws-5xx-after': 0.05,
  /** The sandbox of a function ends in the middle of a call. */
  'sandbox-killed': 0.02,
} as const;

export type FaultKind = keyof typeof FAULT_SHARES;

export interface Fault {
  readonly kind: FaultKind;
  readonly at: string;
  /** Where it struck: a function, an operation on a table. */
  readonly place: string;
}

/**
 * What goes wrong in a run with `--faults`. Whether a fault strikes follows from the seed, its kind, what it would strike
 * (a request by its content, a batch by its records) and how often that was there before: not from the clock and not from
 * what else runs, so the same seed strikes the same things however loaded the machine. Instants and ids within the
 * content count for nothing, because they are others in every run.
 */
export class FaultPlan {
  readonly #seed: number;
  readonly #tell: (fault: Fault) => void;
  readonly #times = new Map<string, number>();

  constructor(seed: number, tell: (fault: Fault) => void = () => undefined) {
    this.#seed = seed;
    this.#tell = tell;
  }

  /** Whether this fault strikes this thing now. `place` says where, for whoever reads what happened. */
  strikes(kind: FaultKind, place: string, thing: string): boolean {
    const key = createHash('sha256')
      .update(`${this.#seed}|${kind}|${place}|${lasting(thing)}`)
      .digest('hex');
    const times = (this.#times.get(key) ?? 0) + 1;
    this.#times.set(key, times);
    const strikes = chance(`${key}|${times}`) < FAULT_SHARES[kind];
    if (strikes) this.#tell({ kind, at: new Date().toISOString(), place });
    return strikes;
  }

  /** A number from 0 up to 1, the same for the same seed and thing. */
  share(thing: string): number {
    return chance(`${this.#seed}|${lasting(thing)}`);
  }
}

const INSTANT = /\d{4}-\d\d-\d\dT[\d:.]+Z?|\b1[6-9]\d{8,11}\b/g;
const ID =
  /[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}|[0-9a-f]{40,}|\b0[0-9a-z]{8}\.[0-9a-z]{5}\b/gi;

/** The content without what is another in every run. */
const lasting = (text: string): string => text.replace(INSTANT, 'instant').replace(ID, 'id');

function chance(text: string): number {
  return createHash('sha256').update(text).digest().readUInt32BE() / 2 ** 32;
}
