import type { ObjectStore } from '../reports/closing/object-store.ts';

export const rootKey = (date: string) => `roots/${date}.json`;

/** A day's ledger root differs from the one kept before: an entry of the past was altered, or a rule of the fold. */
export class LedgerRootChanged extends Error {
  override readonly name = 'LedgerRootChanged';
}

/**
 * Keeps a day's ledger root in the bucket whose objects nobody can change or delete (Object Lock with the bucket's
 * default retention), once. The same root again changes nothing; another root is written beside the first, named by
 * its instant, so that the difference stays visible, and LedgerRootChanged is thrown.
 */
export function createRootStore(objects: ObjectStore, now: () => Date) {
  return {
    async keepRoot(date: string, root: string, chains: number): Promise<void> {
      const body = JSON.stringify({ date, root, chains });
      if ((await objects.putNew(rootKey(date), body)) === 'written') return;
      if ((await objects.get(rootKey(date))) === body) return;
      await objects.putNew(`roots/${date}-differs-${now().toISOString()}.json`, body);
      throw new LedgerRootChanged(`the ledger root of ${date} is not the one kept before`);
    },
  };
}
