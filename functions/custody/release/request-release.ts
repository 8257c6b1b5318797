import type { CalendarDate } from '../../../shared/calendar/calendar-date.ts';
import type { Clock } from '../../../shared/calendar/clock.ts';
import { deterministicId } from '../../../shared/canonical/deterministic-id.ts';
import type { Caller } from '../../../shared/http/route.ts';
import { inScope } from '../../../shared/http/scope.ts';
import type { JobRequestItems } from '../../../shared/jobs/job-request.ts';
import { type Heads, ledgerVersionOf } from '../../../shared/ledger/ledger-version.ts';
import type { RequestClaims } from '../../../shared/ledger/request-claim.ts';
import type { RegisterPort, WholeFile } from '../../../shared/register/register-port.ts';
import { type DebtDeps, debtOfFile } from './debt-of-file.ts';
import type { Release } from './release.ts';
import { refuseRelease } from './release-refusals.ts';
import type { ReleaseStore } from './release-store.ts';

/** The task of custody-letters: draw the letters of a release. */
export const DRAW_LETTERS = 'draw-release-letters';

export interface ReleaseDeps extends DebtDeps {
  readonly releases: ReleaseStore;
  readonly register: Pick<RegisterPort, 'wholeFile'>;
  readonly jobs: JobRequestItems;
  readonly claims: RequestClaims;
  readonly clock: Clock;
}

/** Of what the ledger holds of a file, releases that were revoked or refused before no other is made. */
const MOST_ENDED = 10;

/** A release. Of an office that the caller does not reach it is as if it did not exist (404). */
export const readRelease = async (
  { releases }: Pick<ReleaseDeps, 'releases'>,
  releaseId: string,
  caller: Caller,
): Promise<Release> => inScope(caller, await releases.find(releaseId), 'La liberación');

/**
 * Asks for the letters and papers of somebody who owes nothing any more. One for what the ledger holds of the file: asked for again
 * it is the same. Refuses with everything that is still owed or may still be taken back (`debt-not-ended`).
 */
export async function requestRelease(
  deps: ReleaseDeps,
  { fileId, idempotencyKey: key }: { readonly fileId: string; readonly idempotencyKey: string },
  caller: Caller,
): Promise<Release> {
  const { register, claims, clock } = deps;
  const file = inScope(caller, await register.wholeFile(fileId), 'El expediente');
  const on = clock.today();
  const heads = await demandNoDebt(deps, file, on);
  await claims.claim({
    ...{ scope: 'DOCUMENT', key, input: { operation: 'request-release', fileId } },
    ...{ source: { type: 'system', id: fileId }, recordedOn: on },
  });
  const ledgerVersion = ledgerVersionOf(heads, null);
  for (let times = 0; times <= MOST_ENDED; times += 1) {
    const releaseId = deterministicId('release', `${fileId} ${ledgerVersion} ${times}`);
    const known =
      (await deps.releases.find(releaseId)) ??
      (await begin(deps, {
        ...{ releaseId, fileId, ledgerVersion, office: file.office, state: 'requested', requestedOn: on, letters: [] },
        ...{ said: null, appointment: null, delivery: null, version: 1 },
        history: [{ step: 'request', by: caller.subject, on, key, reason: null }],
      }));
    if (known.state !== 'revoked' && known.state !== 'refused') return known;
  }
  throw new RangeError('too many releases of one state of a file were revoked');
}

/** What the ledger holds of a file that owes nothing. Refuses `debt-not-ended`. */
export async function demandNoDebt(
  deps: DebtDeps,
  file: Pick<WholeFile, 'fileId' | 'notes'>,
  today: CalendarDate,
): Promise<Heads> {
  const { heads, faults } = await debtOfFile(deps, file, today);
  if (faults.length === 0) return heads;
  throw refuseRelease('debt-not-ended', `No se libera el expediente: ${faults.join(' ')}`, {
    details: faults.map((message) => ({ pointer: '/fileId', message })),
  });
}

async function begin({ releases, jobs, clock }: ReleaseDeps, release: Release): Promise<Release> {
  const { releaseId } = release;
  const asked = { task: DRAW_LETTERS, id: releaseId, name: 'draw', input: {}, askedAt: clock.now().toISOString() };
  if (await releases.write(release, [jobs.item(asked)])) return release;
  const first = await releases.find(releaseId);
  if (first === undefined) throw new RangeError(`the release ${releaseId} is gone`);
  return first;
}
