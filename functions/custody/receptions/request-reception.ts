import type { Clock } from '../../../shared/calendar/clock.ts';
import { deterministicId } from '../../../shared/canonical/deterministic-id.ts';
import type { Caller } from '../../../shared/http/route.ts';
import { inScope } from '../../../shared/http/scope.ts';
import type { JobRequestItems } from '../../../shared/jobs/job-request.ts';
import { beginWork, nextRun } from '../../../shared/jobs/long-work.ts';
import type { RequestClaims } from '../../../shared/ledger/request-claim.ts';
import { openPlace } from '../places/keep-places.ts';
import type { PlaceStore } from '../places/place-store.ts';
import { type ListLine, rowsOfList } from './read-list.ts';
import { RECEIVE_ORIGINALS, type Reception, type ReceptionRow, ROW_OUTCOMES } from './reception.ts';
import type { ReceptionStore } from './reception-store.ts';

export interface ReceptionDeps {
  readonly receptions: ReceptionStore;
  readonly places: PlaceStore;
  readonly jobs: JobRequestItems;
  readonly claims: RequestClaims;
  readonly clock: Clock;
}

export async function readReception(
  { receptions }: Pick<ReceptionDeps, 'receptions'>,
  receptionId: string,
  caller: Caller,
): Promise<Reception> {
  return inScope(caller, await receptions.find(receptionId), 'La recepción');
}

/**
 * Asks for the originals of a list to be received, or for a trial that only says what would become of each row. One key is
 * one reception. Refuses a list with faults, all of them told.
 */
export async function requestReception(
  deps: ReceptionDeps,
  {
    lines,
    placeCode,
    kind,
    isTrial,
    idempotencyKey: key,
  }: {
    readonly lines: readonly ListLine[];
    readonly placeCode: string;
    readonly kind: ReceptionRow['kind'];
    readonly isTrial: boolean;
    readonly idempotencyKey: string;
  },
  caller: Caller,
): Promise<Reception> {
  const { receptions, jobs, claims, clock } = deps;
  const on = clock.today();
  const receptionId = deterministicId('original-reception', key);
  const { office } = await openPlace(deps, placeCode, caller);
  const rows = rowsOfList(lines, { placeCode, kind });
  await claims.claim({
    ...{ scope: 'DOCUMENT', key, input: { operation: 'receive-list', rows, isTrial } },
    ...{ source: { type: 'system', id: receptionId }, recordedOn: on },
  });
  const known = await receptions.find(receptionId);
  if (known !== undefined) return known;
  await receptions.putRows(receptionId, rows);
  const at = clock.now();
  const reception: Reception = {
    ...beginWork({ by: caller.subject, on, key, at }),
    ...{ receptionId, office, receivedOn: on, isTrial, rows: rows.length, rowsDone: 0, counts: NONE },
    offices: caller.offices === 'all' ? 'all' : [...caller.offices],
  };
  const asked = jobs.item(nextRun(RECEIVE_ORIGINALS, receptionId, reception, at));
  return (await receptions.write(reception, [asked])) ? reception : readReception(deps, receptionId, caller);
}

const NONE = Object.fromEntries(ROW_OUTCOMES.map((outcome) => [outcome, 0])) as Reception['counts'];
