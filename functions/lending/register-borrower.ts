import { etagOf } from '../../shared/http/record-version.ts';
import type { Caller } from '../../shared/http/route.ts';
import { inScope, sees } from '../../shared/http/scope.ts';
import type { RefusalDetail } from '../../shared/refusals/refusal.ts';
import type { BorrowerItem } from '../../shared/register/register-items.ts';
import type { RegisterBorrowerBody } from './borrower.ts';
import type { LendingDeps } from './lending-deps.ts';
import { checkPerson } from './person-checks.ts';
import { refuse } from './refusals.ts';

/**
 * Registers a person as borrower. Throws `person-data-refused` with every fault of CURP, RFC and CLABE at once,
 * `curp-already-registered` when somebody has the CURP (nothing is written), `not-found` for an office out of scope.
 * The answer carries the warnings about the RFC.
 */
export async function registerBorrower(deps: LendingDeps, input: { body: RegisterBorrowerBody }, caller: Caller) {
  const { curpOverride: _asked, ...person } = input.body;
  inScope(caller, person, 'La oficina');
  const today = deps.clock.today();
  const checks = checkPerson(input.body, '', caller, today);
  if (checks.faults.length > 0) throw refusePersons(checks.faults);
  const borrower: BorrowerItem = {
    ...person,
    borrowerId: deps.newId(),
    curpOverride: checks.curpOverride,
    version: 1,
    changedOn: today,
    changedBy: caller.subject,
  };
  if (!(await deps.borrowers.create(borrower))) throw await refuseTakenCurp(deps, borrower.curp, caller);
  return {
    body: { borrowerId: borrower.borrowerId, warnings: checks.warnings },
    etag: etagOf(borrower),
    location: `/v1/borrowers/${borrower.borrowerId}`,
  };
}

/** One refusal for whatever is wrong with the persons of a request. */
export function refusePersons(details: readonly RefusalDetail[]) {
  return refuse('person-data-refused', 'Corrija los datos señalados; no se guardó nada.', { details });
}

/** Tells who holds the CURP when the caller may know, so that the clerk opens that record instead. */
export async function refuseTakenCurp(deps: LendingDeps, curp: string, caller: Caller) {
  const holder = await deps.borrowers.holderOfCurp(curp);
  const found = holder === undefined ? undefined : await deps.borrowers.find(holder);
  const known = found !== undefined && sees(caller, found.file?.office ?? found.borrower.office);
  const message = known
    ? `La CURP ya pertenece al acreditado ${found.borrower.borrowerId}; use ese registro.`
    : 'La CURP ya está registrada en otra oficina; pida a la Coordinación de Cartera que la revise.';
  return refuse('curp-already-registered', message, { details: [{ pointer: '/curp', message }] });
}
