import type { Caller } from '../../../shared/http/route.ts';
import { Refusal } from '../../../shared/refusals/refusal.ts';
import { type LendDeps, storeOriginal } from '../originals/lend-original.ts';
import { reportMissing } from '../originals/lose-original.ts';
import { nameOfOriginal, type Original } from '../originals/original.ts';
import { originalMachine } from '../originals/original-machine.ts';
import type { OriginalRequest } from '../originals/take-original-step.ts';
import { type RoundDeps, type RoundRequest, readRound } from './count-round.ts';
import { placeOf } from './reconcile-round.ts';
import type { Finding, FindingKind, Round } from './round.ts';
import { refuseRound } from './round-refusals.ts';

export type ActDeps = RoundDeps & LendDeps;

export interface ActRequest extends RoundRequest {
  /** Of findings of that round. */
  readonly labelCodes: readonly string[];
}

/** What became of one of them: done, or the rule that stood in the way. */
export interface ActedOn {
  readonly labelCode: string;
  readonly refusal: { readonly code: string; readonly detail: string } | null;
}

/** Says of misplaced originals that they are where they were found. What is out or gone is refused, each by its rule. */
export const storeMisplaced = (deps: ActDeps, request: ActRequest, caller: Caller): Promise<ActedOn[]> =>
  actOn(deps, request, caller, 'misplaced', (one, { placeCode }) => storeOriginal(deps, { ...one, placeCode }, caller));

/** Begins the search for what is missing. */
export const searchMissing = (deps: ActDeps, request: ActRequest, caller: Caller): Promise<ActedOn[]> =>
  actOn(deps, request, caller, 'missing', (one, { placeName, openedOn }) =>
    reportMissing(deps, { ...one, reason: `Faltó en el inventario de ${placeName} del ${openedOn}` }, caller),
  );

async function actOn(
  deps: ActDeps,
  { roundId, labelCodes, idempotencyKey: key }: ActRequest,
  caller: Caller,
  kind: FindingKind,
  act: (one: OriginalRequest, round: Round) => Promise<unknown>,
): Promise<ActedOn[]> {
  const round = await readRound(deps, roundId, caller);
  const findings = (await deps.rounds.findingsOf(round)).filter((finding) => finding.kind === kind);
  const found = new Map(findings.map(({ label, recorded }) => [label, recorded]));
  const strange = labelCodes.filter((labelCode) => !found.has(labelCode));
  if (strange.length > 0) {
    throw refuseRound('finding-not-there', 'Elija solo hallazgos de este inventario; no se movió nada.', {
      details: strange.map((code) => ({ pointer: '/labelCodes', message: `${code} no es un hallazgo de ese tipo.` })),
    });
  }
  await deps.claims.claim({
    ...{ scope: 'DOCUMENT', key, input: { operation: `act-on-${kind}`, roundId, labelCodes } },
    ...{ source: { type: 'system', id: roundId }, recordedOn: deps.clock.today() },
  });
  const now = await deps.originals.findMany(labelCodes);
  const acted: ActedOn[] = [];
  for (const labelCode of labelCodes) {
    const request = { labelCode, idempotencyKey: `${key}#${labelCode}` };
    const refusal = await refusalOf(async () => {
      refuseOld(now.get(labelCode), found.get(labelCode), request.idempotencyKey);
      await act(request, round);
    });
    acted.push({ labelCode, refusal });
  }
  return acted;
}

/** Refuses what was moved by the records since the round was closed; what this very request moved is as it left it. */
function refuseOld(now: Original | undefined, found: Finding['recorded'] | undefined, key: string): void {
  if (now === undefined || found == null || now.history.some((taken) => taken.key === key)) return;
  const place = placeOf(now);
  if (now.state === found.state && place === found.placeCode) return;
  const where = place === null ? '' : ` en ${place}`;
  const message = `${nameOfOriginal(now)}: se movió después del inventario y está ${originalMachine.states[now.state]}${where}.`;
  throw refuseRound('finding-not-there', message);
}

/** A refusal is the answer for that one; anything else stops, and the same request goes on where it stopped. */
async function refusalOf(act: () => Promise<unknown>): Promise<ActedOn['refusal']> {
  try {
    await act();
    return null;
  } catch (error) {
    if (!(error instanceof Refusal) || error.rule.status === 503) throw error;
    return { code: error.code, detail: error.detail };
  }
}
