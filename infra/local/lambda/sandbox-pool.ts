import type { Json } from '../assembly/json.ts';
import { RunnerStopping } from './lambda-error.ts';
import type { Sandbox } from './sandbox.ts';

/** Sandboxes of one function at the same time. Lambda starts more; a machine with two cores gains nothing. */
const MOST_SANDBOXES = 4;
/** An idle sandbox keeps ~35 MB; it ends after this long without a call. */
const IDLE_LIMIT_MS = 60_000;

/** The sandboxes of one function. Calls beyond the pool's size wait for their turn, oldest first. */
export class SandboxPool {
  readonly #start: () => Sandbox;
  readonly #idle: { sandbox: Sandbox; timer: NodeJS.Timeout }[] = [];
  readonly #busy = new Set<Sandbox>();
  readonly #retired = new WeakSet<Sandbox>();
  readonly #waiting: { go: () => void; refuse: (error: Error) => void }[] = [];
  #stopping = false;

  constructor(start: () => Sandbox) {
    this.#start = start;
  }

  /** Runs one call in a sandbox of its own; a sandbox that died is never used again. */
  async call(event: Json, killAfterMs?: number): Promise<Json> {
    if (this.#stopping) throw new RunnerStopping();
    while (this.#idle.length === 0 && this.#busy.size >= MOST_SANDBOXES)
      await new Promise<void>((go, refuse) => this.#waiting.push({ go, refuse }));
    const sandbox = this.#take();
    this.#busy.add(sandbox);
    try {
      return await sandbox.call(event, killAfterMs);
    } catch (error) {
      throw this.#stopping ? new RunnerStopping() : error;
    } finally {
      this.#busy.delete(sandbox);
      this.#giveBack(sandbox);
    }
  }

  get size(): number {
    return this.#busy.size + this.#idle.length;
  }

  /** Ends the sandboxes that are warm now, so that later calls start with new variables; calls under way finish. */
  async retire(): Promise<void> {
    for (const sandbox of this.#busy) this.#retired.add(sandbox);
    await Promise.all([...this.#idle].map(({ sandbox }) => this.#end(sandbox)));
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    for (const { refuse } of this.#waiting.splice(0)) refuse(new RunnerStopping());
    const idle = this.#idle.splice(0);
    for (const { timer } of idle) clearTimeout(timer);
    await Promise.all([...idle.map(({ sandbox }) => sandbox), ...this.#busy].map((sandbox) => sandbox.stop()));
  }

  #take(): Sandbox {
    for (let last = this.#idle.pop(); last !== undefined; last = this.#idle.pop()) {
      clearTimeout(last.timer);
      if (last.sandbox.alive) return last.sandbox;
    }
    return this.#start();
  }

  #giveBack(sandbox: Sandbox): void {
    if (this.#retired.has(sandbox)) void sandbox.stop();
    else if (sandbox.alive && !this.#stopping) {
      const timer = setTimeout(() => void this.#end(sandbox), IDLE_LIMIT_MS);
      timer.unref();
      this.#idle.push({ sandbox, timer });
    }
    this.#waiting.shift()?.go();
  }

  #end(sandbox: Sandbox): Promise<unknown> {
    const at = this.#idle.findIndex((entry) => entry.sandbox === sandbox);
    const [entry] = at < 0 ? [] : this.#idle.splice(at, 1);
    clearTimeout(entry?.timer);
    return sandbox.stop();
  }
}
