import type { CalendarDate } from '../../../shared/calendar/calendar-date.ts';
import {
  type ReleaseLetter,
  type ReleaseLetterStore,
  releaseLetterMachine,
} from '../../../shared/links/release-letter.ts';
import { tryStep } from '../../../shared/transitions/perform-step.ts';
import type { Stamp } from '../../../shared/transitions/take-step.ts';
import { SYSTEM } from '../../../shared/transitions/tracked.ts';

/** Why a release and its letters are worth nothing any more; once a release. */
export const revocation = (releaseId: string, on: CalendarDate): Stamp => ({
  ...{ by: SYSTEM, on, key: releaseId, reason: 'Se debe de nuevo: se canceló un pago o hay un cargo' },
});

/** Revokes a letter, if it was begun: whoever compares it is told so. Safe to repeat. */
export async function revokeLetter(
  letters: Pick<ReleaseLetterStore, 'find' | 'write'>,
  folio: string,
  stamp: Stamp,
): Promise<void> {
  const letter = await letters.find(folio);
  if (letter === undefined) return;
  const write = (next: ReleaseLetter) => letters.write(next);
  await tryStep(releaseLetterMachine, letter, { step: 'revoke', stamp, write });
}
