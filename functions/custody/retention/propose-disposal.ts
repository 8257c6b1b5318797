import { deterministicId } from '../../../shared/canonical/deterministic-id.ts';
import type { Caller } from '../../../shared/http/route.ts';
import { sees } from '../../../shared/http/scope.ts';
import type { JobRequestItems } from '../../../shared/jobs/job-request.ts';
import { NO_LEASE } from '../../../shared/jobs/lease.ts';
import { nextRun } from '../../../shared/jobs/long-work.ts';
import type { RequestClaims } from '../../../shared/ledger/request-claim.ts';
import { refuse } from '../../../shared/refusals/shared-refusals.ts';
import { performStep } from '../../../shared/transitions/perform-step.ts';
import { type CheckDisposalDeps, checkFile } from './check-disposal.ts';
import { CARRY_OUT_DISPOSAL, DISPOSAL_FAULTS_ES, type Disposal, type DisposalRow } from './disposal.ts';
import { disposalMachine } from './disposal-machine.ts';
import type { DisposalStore } from './disposal-store.ts';
import { refuseRetention } from './retention-refusals.ts';

export interface DisposalDeps extends CheckDisposalDeps {
  readonly disposals: DisposalStore;
  readonly jobs: JobRequestItems;
  readonly claims: RequestClaims;
}

/** Files that are looked at at once. */
const AT_ONCE = 10;

/** Whether a caller reaches every office of a disposal. */
export const seesDisposal = (caller: Caller, { rows }: Disposal): boolean =>
  rows.every(({ office }) => office === null || sees(caller, office));

/** A disposal. Of an office that the caller does not reach it is as if it did not exist (404). */
export async function readDisposal(
  { disposals }: Pick<DisposalDeps, 'disposals'>,
  disposalId: string,
  caller: Caller,
): Promise<Disposal> {
  const disposal = await disposals.find(disposalId);
  if (disposal !== undefined && seesDisposal(caller, disposal)) return disposal;
  throw refuse('not-found', 'La propuesta de baja no existe o no pertenece a su oficina.');
}

/**
 * Proposes that the papers of files be disposed of: each is looked at, and what stands in the way of one is told in its row.
 * Refuses when all rows have something (`nothing-to-dispose`, with all of it). One key is one proposal.
 */
export async function proposeDisposal(
  deps: DisposalDeps,
  {
    fileIds: named,
    reason,
    idempotencyKey: key,
  }: { readonly fileIds: readonly string[]; readonly reason: string; readonly idempotencyKey: string },
  caller: Caller,
): Promise<Disposal> {
  const { disposals, claims, clock } = deps;
  const fileIds = [...new Set(named)];
  const disposalId = deterministicId('disposal', key);
  const on = clock.today();
  const claim = () =>
    claims.claim({
      ...{ scope: 'DOCUMENT', key, input: { operation: 'propose-disposal', fileIds, reason } },
      ...{ source: { type: 'system', id: disposalId }, recordedOn: on },
    });
  const known = await disposals.find(disposalId);
  if (known !== undefined) {
    await claim();
    return known;
  }
  const rows: DisposalRow[] = [];
  for (let first = 0; first < fileIds.length; first += AT_ONCE) {
    const some = fileIds.slice(first, first + AT_ONCE);
    const checked = await Promise.all(some.map((fileId) => checkFile(deps, fileId, (office) => sees(caller, office))));
    rows.push(...checked.map(({ row }) => row));
  }
  if (!rows.some(({ outcome }) => outcome === 'due')) throw nothingDue(fileIds, rows);
  await claim();
  const disposal: Disposal = {
    ...{ ...NO_LEASE, disposalId, proposedOn: on, reason, rows, actDocumentId: null, rowsDone: 0 },
    ...{ state: 'proposed', askedAt: clock.now().toISOString(), endedAt: null, version: 1 },
    history: [{ step: 'propose', by: caller.subject, on, key, reason }],
  };
  return (await disposals.write(disposal)) ? disposal : readDisposal(deps, disposalId, caller);
}

const nothingDue = (fileIds: readonly string[], rows: readonly DisposalRow[]) =>
  refuseRetention('nothing-to-dispose', 'Ninguno de los expedientes se puede dar de baja; no se propuso nada.', {
    details: rows.map((row) => ({
      pointer: `/fileIds/${fileIds.indexOf(row.fileId)}`,
      message: row.faults.map(faultText).join(' '),
    })),
  });

/** "El plazo de conservación no ha terminado: Se guarda hasta el 3 de mayo de 2031." */
export const faultText = ({ code, detail }: DisposalRow['faults'][number]): string =>
  `${DISPOSAL_FAULTS_ES[code]}${detail === null ? '' : `: ${detail}`}.`.replace('..', '.');

interface Decision {
  readonly disposalId: string;
  readonly reason: string;
  readonly idempotencyKey: string;
}

/** Another person lets it be done; a job does it. */
export const approveDisposal = (deps: DisposalDeps, decision: Decision, caller: Caller): Promise<Disposal> =>
  decide(deps, decision, caller, 'approve');

export const rejectDisposal = (deps: DisposalDeps, decision: Decision, caller: Caller): Promise<Disposal> =>
  decide(deps, decision, caller, 'reject');

async function decide(
  deps: DisposalDeps,
  { disposalId, reason, idempotencyKey: key }: Decision,
  caller: Caller,
  step: 'approve' | 'reject',
): Promise<Disposal> {
  const { disposals, jobs, claims, clock } = deps;
  const on = clock.today();
  const now = clock.now();
  return performStep(disposalMachine, await readDisposal(deps, disposalId, caller), {
    step,
    stamp: { by: caller.subject, on, key, reason },
    claim: () =>
      claims.claim({
        ...{ scope: 'DOCUMENT', key, input: { operation: `${step}-disposal`, disposalId, reason } },
        ...{ source: { type: 'system', id: disposalId }, recordedOn: on },
      }),
    write: (next) =>
      disposals.write(next, step === 'approve' ? [jobs.item(nextRun(CARRY_OUT_DISPOSAL, disposalId, next, now))] : []),
    read: () => readDisposal(deps, disposalId, caller),
    refuse: (why, { state }) =>
      why === 'same-person'
        ? refuse('same-person', 'Quien propuso la baja no la autoriza. Pídalo a otra persona.')
        : refuseRetention(
            'disposal-step-refused',
            `No se puede ${disposalMachine.steps[step].nameEs}: la propuesta está ${disposalMachine.states[state]}.`,
          ),
  });
}
