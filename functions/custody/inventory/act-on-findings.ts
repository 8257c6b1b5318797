import type { Caller } from '../../../shared/http/route.ts';
import { Refusal } from '../../../shared/refusals/refusal.ts';
import { type LendDeps, storeOriginal } from '../originals/lend-original.ts';
import { reportMissing } from '../originals/lose-original.ts';
import type { OriginalRequest } from '../originals/take-original-step.ts';
import { type RoundDeps, type RoundRequest, readRound } from './count-round.ts';
import type { FindingKind, Round } from './round.ts';
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
  const found = new Set(
    (await deps.rounds.findingsOf(round)).flatMap((finding) => (finding.kind === kind ? [finding.label] : [])),
  );
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
  const acted: ActedOn[] = [];
  for (const labelCode of labelCodes) {
    const refusal = await refusalOf(() => act({ labelCode, idempotencyKey: `${key}#${labelCode}` }, round));
    acted.push({ labelCode, refusal });
  }
  return acted;
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
