import { existsSync, readFileSync } from 'node:fs';
import { writeFileAtomically } from '../files.ts';

/**
 * How far one consumer has got: the sequence number of the last record it processed, in a file that is
 * replaced whole after the batch succeeded. A file that cannot be read counts as absent, so that a
 * damaged one delivers again instead of skipping.
 */
export class StreamPosition {
  readonly #file: string;
  #value: number | undefined;

  constructor(file: string) {
    this.#file = file;
    const text = existsSync(file) ? readFileSync(file, 'utf8').trim() : '';
    this.#value = /^\d+$/.test(text) ? Number(text) : undefined;
  }

  /** Undefined until the consumer's first run. */
  get value(): number | undefined {
    return this.#value;
  }

  /** Moves on; never back. */
  moveTo(sequence: number): void {
    if (this.#value !== undefined && sequence <= this.#value) return;
    writeFileAtomically(this.#file, `${sequence}\n`);
    this.#value = sequence;
  }
}
