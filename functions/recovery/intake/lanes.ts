/**
 * Runs tasks of one key one after the other, tasks of different keys at once: two rows of one portfolio file would
 * only fight for the same heads. Behind a task that failed its lane stands still: those waiting fail as it did, for
 * the run stops there and the next one takes them up in their order.
 */
export function createLanes(): <T>(key: string, task: () => Promise<T>) => Promise<T> {
  const last = new Map<string, Promise<unknown>>();
  return (key, task) => {
    const before = last.get(key) ?? Promise.resolve();
    const mine = before.then(task);
    last.set(key, mine);
    const forget = () => {
      if (last.get(key) === mine) last.delete(key);
    };
    // A lane that failed is kept: nothing may pass what did not happen.
    mine.then(forget, () => undefined);
    return mine;
  };
}
