export interface Timing {
  readonly perSecond: number;
  /** Of this process, all its threads: user and system. */
  readonly cpuMicrosPerItem: number;
}

/** Does `work` for every item, `atOnce` of them under way, and says how fast and at what cost of CPU. */
export async function timed<T>(
  items: readonly T[],
  atOnce: number,
  work: (item: T) => Promise<unknown>,
): Promise<Timing> {
  const queue = items.values();
  const lane = async () => {
    for (const item of queue) await work(item);
  };
  const cpu = process.cpuUsage();
  const started = performance.now();
  await Promise.all(Array.from({ length: atOnce }, lane));
  const milliseconds = performance.now() - started;
  const { user, system } = process.cpuUsage(cpu);
  return { perSecond: (items.length * 1_000) / milliseconds, cpuMicrosPerItem: (user + system) / items.length };
}
