import type { HolidayCalendar } from '../../../shared/calendar/business-days.ts';
import type { CalendarDate } from '../../../shared/calendar/calendar-date.ts';
import type { Clock } from '../../../shared/calendar/clock.ts';
import { deterministicId } from '../../../shared/canonical/deterministic-id.ts';
import type { Caller } from '../../../shared/http/route.ts';
import { inScope } from '../../../shared/http/scope.ts';
import type { RequestClaims } from '../../../shared/ledger/request-claim.ts';
import type { RegisterPort } from '../../../shared/register/register-port.ts';
import type { DocumentKind } from '../../../shared/vault/document-kinds.ts';
import type { DocumentStore } from '../../../shared/vault/document-store.ts';
import { type DebtDeps, debtOfFile } from '../release/debt-of-file.ts';
import { refuseArco } from './arco-refusals.ts';
import type { ArcoRequest } from './arco-request.ts';
import type { ArcoStore } from './arco-store.ts';
import { endOfTerm } from './arco-terms.ts';
import type { BlockStore } from './block.ts';

export interface ArcoDeps extends DebtDeps {
  readonly requests: ArcoStore;
  readonly blocks: BlockStore;
  readonly documents: Pick<DocumentStore, 'find' | 'allOfFile'>;
  readonly register: Pick<RegisterPort, 'wholeFile'>;
  readonly claims: RequestClaims;
  readonly clock: Clock;
  readonly calendar: () => Promise<HolidayCalendar>;
}

export type NewArcoRequest = Pick<
  ArcoRequest,
  'fileId' | 'right' | 'representative' | 'requestDocumentId' | 'identificationDocumentId' | 'asks'
> & { readonly receivedOn: CalendarDate; readonly idempotencyKey: string };

/** A request. Of an office that the caller does not reach it is as if it did not exist (404). */
export const readRequest = async (
  { requests }: Pick<ArcoDeps, 'requests'>,
  requestId: string,
  caller: Caller,
): Promise<ArcoRequest> => inScope(caller, await requests.find(requestId), 'La solicitud');

/**
 * Takes a request in, with what was signed and who signed it in the vault (`proof-not-in-vault`); it costs nothing (LGPDPPSO art. 44).
 * Its clocks run from the day on which it was received, which may be before it is written here, never after.
 */
export async function receiveRequest(
  deps: ArcoDeps,
  { idempotencyKey: key, ...asked }: NewArcoRequest,
  caller: Caller,
): Promise<ArcoRequest> {
  const { requests, register, claims, clock } = deps;
  const on = clock.today();
  const { fileId, receivedOn } = asked;
  const file = inScope(caller, await register.wholeFile(fileId), 'El expediente');
  await refuseProofs(deps, asked);
  if (receivedOn > on) throw refuseArco('arco-term-over', 'La solicitud no puede recibirse en un día que no llega.');
  const requestId = deterministicId('arco-request', key);
  await claims.claim({
    ...{ scope: 'DOCUMENT', key, input: { operation: 'receive-arco', ...asked } },
    ...{ source: { type: 'system', id: requestId }, recordedOn: on },
  });
  const known = await requests.find(requestId);
  if (known !== undefined) return known;
  const calendar = await deps.calendar();
  const last = (term: Parameters<typeof endOfTerm>[0]) => endOfTerm(term, receivedOn, { receivedOn, calendar });
  const request: ArcoRequest = {
    ...{ ...asked, requestId, borrowerId: file.borrowerId, office: file.office, state: 'received', version: 1 },
    ...{ preventBy: last('prevention'), declineBy: last('incompetence'), answerBy: last('answer') },
    ...{ firstAnswerBy: last('answer'), lacks: null, cureBy: null, outcome: null, executeBy: null },
    history: [{ step: 'receive', by: caller.subject, on, key, reason: null }],
  };
  return (await requests.write(request)) ? request : readRequest(deps, requestId, caller);
}

async function refuseProofs(
  { documents }: ArcoDeps,
  { fileId, requestDocumentId, identificationDocumentId, representative }: Omit<NewArcoRequest, 'idempotencyKey'>,
): Promise<void> {
  const proofs: readonly (readonly [string, string, DocumentKind])[] = [
    ['/requestDocumentId', requestDocumentId, 'arco-request'],
    ['/identificationDocumentId', identificationDocumentId, 'identification'],
    ...(representative === null
      ? []
      : [['/representative/powerDocumentId', representative.powerDocumentId, 'evidence'] as const]),
  ];
  const details = [];
  for (const [pointer, documentId, kind] of proofs) {
    const document = await documents.find(documentId);
    if (document?.kind === kind && document.fileId === fileId && document.state === 'vaulted') continue;
    details.push({ pointer, message: 'Digitalícelo y súbalo a la bóveda, en este expediente y con su clase.' });
  }
  if (details.length > 0)
    throw refuseArco('proof-not-in-vault', 'Falta en la bóveda lo que acredita la solicitud.', { details });
}

/** What of law or money stands in the way of a cancellation (LGPDPPSO art. 49), Spanish; empty: nothing. */
export async function openMatters(deps: ArcoDeps, fileId: string, caller: Caller): Promise<string[]> {
  const file = inScope(caller, await deps.register.wholeFile(fileId), 'El expediente');
  const { owed } = await debtOfFile(deps, file, deps.clock.today());
  let held = 0;
  for await (const { holds } of deps.documents.allOfFile(fileId)) held += holds.length > 0 ? 1 : 0;
  return [
    ...owed,
    ...(held > 0 ? [`${held} documentos están retenidos por un juicio, aclaración o corrección abiertos.`] : []),
  ];
}
