import type { Clock } from '../../../shared/calendar/clock.ts';
import { deterministicId } from '../../../shared/canonical/deterministic-id.ts';
import type { Caller } from '../../../shared/http/route.ts';
import { inScope } from '../../../shared/http/scope.ts';
import type { Office } from '../../../shared/institute/offices.ts';
import type { RequestClaims } from '../../../shared/ledger/request-claim.ts';
import { refuse } from '../../../shared/refusals/shared-refusals.ts';
import { performStep } from '../../../shared/transitions/perform-step.ts';
import { readRound } from '../inventory/count-round.ts';
import type { RoundStore } from '../inventory/round-store.ts';
import type { OriginalStore } from '../originals/original-store.ts';
import { nameOfPlace } from '../places/place.ts';
import type { PlaceStore } from '../places/place-store.ts';
import { readCustodians } from './appoint-custodian.ts';
import { type Appointment, successorOf } from './custodian.ts';
import { refuseCustodian } from './custodian-refusals.ts';
import type { CustodianStore } from './custodian-store.ts';
import { folioOfAct, type HandOverAct, type HandOverStore } from './hand-over-act.ts';
import { handOverMachine } from './hand-over-machine.ts';

export interface HandOverDeps {
  readonly acts: HandOverStore;
  readonly custodians: CustodianStore;
  readonly originals: Pick<OriginalStore, 'countAt' | 'all'>;
  readonly places: PlaceStore;
  readonly rounds: RoundStore;
  readonly claims: RequestClaims;
  readonly clock: Clock;
}

export async function readHandOver(
  { acts }: Pick<HandOverDeps, 'acts'>,
  actId: string,
  caller: Caller,
): Promise<HandOverAct> {
  return inScope(caller, await acts.find(actId), 'El acta');
}

/**
 * Opens an act by who leaves an office, towards whoever is appointed after them: what is at each place and what is out are
 * counted now, and closed rounds may be named that say the same by looking. Refuses whoever was never the custodian, or has
 * no successor yet (`no-custodian`), and a second act of the same hand-over while the first was not withdrawn.
 */
export async function openHandOver(
  deps: HandOverDeps,
  {
    office,
    roundIds,
    notes,
    idempotencyKey: key,
  }: {
    readonly office: Office;
    readonly roundIds: readonly string[];
    readonly notes: string;
    readonly idempotencyKey: string;
  },
  caller: Caller,
): Promise<HandOverAct> {
  const { acts, claims, clock } = deps;
  const on = clock.today();
  const { appointments } = await readCustodians(deps, office, caller);
  const leaving = appointments.findLast(({ subject, from }) => subject === caller.subject && from <= on);
  if (leaving === undefined)
    throw refuseCustodian('no-custodian', 'Usted no tiene ni tuvo el resguardo de esa oficina: no puede entregarlo.');
  const arriving = successorOf(appointments, leaving);
  if (arriving === undefined)
    throw refuseCustodian('no-custodian', 'Nadie está nombrado para después de usted. Pida primero el nombramiento.');
  const rounds = await Promise.all(roundIds.map((roundId) => countedBy(deps, { roundId, office }, caller)));
  await claims.claim({
    ...{ scope: 'DOCUMENT', key, input: { operation: 'open-hand-over', office, roundIds, notes } },
    ...{ source: { type: 'system', id: leaving.appointmentId }, recordedOn: on },
  });
  const open = async (actId: string): Promise<HandOverAct> => {
    const act: HandOverAct = {
      ...{ actId, office, state: 'open', openedOn: on, notes, remarks: null, rounds, version: 1 },
      ...{ leaving: signerOf(leaving), arriving: signerOf(arriving), ...(await countOf(deps, office)) },
      history: [{ step: 'open', by: caller.subject, on, key, reason: null }],
    };
    return (await acts.write(act)) ? act : readHandOver(deps, actId, caller);
  };
  for (let times = 0; ; times += 1) {
    const actId = deterministicId('hand-over', `${leaving.appointmentId} ${arriving.appointmentId} ${times}`);
    const known = (await acts.find(actId)) ?? (await open(actId));
    if (known.history[0]?.key === key) return known;
    if (known.state === 'withdrawn') continue;
    const message = `Ya hay un acta de esta entrega, ${folioOfAct(known)}: está ${handOverMachine.states[known.state]}.`;
    throw refuseCustodian('hand-over-step-refused', message);
  }
}

const signerOf = ({ appointmentId, subject, name }: Appointment): HandOverAct['leaving'] => ({
  ...{ appointmentId, subject, name },
});

async function countOf(
  { places, originals }: HandOverDeps,
  office: Office,
): Promise<Pick<HandOverAct, 'places' | 'lent'>> {
  const counted: HandOverAct['places'] = [];
  for await (const place of places.all('open', { from: office, to: office })) {
    const { placeCode } = place;
    counted.push({ placeCode, placeName: nameOfPlace(place), originals: await originals.countAt(placeCode) });
  }
  let lent = 0;
  for await (const _ of originals.all('lent', { filter: { office } })) lent += 1;
  return { places: counted, lent };
}

async function countedBy(
  deps: HandOverDeps,
  { roundId, office }: { readonly roundId: string; readonly office: Office },
  caller: Caller,
): Promise<HandOverAct['rounds'][number]> {
  const round = await readRound(deps, roundId, caller);
  const { placeCode, counts } = round;
  if (counts === null || round.office !== office)
    throw refuseCustodian(
      'hand-over-step-refused',
      `El inventario de ${placeCode} no está cerrado o es de otra oficina.`,
    );
  return { roundId, placeCode, found: counts.found + counts.arrived, missing: counts.missing };
}

export interface HandOverRequest {
  readonly actId: string;
  readonly idempotencyKey: string;
}

/** Accepts what there is, by the person who arrives and nobody else; with remarks when something is not as it says. */
export const acceptHandOver = (
  deps: HandOverDeps,
  { remarks, ...request }: HandOverRequest & { readonly remarks: string | null },
  caller: Caller,
): Promise<HandOverAct> =>
  takeHandOverStep(deps, request, caller, remarks === null ? 'accept' : 'accept-with-remarks', 'arriving', remarks);

/** Takes back an act that nobody accepted: it is counted and opened anew. */
export const withdrawHandOver = (
  deps: HandOverDeps,
  { reason, ...request }: HandOverRequest & { readonly reason: string },
  caller: Caller,
): Promise<HandOverAct> => takeHandOverStep(deps, request, caller, 'withdraw', 'leaving', reason);

async function takeHandOverStep(
  deps: HandOverDeps,
  { actId, idempotencyKey: key }: HandOverRequest,
  caller: Caller,
  step: 'accept' | 'accept-with-remarks' | 'withdraw',
  signer: 'leaving' | 'arriving',
  words: string | null,
): Promise<HandOverAct> {
  const on = deps.clock.today();
  const act = await readHandOver(deps, actId, caller);
  const { nameEs } = handOverMachine.steps[step];
  if (act[signer].subject !== caller.subject)
    throw refuseCustodian('hand-over-step-refused', `Le corresponde ${nameEs} a ${act[signer].name}, y a nadie más.`);
  return performStep(handOverMachine, act, {
    step,
    stamp: { by: caller.subject, on, key, reason: words },
    change: () => (signer === 'arriving' ? { remarks: words } : {}),
    claim: () =>
      deps.claims.claim({
        ...{ scope: 'DOCUMENT', key, input: { operation: `${step}-hand-over`, actId, words } },
        ...{ source: { type: 'system', id: actId }, recordedOn: on },
      }),
    write: (next) => deps.acts.write(next),
    read: () => readHandOver(deps, actId, caller),
    refuse: (why, { state }) =>
      why === 'same-person'
        ? refuse('same-person', 'Quien entrega no acepta su propia entrega.')
        : refuseCustodian(
            'hand-over-step-refused',
            `No se puede ${nameEs}: el acta está ${handOverMachine.states[state]}.`,
          ),
  });
}
