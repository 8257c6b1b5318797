import type { Clock } from '../../../shared/calendar/clock.ts';
import { demandVersion } from '../../../shared/http/record-version.ts';
import type { Caller } from '../../../shared/http/route.ts';
import { inScope, sees } from '../../../shared/http/scope.ts';
import type { RequestClaims } from '../../../shared/ledger/request-claim.ts';
import { refuse } from '../../../shared/refusals/shared-refusals.ts';
import { performStep } from '../../../shared/transitions/perform-step.ts';
import type { OriginalStore } from '../originals/original-store.ts';
import { nameOfPlace, type Place } from './place.ts';
import { placeMachine } from './place-machine.ts';
import { refusePlace } from './place-refusals.ts';
import type { PlaceStore } from './place-store.ts';

export interface PlaceDeps {
  readonly places: PlaceStore;
  readonly originals: Pick<OriginalStore, 'countAt'>;
  readonly claims: RequestClaims;
  readonly clock: Clock;
}

type Where = Pick<Place, 'vault' | 'shelf' | 'box'>;

export async function readPlace(
  { places }: Pick<PlaceDeps, 'places'>,
  placeCode: string,
  caller: Caller,
): Promise<Place> {
  return inScope(caller, await places.find(placeCode), `El lugar ${placeCode}`);
}

/** The place, to put something there now. Throws `not-found`, `place-closed`. */
export async function openPlace(deps: Pick<PlaceDeps, 'places'>, placeCode: string, caller: Caller): Promise<Place> {
  const place = await readPlace(deps, placeCode, caller);
  if (place.state === 'open') return place;
  throw refusePlace('place-closed', `El lugar ${placeCode} está cerrado. Use otro.`);
}

/** Makes a place of the catalogue; its code is for good. Refuses a code that is taken, whatever its office. */
export async function createPlace(
  { places, claims, clock }: Omit<PlaceDeps, 'originals'>,
  { idempotencyKey: key, ...asked }: Where & Pick<Place, 'placeCode' | 'office'> & { readonly idempotencyKey: string },
  caller: Caller,
): Promise<Place> {
  if (!sees(caller, asked.office)) throw refuse('not-found', 'La oficina no es de las suyas.');
  const on = clock.today();
  const step = { step: 'create', by: caller.subject, on, key, reason: null };
  const place: Place = { ...asked, state: 'open', history: [step], version: 1 };
  await claims.claim({
    ...{ scope: 'DOCUMENT', key, input: { operation: 'create-place', ...asked } },
    ...{ source: { type: 'system', id: asked.placeCode }, recordedOn: on },
  });
  if (await places.write(place)) return place;
  const there = await places.find(asked.placeCode);
  if (there?.history[0]?.key === key) return there;
  throw refuse('already-exists', `Ya hay un lugar ${asked.placeCode}. Elija otro código.`);
}

export interface PlaceRequest {
  readonly placeCode: string;
  readonly idempotencyKey: string;
  readonly ifMatch: string;
}

/** Says anew where a place is: its shelf was moved. Its originals go with it. */
export const renamePlace = (
  deps: PlaceDeps,
  { vault, shelf, box, ...request }: PlaceRequest & Where,
  caller: Caller,
): Promise<Place> => movePlace(deps, request, caller, 'rename', { vault, shelf, box });

/** Closes a place for good. Refused while anything is there. */
export async function closePlace(deps: PlaceDeps, request: PlaceRequest, caller: Caller): Promise<Place> {
  const place = await readPlace(deps, request.placeCode, caller);
  const count = place.state === 'open' ? await deps.originals.countAt(place.placeCode) : 0;
  if (count > 0) {
    const message = `En ${nameOfPlace(place)} hay ${count} originales. Guárdelos en otro lugar y ciérrelo después.`;
    throw refusePlace('place-not-empty', message);
  }
  return movePlace(deps, request, caller, 'close', {});
}

async function movePlace(
  deps: PlaceDeps,
  { placeCode, idempotencyKey: key, ifMatch }: PlaceRequest,
  caller: Caller,
  step: 'rename' | 'close',
  change: Partial<Where>,
): Promise<Place> {
  const place = await readPlace(deps, placeCode, caller);
  if (!place.history.some((taken) => taken.key === key)) demandVersion(ifMatch, place);
  const on = deps.clock.today();
  return performStep(placeMachine, place, {
    step,
    stamp: { by: caller.subject, on, key, reason: null, evidence: { was: nameOfPlace(place) } },
    change: () => change,
    claim: () =>
      deps.claims.claim({
        ...{ scope: 'DOCUMENT', key, input: { operation: `${step}-place`, placeCode, ...change } },
        ...{ source: { type: 'system', id: placeCode }, recordedOn: on },
      }),
    write: (next) => deps.places.write(next),
    read: () => readPlace(deps, placeCode, caller),
    refuse: () => refusePlace('place-closed', `El lugar ${placeCode} ya está cerrado.`),
  });
}
