import type { Clock } from '../../../shared/calendar/clock.ts';
import type { Caller } from '../../../shared/http/route.ts';
import { inScope } from '../../../shared/http/scope.ts';
import type { RequestClaims } from '../../../shared/ledger/request-claim.ts';
import type { NoteSummary, RegisterPort } from '../../../shared/register/register-port.ts';
import { openPlace } from '../places/keep-places.ts';
import type { Place } from '../places/place.ts';
import type { PlaceStore } from '../places/place-store.ts';
import { labelCodeOf } from './label-code.ts';
import { nameOfOriginal, type Original, paperOf } from './original.ts';
import { refuseOriginal } from './original-refusals.ts';
import type { OriginalStore } from './original-store.ts';

export interface ReceiveDeps {
  readonly originals: OriginalStore;
  readonly places: PlaceStore;
  readonly register: Pick<RegisterPort, 'findContract'>;
  readonly claims: RequestClaims;
  readonly clock: Clock;
}

/** What comes in: a paper of a contract, or one of a beca. */
export type IncomingPaper =
  | { readonly kind: 'contract' | 'note'; readonly contractNumber: string }
  | { readonly kind: 'guarantee'; readonly contractNumber: string; readonly number: number }
  | { readonly kind: 'grant'; readonly document: NonNullable<Original['document']> };

/** Receives one paper into a place. Refuses one that is here already or was, and a contract that nobody knows (404). */
export async function receiveOriginal(
  deps: ReceiveDeps,
  {
    paper,
    placeCode,
    idempotencyKey: key,
  }: { readonly paper: IncomingPaper; readonly placeCode: string; readonly idempotencyKey: string },
  caller: Caller,
): Promise<Original> {
  const place = await openPlace(deps, placeCode, caller);
  const note = paper.kind === 'grant' ? undefined : await deps.register.findContract(paper.contractNumber);
  if (paper.kind !== 'grant') inScope(caller, note, `El contrato ${paper.contractNumber}`);
  await deps.claims.claim({
    ...{ scope: 'DOCUMENT', key, input: { operation: 'receive-original', paper, placeCode } },
    ...{ source: { type: 'system', id: placeCode }, recordedOn: deps.clock.today() },
  });
  const { outcome, original } = await putIntoPlace(deps, { paper, note, place, by: caller.subject, key });
  if (outcome === 'received' || original.history[0]?.key === key) return original;
  const message = `${nameOfOriginal(original)} ya está registrado, con la etiqueta ${original.labelCode}.`;
  throw refuseOriginal('reception-refused', message);
}

export interface Incoming {
  readonly paper: IncomingPaper;
  /** Undefined of a beca's document. */
  readonly note: NoteSummary | undefined;
  readonly place: Pick<Place, 'placeCode' | 'office'>;
  readonly by: string;
  readonly key: string;
}

/** Writes the record of a paper once, whoever receives it and however often. `isDry`: only looks. */
export async function putIntoPlace(
  { originals, clock }: Pick<ReceiveDeps, 'originals' | 'clock'>,
  { paper, note, place: { placeCode, office }, by, key }: Incoming,
  isDry = false,
): Promise<{ readonly outcome: 'received' | 'already-here'; readonly original: Original }> {
  const on = clock.today();
  const what = {
    kind: paper.kind,
    fileId: note?.fileId ?? null,
    noteId: note?.noteId ?? null,
    contractNumber: note?.contractNumber ?? null,
    document: paper.kind === 'grant' ? paper.document : null,
    number: paper.kind === 'guarantee' ? paper.number : 1,
  };
  const same = paperOf(what);
  for (let attempt = 0; ; attempt += 1) {
    const original: Original = {
      ...what,
      labelCode: labelCodeOf(same, attempt),
      office,
      ...{
        state: 'stored',
        receivedOn: on,
        holder: { type: 'custody', placeCode },
        endorsement: null,
        annotations: [],
      },
      history: [{ step: 'receive', by, on, key, reason: null, evidence: { place: placeCode } }],
      version: 1,
    };
    const there = await originals.find(original.labelCode);
    if (there === undefined && (isDry || (await originals.receive(original)))) return { outcome: 'received', original };
    const now = there ?? (await originals.find(original.labelCode));
    if (now !== undefined && paperOf(now) === same) return { outcome: 'already-here', original: now };
  }
}
