import { demandVersion, etagOf, versionChanged } from '../../shared/http/record-version.ts';
import type { Caller } from '../../shared/http/route.ts';
import { inScope } from '../../shared/http/scope.ts';
import { addressChange } from '../../shared/links/address-change.ts';
import { mailboxOf } from '../../shared/mail/mail-address.ts';
import { fullName } from '../../shared/register/person-fields.ts';
import type { BorrowerItem } from '../../shared/register/register-items.ts';
import type { CorrectBorrowerBody } from './borrower.ts';
import type { LendingDeps } from './lending-deps.ts';
import { checkPerson } from './person-checks.ts';
import { refusePersons, refuseTakenCurp } from './register-borrower.ts';

interface Input {
  readonly params: { readonly borrowerId: string };
  readonly body: CorrectBorrowerBody;
  readonly ifMatch: string;
}

/**
 * Replaces what is known of a borrower. Throws as registerBorrower, `not-found` out of scope, and `version-changed`
 * when somebody corrected it since the caller read it. A CURP that stays needs no second override. An e-mail address that is
 * taken off is told so, by a request in the same transaction.
 */
export async function correctBorrower(deps: LendingDeps, { params, body, ifMatch }: Input, caller: Caller) {
  const found = await deps.borrowers.find(params.borrowerId);
  const office = found?.file?.office ?? found?.borrower.office;
  const { borrower, file } = inScope(caller, found && office && { ...found, office }, 'El acreditado');
  demandVersion(ifMatch, borrower);
  const today = deps.clock.today();
  const sameCurp = body.curp === borrower.curp;
  const checks = checkPerson(sameCurp ? { ...body, curp: null } : body, '', caller, today);
  if (checks.faults.length > 0) throw refusePersons(checks.faults);
  const { curpOverride: _asked, ...person } = body;
  const corrected: BorrowerItem = {
    ...borrower,
    ...person,
    curpOverride: sameCurp ? borrower.curpOverride : checks.curpOverride,
    version: borrower.version + 1,
    changedOn: today,
    changedBy: caller.subject,
  };
  // Their phones find the borrower by name, and by nothing else that a correction changes.
  const isRenamed = fullName(borrower.name) !== fullName(corrected.name);
  const cosigners = isRenamed && file !== null ? await deps.files.cosigners(file.fileId) : [];
  const old = addressesTakenOff(borrower, corrected);
  const told =
    file === null || old.length === 0
      ? []
      : [{ fileId: file.fileId, signatory: 'borrower', old, version: corrected.version }];
  const later = told.map((change) => deps.laterWork(addressChange(change, deps.clock.now())));
  const outcome = await deps.borrowers.replace(borrower, corrected, file, cosigners, later);
  if (outcome === 'version-changed') throw versionChanged();
  if (outcome === 'curp-taken') throw await refuseTakenCurp(deps, corrected.curp, caller);
  return { body: { borrowerId: borrower.borrowerId, warnings: checks.warnings }, etag: etagOf(corrected) };
}

/** E-mail addresses that the person no longer has, in whatever capitals they are written. */
function addressesTakenOff(before: BorrowerItem, after: BorrowerItem): string[] {
  const of = ({ contactPoints }: BorrowerItem) =>
    contactPoints.flatMap(({ kind, value }) => (kind === 'email' ? [value] : []));
  const kept = new Set(of(after).map(mailboxOf));
  return of(before).filter((address) => !kept.has(mailboxOf(address)));
}
