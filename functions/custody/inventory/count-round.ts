import type { Clock } from '../../../shared/calendar/clock.ts';
import { deterministicId } from '../../../shared/canonical/deterministic-id.ts';
import { demandVersion, versionChanged } from '../../../shared/http/record-version.ts';
import type { Caller } from '../../../shared/http/route.ts';
import { inScope } from '../../../shared/http/scope.ts';
import type { RequestClaims } from '../../../shared/ledger/request-claim.ts';
import { refuse } from '../../../shared/refusals/shared-refusals.ts';
import type { TransactItem } from '../../../shared/store/record-store.ts';
import { performStep } from '../../../shared/transitions/perform-step.ts';
import type { OriginalStore } from '../originals/original-store.ts';
import { readPlace } from '../places/keep-places.ts';
import { nameOfPlace } from '../places/place.ts';
import type { PlaceStore } from '../places/place-store.ts';
import { reconcileRound, sortLabels, unlike } from './reconcile-round.ts';
import type { Round } from './round.ts';
import { roundMachine } from './round-machine.ts';
import { refuseRound } from './round-refusals.ts';
import type { RoundStore } from './round-store.ts';

export interface RoundDeps {
  readonly rounds: RoundStore;
  readonly originals: OriginalStore;
  readonly places: PlaceStore;
  readonly claims: RequestClaims;
  readonly clock: Clock;
}

/** What one request opens and closes in some seconds; a larger place is counted box by box. */
const MOST_EXPECTED = 20_000;

export async function readRound(
  { rounds }: Pick<RoundDeps, 'rounds'>,
  roundId: string,
  caller: Caller,
): Promise<Round> {
  return inScope(caller, await rounds.find(roundId), 'El inventario');
}

/** Opens a round: freezes what the records say is at the place now. One key is one round. */
export async function openRound(
  deps: RoundDeps,
  { placeCode, idempotencyKey: key }: { readonly placeCode: string; readonly idempotencyKey: string },
  caller: Caller,
): Promise<Round> {
  const { rounds, originals, claims, clock } = deps;
  const on = clock.today();
  const roundId = deterministicId('inventory-round', key);
  const place = await readPlace(deps, placeCode, caller);
  await claims.claim({
    ...{ scope: 'DOCUMENT', key, input: { operation: 'open-round', placeCode } },
    ...{ source: { type: 'system', id: roundId }, recordedOn: on },
  });
  const known = await rounds.find(roundId);
  if (known !== undefined) return known;
  const codes: string[] = [];
  for await (const code of originals.codesAt(placeCode)) {
    codes.push(code);
    if (codes.length <= MOST_EXPECTED) continue;
    const message = `En ${nameOfPlace(place)} hay más de ${MOST_EXPECTED} originales. Haga el inventario por estante o por caja.`;
    throw refuseRound('round-too-large', message);
  }
  const expectedList = await rounds.putExpected(roundId, codes);
  const round: Round = {
    ...{ roundId, placeCode, office: place.office, placeName: nameOfPlace(place), state: 'open', openedOn: on },
    ...{
      expected: codes.length,
      expectedList,
      batches: 0,
      labelsRead: 0,
      counts: null,
      findingsList: null,
      version: 1,
    },
    history: [{ step: 'open', by: caller.subject, on, key, reason: null }],
  };
  return (await rounds.write(round)) ? round : readRound(deps, roundId, caller);
}

export interface RoundRequest {
  readonly roundId: string;
  readonly idempotencyKey: string;
}

/**
 * Takes in a batch of labels, as a reader or a person gave them; the same batch sent again is one. The batch and the step
 * that counts it are one write, so that no close passes it by.
 */
export function readLabels(
  deps: RoundDeps,
  { labels, ...request }: RoundRequest & { readonly labels: readonly string[] },
  caller: Caller,
): Promise<Round> {
  return takeRoundStep(deps, request, caller, {
    ...{ step: 'read', asked: { labels }, evidence: { labels: String(labels.length) } },
    change: ({ batches, labelsRead }) => ({ batches: batches + 1, labelsRead: labelsRead + labels.length }),
    alongside: ({ roundId, batches }) => [deps.rounds.batchItem(roundId, batches, labels)],
  });
}

/** Closes a round: compares what was expected with what was read, once. A batch that comes in meanwhile refuses it (412). */
export async function closeRound(
  deps: RoundDeps,
  { ifMatch, ...request }: RoundRequest & { readonly ifMatch: string },
  caller: Caller,
): Promise<Round> {
  const round = await readRound(deps, request.roundId, caller);
  if (round.state !== 'open' || isKnown(round, request.idempotencyKey))
    return takeRoundStep(deps, request, caller, { step: 'close', asked: {}, change: () => ({}) });
  demandVersion(ifMatch, round);
  const { roundId, placeCode, version } = round;
  const expected = await deps.rounds.expectedOf(round);
  const labels: string[] = [];
  for await (const label of deps.rounds.labelsOf(roundId)) labels.push(label);
  const read = sortLabels(placeCode, labels);
  const records = await deps.originals.findMany(unlike(expected, read));
  const { counts, findings } = reconcileRound(placeCode, expected, read, records);
  const findingsList = await deps.rounds.putFindings(roundId, findings);
  return takeRoundStep(deps, request, caller, {
    ...{ step: 'close', asked: {} },
    change: () => ({ counts, findingsList }),
    ofVersion: version,
  });
}

export const callOffRound = (
  deps: RoundDeps,
  { reason, ...request }: RoundRequest & { readonly reason: string },
  caller: Caller,
): Promise<Round> =>
  takeRoundStep(deps, request, caller, { step: 'call-off', asked: { reason }, reason, change: () => ({}) });

/** Somebody else than who closed it says that it was looked into, and what came of it. */
export const reviewRound = (
  deps: RoundDeps,
  { reason, ...request }: RoundRequest & { readonly reason: string },
  caller: Caller,
): Promise<Round> =>
  takeRoundStep(deps, request, caller, { step: 'review', asked: { reason }, reason, change: () => ({}) });

const isKnown = ({ history }: Round, key: string) => history.some((taken) => taken.key === key);

interface RoundMove {
  readonly step: 'read' | 'close' | 'call-off' | 'review';
  readonly asked: object;
  readonly reason?: string;
  readonly evidence?: Record<string, string>;
  readonly change: (round: Round) => Partial<Round>;
  readonly alongside?: (next: Round) => readonly TransactItem[];
  /** The only version of which it holds. */
  readonly ofVersion?: number;
}

async function takeRoundStep(
  deps: RoundDeps,
  { roundId, idempotencyKey: key }: RoundRequest,
  caller: Caller,
  { step, asked, reason = '', evidence, change, alongside, ofVersion }: RoundMove,
): Promise<Round> {
  const on = deps.clock.today();
  const demandSame = (now: Round) => {
    if (ofVersion !== undefined && now.version !== ofVersion && now.state === 'open') throw versionChanged();
    return now;
  };
  return performStep(roundMachine, demandSame(await readRound(deps, roundId, caller)), {
    step,
    stamp: { by: caller.subject, on, key, reason: reason === '' ? null : reason, ...(evidence && { evidence }) },
    change,
    claim: () =>
      deps.claims.claim({
        ...{ scope: 'DOCUMENT', key, input: { operation: `${step}-round`, roundId, ...asked } },
        ...{ source: { type: 'system', id: roundId }, recordedOn: on },
      }),
    write: (next) => deps.rounds.write(next, alongside?.(next)),
    read: async () => demandSame(await readRound(deps, roundId, caller)),
    refuse: (why, now) =>
      why === 'same-person'
        ? refuse('same-person', 'Quien cerró el inventario no lo revisa. Pídalo a otra persona.')
        : refuseRound(
            'round-step-refused',
            `No se puede ${roundMachine.steps[step].nameEs}: el inventario está ${roundMachine.states[now.state]}.`,
          ),
  });
}
