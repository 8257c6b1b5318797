import type { BenchSetting } from './bench-line.ts';
import type { BenchStore } from './bench-store.ts';
import { openFilledStore } from './cached-store.ts';
import { fillWithNotes } from './fill-stores.ts';

/** Notes of the store that payments are posted on; about three in four have enough principal left to be paid. */
export const workingNotes = ({ quick }: Pick<BenchSetting, 'quick'>): number => (quick ? 2_000 : 16_000);

/** A copy of that store: register, heads, entries. */
export function openWorkingStore(setting: BenchSetting): Promise<BenchStore> {
  const notes = workingNotes(setting);
  return openFilledStore(`working${notes}`, async (store) => {
    setting.say(`filling a store with ${notes} notes, once`);
    await fillWithNotes(store, notes);
  });
}
