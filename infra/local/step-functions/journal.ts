import { readFileSync, truncateSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { parseJson } from '../assembly/json.ts';
import { type JournalRecord, journalRecordSchema } from './journal-record.ts';

/** A record could not be written (full disk): the execution stands still until the next start of the runner. */
export class JournalLost extends Error {
  override readonly name = 'JournalLost';
}

/**
 * The journal of one execution: a JSON line per record, only ever appended to.
 *
 * What is guaranteed: when `append` resolves, the record and all before it are on the disk (fdatasync), so it survives
 * `kill -9` and a power cut. Nobody relies on a record before that: a state is left, a token handed out and an answer
 * acknowledged only behind it. Records of the same moment share one write, which is what makes a map over thousands of
 * items bearable. A crash can cut the last line only; it is taken away before the journal goes on, and what it said was
 * relied on by nobody.
 */
export class Journal {
  readonly #handle: FileHandle;
  #lines: string[] = [];
  #writing: Promise<void> = Promise.resolve();
  #next: Promise<void> | undefined;

  private constructor(handle: FileHandle) {
    this.#handle = handle;
  }

  /** Begins a journal with its first record, on the disk when this resolves. Fails where the file exists. */
  static async create(file: string, first: JournalRecord): Promise<Journal> {
    const journal = new Journal(await open(file, 'ax'));
    await journal.append(first);
    return journal;
  }

  /** Goes on with a journal that another process left behind. */
  static async open(file: string): Promise<Journal> {
    const text = readFileSync(file, 'utf8');
    const whole = text.lastIndexOf('\n') + 1;
    if (whole < text.length) truncateSync(file, Buffer.byteLength(text.slice(0, whole)));
    return new Journal(await open(file, 'a'));
  }

  /** Every whole record of a journal, oldest first. */
  static read(file: string): readonly JournalRecord[] {
    const lines = readFileSync(file, 'utf8').split('\n').slice(0, -1);
    return lines.map((line) => journalRecordSchema.parse(parseJson(line)));
  }

  /** Throws JournalLost, then and from then on, when the disk takes no more. */
  append(record: JournalRecord): Promise<void> {
    this.#lines.push(`${JSON.stringify(record)}\n`);
    this.#next ??= this.#writing.then(() => this.#write());
    // Whoever does not wait for this record waits for a later one, which fails as well.
    this.#next.catch(() => undefined);
    return this.#next;
  }

  async close(): Promise<void> {
    await (this.#next ?? this.#writing).catch(() => undefined);
    await this.#handle.close();
  }

  async #write(): Promise<void> {
    this.#writing = this.#next ?? this.#writing;
    this.#next = undefined;
    const lines = this.#lines.splice(0);
    try {
      await this.#handle.appendFile(lines.join(''));
      await this.#handle.datasync();
    } catch (error) {
      throw new JournalLost(error instanceof Error ? error.message : String(error));
    }
  }
}
