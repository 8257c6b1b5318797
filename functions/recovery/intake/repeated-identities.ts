/** Rows of which only the identity's first 64 bits are remembered: 100,000 rows take 800 KB. */
const FIRST_CAPACITY = 4_096;

/** The first 64 bits of an identity given as text of a SHA-256, by its bytes. */
export function shortHash(identity: string): bigint {
  return Buffer.from(identity, /^[0-9a-f]{64}$/.test(identity) ? 'hex' : 'base64url').readBigUInt64BE(0);
}

export interface IdentityCollector {
  add(identity: string): void;
  /**
   * Short hashes that were added more than once. Two different identities may share one (a chance of 1 in 10⁹ for
   * 100,000 rows): their rows are then counted by full identity like any others, so nothing is mixed up.
   */
  repeated(): ReadonlySet<bigint>;
}

/** Finds the rows of a file that occur more than once, in memory bounded by 8 bytes a row. */
export function collectIdentities(): IdentityCollector {
  let hashes = new BigUint64Array(FIRST_CAPACITY);
  let count = 0;
  return {
    add(identity) {
      if (count === hashes.length) {
        const larger = new BigUint64Array(hashes.length * 2);
        larger.set(hashes);
        hashes = larger;
      }
      hashes[count] = shortHash(identity);
      count += 1;
    },
    repeated() {
      const sorted = hashes.subarray(0, count).sort();
      const found = new Set<bigint>();
      for (let index = 1; index < sorted.length; index += 1) {
        const hash = sorted[index];
        if (hash !== undefined && hash === sorted[index - 1]) found.add(hash);
      }
      return found;
    },
  };
}

export interface Occurrence {
  /** 1, 2, 3 … in the file's order. */
  readonly number: number;
  /** Line of the first row with this identity in the file. */
  readonly firstLine: number;
}

/**
 * Numbers the rows of a file that share an identity, those of each kind (payments, returns) by themselves; rows that
 * occur once are 1 and are not remembered.
 */
export function occurrenceCounter(
  repeated: ReadonlySet<bigint>,
): (kind: 'payment' | 'return', identity: string, line: number) => Occurrence {
  const seen = new Map<string, Occurrence>();
  return (kind, identity, line) => {
    if (!repeated.has(shortHash(identity))) return { number: 1, firstLine: line };
    const key = `${kind}#${identity}`;
    const before = seen.get(key);
    const occurrence = before === undefined ? { number: 1, firstLine: line } : { ...before, number: before.number + 1 };
    seen.set(key, occurrence);
    return occurrence;
  };
}
