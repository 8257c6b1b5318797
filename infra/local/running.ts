import { setTimeout as sleep } from 'node:timers/promises';
import type { Lifecycle, Machine, PlugIn } from './plug-in.ts';

/** How long a stop waits for what is under way before it cuts it off (it is delivered again at the next start). */
const STOP_PATIENCE_MS = 5_000;

/** The plug-ins of one runner, from their start to their stop. */
export class Running {
  readonly #started: Lifecycle[] = [];
  readonly #patienceMs: number;

  constructor(patienceMs = STOP_PATIENCE_MS) {
    this.#patienceMs = patienceMs;
  }

  /** Starts them in their order, then lets each begin. Throws what a start throws; `stop` ends those before it. */
  async start(plugIns: readonly PlugIn<unknown>[], machine: Machine): Promise<void> {
    for (const plugIn of plugIns) this.#started.push(await plugIn.start(machine));
    for (const { begin } of this.#started) await begin?.();
  }

  /** Nothing new, what is under way for a while, then the rest is cut off; last started, first stopped. */
  async stop(): Promise<void> {
    const lastFirst = this.#started.splice(0).reverse();
    const drained = Promise.all(lastFirst.map(({ drain }) => drain?.()));
    await Promise.race([drained, sleep(this.#patienceMs, undefined, { ref: false })]);
    for (const { cutOff } of lastFirst) await cutOff?.();
    await drained;
    for (const { stop } of lastFirst) await stop?.();
  }
}
