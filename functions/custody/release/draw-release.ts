import { calendarDate } from '../../../shared/calendar/calendar-date.ts';
import type { Clock } from '../../../shared/calendar/clock.ts';
import { ledgerVersionOf } from '../../../shared/ledger/ledger-version.ts';
import { codeOf, folioFrom, newCheck } from '../../../shared/links/folio.ts';
import {
  RELEASE_LETTER_KINDS,
  RELEASE_LETTER_NAMES_ES,
  type ReleaseLetter,
  type ReleaseLetterKind,
  type ReleaseLetterStore,
} from '../../../shared/links/release-letter.ts';
import type { RegisterPort, WholeFile } from '../../../shared/register/register-port.ts';
import { tryStep } from '../../../shared/transitions/perform-step.ts';
import { SYSTEM } from '../../../shared/transitions/tracked.ts';
import type { Vault } from '../../../shared/vault/vault.ts';
import { type DebtDeps, debtOfFile, type EndedNote } from './debt-of-file.ts';
import type { LetterModel } from './letter-pdf.ts';
import type { Release } from './release.ts';
import { releaseMachine } from './release-machine.ts';
import type { ReleaseStore } from './release-store.ts';
import { revocation, revokeLetter } from './revoke-letter.ts';

export interface DrawReleaseDeps extends DebtDeps {
  readonly releases: Pick<ReleaseStore, 'find' | 'write'>;
  readonly letters: Pick<ReleaseLetterStore, 'find' | 'write'>;
  readonly register: Pick<RegisterPort, 'wholeFile'>;
  readonly vault: Pick<Vault, 'keep'>;
  readonly draw: (model: LetterModel) => Promise<{ readonly bytes: Uint8Array; readonly pages: number }>;
  readonly clock: Clock;
  /** Where the pages answer, without a slash at the end. */
  readonly publicUrl: string;
}

/**
 * Draws the letters of a release and keeps them, once however often it is called: a letter's record (folio, check characters) is
 * there before it is drawn, so that one cut off is drawn again with what it would have said. What the ledger holds is looked at anew:
 * if anything is owed now, the release is refused, nothing is drawn, and what a run before began is revoked.
 */
export async function drawRelease(deps: DrawReleaseDeps, releaseId: string): Promise<Release['state'] | undefined> {
  const release = await deps.releases.find(releaseId);
  if (release === undefined || release.state !== 'requested') return release?.state;
  const file = await deps.register.wholeFile(release.fileId);
  const today = deps.clock.today();
  const debt = file === undefined ? undefined : await debtOfFile(deps, file, today);
  const stamp = { by: SYSTEM, on: today, key: releaseId, reason: null };
  const write = (next: Release) => deps.releases.write(next);
  const begun = await Promise.all(RELEASE_LETTER_KINDS.map((kind) => deps.letters.find(folioOf(releaseId, kind))));
  const isRevoked = begun.some((letter) => letter?.state === 'revoked');
  if (file === undefined || debt === undefined || debt.faults.length > 0 || isRevoked) {
    const said = isRevoked ? 'Se debió de nuevo mientras se emitían las cartas: pídalas otra vez.' : undefined;
    const reason = said ?? debt?.faults.join(' ').slice(0, 300) ?? null;
    // Those that a run before this one began are in the vault: whoever opens one must not show it as good.
    for (const kind of RELEASE_LETTER_KINDS)
      await revokeLetter(deps.letters, folioOf(releaseId, kind), revocation(releaseId, today));
    if (await tryStep(releaseMachine, release, { step: 'refuse', stamp: { ...stamp, reason }, write }))
      return 'refused';
    // Another run issued it by what the ledger held before.
    const issued = await deps.releases.find(releaseId);
    if (issued === undefined) return undefined;
    await tryStep(releaseMachine, issued, { step: 'revoke', stamp: revocation(releaseId, today), write });
    return (await deps.releases.find(releaseId))?.state;
  }
  const letters: Release['letters'] = [];
  for (const kind of RELEASE_LETTER_KINDS) {
    const letter = await begunLetter(deps, release, kind, ledgerVersionOf(debt.heads, null));
    const { documentId } = await keepLetter(deps, letter, file, debt.ended);
    letters.push({ kind, folio: letter.folio, documentId });
  }
  const said = { borrowerName: borrowerOf(file), notes: [...debt.ended] };
  await tryStep(releaseMachine, release, { step: 'issue', stamp, change: () => ({ letters, said }), write });
  return 'issued';
}

const folioOf = (releaseId: string, kind: ReleaseLetterKind): string =>
  folioFrom(kind === 'no-debt-letter' ? 'C' : 'Z', `release-letter|${releaseId}|${kind}`);

async function begunLetter(
  { letters, clock }: DrawReleaseDeps,
  { releaseId, fileId, office }: Release,
  kind: ReleaseLetterKind,
  ledgerVersion: string,
): Promise<ReleaseLetter> {
  const folio = folioOf(releaseId, kind);
  const known = await letters.find(folio);
  if (known !== undefined) return known;
  const on = clock.today();
  const letter: ReleaseLetter = {
    ...{
      folio,
      check: newCheck(),
      kind,
      fileId,
      office,
      on,
      issuedAt: clock.now().toISOString(),
      pages: 1,
      ledgerVersion,
    },
    ...{ state: 'valid', history: [], version: 1 },
  };
  if (await letters.write(letter)) return letter;
  const first = await letters.find(folio);
  if (first === undefined) throw new RangeError(`the letter ${folio} is gone`);
  return first;
}

const borrowerOf = ({ signatories }: WholeFile): string =>
  signatories.find(({ signatory }) => signatory === 'borrower')?.name ?? '';

async function keepLetter(
  { vault, draw, letters, publicUrl }: DrawReleaseDeps,
  letter: ReleaseLetter,
  file: WholeFile,
  notes: readonly EndedNote[],
) {
  const { kind, folio, on, issuedAt } = letter;
  const { fileId, office } = file;
  const { bytes, pages } = await draw({
    ...{
      kind,
      folio,
      office,
      borrowerName: borrowerOf(file),
      notes,
      on: calendarDate(on),
      issuedAt: new Date(issuedAt),
    },
    verifyUrl: `${publicUrl}/verificar/${codeOf(letter)}`,
  });
  if (pages !== letter.pages) await letters.write({ ...letter, pages, version: letter.version + 1 });
  const name = RELEASE_LETTER_NAMES_ES[kind].toLowerCase().replaceAll(' ', '-');
  return vault.keep({
    ...{ kind, fileId, office, proves: { type: 'file', id: fileId }, contentType: 'application/pdf', bytes },
    ...{ fileName: `${name}-${folio}.pdf`, by: SYSTEM, on: calendarDate(on), key: folio },
  });
}
