import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';

/** Which execution: its machine's name and its own. */
export interface ExecutionName {
  readonly machine: string;
  readonly name: string;
}

/**
 * Where journals lie: `<machine>/open/<name>.jsonl` while an execution runs, so that a start reads these only, and
 * `<machine>/closed/…` when it has ended, for as long as the data folder lives: no name is used twice.
 */
export class ExecutionFiles {
  readonly #dir: string;

  constructor(dir: string) {
    this.#dir = dir;
  }

  /** Makes the folders of a machine that has none yet. */
  prepare(machine: string): void {
    for (const state of ['open', 'closed']) mkdirSync(path.join(this.#dir, machine, state), { recursive: true });
  }

  open({ machine, name }: ExecutionName): string {
    return path.join(this.#dir, machine, 'open', `${encodeURIComponent(name)}.jsonl`);
  }

  closed({ machine, name }: ExecutionName): string {
    return path.join(this.#dir, machine, 'closed', `${encodeURIComponent(name)}.jsonl`);
  }

  isClosed(which: ExecutionName): boolean {
    return existsSync(this.closed(which));
  }

  close(which: ExecutionName): void {
    renameSync(this.open(which), this.closed(which));
  }

  reopen(which: ExecutionName): void {
    renameSync(this.closed(which), this.open(which));
  }

  /** For a start that nobody was told of. */
  forget(which: ExecutionName): void {
    rmSync(this.open(which));
  }

  /** Names of a machine's executions in a state, in no order. */
  names(machine: string, state: 'open' | 'closed'): readonly string[] {
    const folder = path.join(this.#dir, machine, state);
    if (!existsSync(folder)) return [];
    return readdirSync(folder).map((file) => decodeURIComponent(file.replace(/\.jsonl$/, '')));
  }
}
