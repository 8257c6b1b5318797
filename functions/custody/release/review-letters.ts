import { addDays } from '../../../shared/calendar/calendar-date.ts';
import type { Clock } from '../../../shared/calendar/clock.ts';
import type { DayEntries } from '../../../shared/ledger/day-entries.ts';
import { whyNotEnded } from '../../../shared/ledger/debt-ended.ts';
import type { Heads } from '../../../shared/ledger/ledger-version.ts';
import type { ReleaseLetterStore } from '../../../shared/links/release-letter.ts';
import type { Log } from '../../../shared/observability/log.ts';
import { tryStep } from '../../../shared/transitions/perform-step.ts';
import type { Release } from './release.ts';
import { releaseMachine } from './release-machine.ts';
import type { ReleaseStore } from './release-store.ts';
import { revocation, revokeLetter } from './revoke-letter.ts';

export interface ReviewLettersDeps {
  readonly releases: Pick<ReleaseStore, 'ofFile' | 'write' | 'find'>;
  readonly letters: Pick<ReleaseLetterStore, 'find' | 'write'>;
  readonly headsOfFile: (fileId: string) => Promise<Heads>;
  readonly dayEntries: Pick<DayEntries, 'read'>;
  readonly clock: Clock;
  readonly log: Pick<Log, 'event'>;
}

/** Days that are looked at: a morning that failed is made up for. */
const DAYS_LOOKED_AT = 7;

/**
 * Each morning, the files whose ledger moved in the last days: the letters of one that owes again are revoked, and its release with
 * them. Nothing else is read. Whoever compares a letter meanwhile is told at once (functions/statements/papers/verify-paper.ts).
 */
export async function reviewLetters(
  deps: ReviewLettersDeps,
): Promise<{ readonly files: number; readonly revoked: number }> {
  const today = deps.clock.today();
  const moved = new Set<string>();
  for (let back = DAYS_LOOKED_AT; back >= 0; back -= 1)
    for await (const { fileId } of deps.dayEntries.read(addDays(today, -back))) moved.add(fileId);
  let revoked = 0;
  for (const fileId of moved) {
    const releases = (await deps.releases.ofFile(fileId)).filter(({ state }) => isLive(state));
    if (releases.length === 0) continue;
    const { notes } = await deps.headsOfFile(fileId);
    if (notes.every((head) => whyNotEnded(head, today) === undefined)) continue;
    for (const release of releases) revoked += (await revokeRelease(deps, release)) ? 1 : 0;
  }
  return { files: moved.size, revoked };
}

const isLive = (state: Release['state']): boolean => releaseMachine.steps.revoke.from.some((from) => from === state);

/** The letters first, so that a release that says that it is revoked has none that says it is valid. */
async function revokeRelease({ releases, letters, clock, log }: ReviewLettersDeps, listed: Release): Promise<boolean> {
  const { releaseId } = listed;
  const stamp = revocation(releaseId, clock.today());
  for (const { folio } of listed.letters) await revokeLetter(letters, folio, stamp);
  // The list is an index; the step is of the record as it is.
  const release = await releases.find(releaseId);
  const isRevoked =
    release !== undefined &&
    (await tryStep(releaseMachine, release, { step: 'revoke', stamp, write: (next) => releases.write(next) }));
  if (isRevoked) log.event('release-revoked', { releaseId });
  return isRevoked;
}
