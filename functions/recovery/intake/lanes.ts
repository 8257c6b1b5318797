/**
 * Runs tasks of one key one after the other, tasks of different keys at once: two rows of one portfolio file would
 * only fight for the same heads. A task that fails fails alone; the next of its lane still runs.
 */
export function createLanes(): <T>(key: string, task: () => Promise<T>) => Promise<T> {
  const last = new Map<string, Promise<unknown>>();
  return (key, task) => {
    const before = last.get(key) ?? Promise.resolve();
    const mine = before.then(task, task);
    const settled = mine.then(
      () => undefined,
      () => undefined,
    );
    last.set(key, settled);
    void settled.then(() => {
      if (last.get(key) === settled) last.delete(key);
    });
    return mine;
  };
}
