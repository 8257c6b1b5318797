import type { Clock } from '../../../shared/calendar/clock.ts';
import type { Caller } from '../../../shared/http/route.ts';
import type { JobRequestItems } from '../../../shared/jobs/job-request.ts';
import type { RequestClaims } from '../../../shared/ledger/request-claim.ts';
import { performStep } from '../../../shared/transitions/perform-step.ts';
import { type DocumentStep, documentMachine } from '../../../shared/vault/document-machine.ts';
import type { DocumentStore } from '../../../shared/vault/document-store.ts';
import type { VaultDocument } from '../../../shared/vault/vault-document.ts';
import { readDocument } from '../scans/open-document.ts';
import { APPLY_HOLD } from './apply-hold.ts';
import { refuseRetention } from './retention-refusals.ts';

/** What may hold a document. */
export const HOLD_CAUSES_ES = {
  dispute: 'Aclaración',
  case: 'Juicio',
  correction: 'Corrección',
  arco: 'Derechos ARCO',
} as const;
type HoldType = keyof typeof HOLD_CAUSES_ES;
export const HOLD_TYPES = Object.keys(HOLD_CAUSES_ES).filter((key): key is HoldType => key in HOLD_CAUSES_ES);
/** With the id of that thing behind a colon. */
export type HoldCause = `${HoldType}:${string}`;

export interface HoldDeps {
  readonly documents: DocumentStore;
  readonly jobs: JobRequestItems;
  readonly claims: RequestClaims;
  readonly clock: Clock;
}

export interface HoldRequest {
  readonly documentId: string;
  readonly cause: HoldCause;
  readonly reason: string;
  readonly idempotencyKey: string;
}

/** Keeps a document from being disposed of while its cause lasts; a cause is added once. Refuses what is not in the vault. */
export const holdDocument = (deps: HoldDeps, request: HoldRequest, caller: Caller): Promise<VaultDocument> =>
  changeHolds(deps, request, caller, 'hold');

/** A cause is over. The object is let go with the last cause of the last document that has its bytes. */
export const releaseHold = (deps: HoldDeps, request: HoldRequest, caller: Caller): Promise<VaultDocument> =>
  changeHolds(deps, request, caller, 'lift');

/**
 * The record, and in the same write the request that a job bring the object into line: only that job may touch the vault's
 * holds. What is on the record stops a disposal already; the object's own hold stops everybody else.
 */
async function changeHolds(
  deps: HoldDeps,
  { documentId, cause, reason, idempotencyKey: key }: HoldRequest,
  caller: Caller,
  verb: 'hold' | 'lift',
): Promise<VaultDocument> {
  const on = deps.clock.today();
  const read = () => readDocument(deps, documentId, caller);
  const isKnown = ({ history }: VaultDocument) => history.some((taken) => taken.key === key);
  const change = (one: VaultDocument): Partial<VaultDocument> => {
    if (isKnown(one)) return {};
    if (verb === 'hold') return { holds: [...new Set([...one.holds, cause])] };
    if (!one.holds.includes(cause))
      throw refuseRetention('hold-not-there', `El documento no está retenido por «${cause}». Consulte sus causas.`);
    return { holds: one.holds.filter((other) => other !== cause) };
  };
  return performStep(documentMachine, await read(), {
    step: (one) => takenAs(one, key) ?? (one.state === 'superseded' ? `${verb}-superseded` : verb),
    stamp: { by: caller.subject, on, key, reason, evidence: { cause } },
    change,
    claim: () =>
      deps.claims.claim({
        ...{ scope: 'DOCUMENT', key, input: { operation: `${verb}-document`, documentId, cause, reason } },
        ...{ source: { type: 'system', id: documentId }, recordedOn: on },
      }),
    write: (next) => deps.documents.write(next, [deps.jobs.item(applyingOf(next, deps.clock.now()))]),
    read,
    refuse: (_why, { state }) =>
      refuseRetention(
        'document-step-refused',
        `El documento está: ${documentMachine.states[state]}. Sólo se retiene lo que está en la bóveda.`,
      ),
  });
}

const applyingOf = ({ documentId, version }: VaultDocument, now: Date) => ({
  ...{ task: APPLY_HOLD, id: documentId, name: `version-${version}`, input: {}, askedAt: now.toISOString() },
});

const isStep = (name: string): name is DocumentStep => name in documentMachine.steps;

function takenAs({ history }: VaultDocument, key: string): DocumentStep | undefined {
  const name = history.findLast((taken) => taken.key === key)?.step;
  return name !== undefined && isStep(name) ? name : undefined;
}
