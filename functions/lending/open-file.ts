import { etagOf } from '../../shared/http/record-version.ts';
import type { Caller } from '../../shared/http/route.ts';
import { inScope } from '../../shared/http/scope.ts';
import type { RefusalDetail } from '../../shared/refusals/refusal.ts';
import type { CosignerItem, FileItem } from '../../shared/register/register-items.ts';
import type { OpenFileBody } from './file.ts';
import type { LendingDeps } from './lending-deps.ts';
import { checkPerson } from './person-checks.ts';
import { refuse } from './refusals.ts';
import { refusePersons } from './register-borrower.ts';

/**
 * Opens the file of a borrower with its cosigners. Throws `person-data-refused` with every fault of every cosigner,
 * `borrower-has-file` (one borrower, one file), `reference-taken`, `not-found` for a borrower or office out of scope.
 * Nothing is written unless everything is.
 */
export async function openFile(deps: LendingDeps, { body }: { readonly body: OpenFileBody }, caller: Caller) {
  const found = await deps.borrowers.find(body.borrowerId);
  const { borrower } = inScope(caller, found && { ...found, office: found.borrower.office }, 'El acreditado');
  inScope(caller, body, 'La oficina');
  if (found?.file) throw refuseSecondFile(found.file.fileId);
  const today = deps.clock.today();
  const { cosigners, faults, warnings } = checkCosigners(body, borrower.curp, caller, today);
  if (faults.length > 0) throw refusePersons(faults);
  const file: FileItem = {
    fileId: deps.newId(),
    borrowerId: body.borrowerId,
    office: body.office,
    openedOn: today,
    paymentReference: body.paymentReference,
    version: 1,
    changedOn: today,
    changedBy: caller.subject,
  };
  const inTheWay = await deps.files.open(file, cosigners, borrower);
  if (inTheWay.borrowerHasFile) {
    throw refuseSecondFile((await deps.borrowers.find(body.borrowerId))?.file?.fileId ?? 'existente');
  }
  if (inTheWay.referenceTaken) throw refuseReference();
  return { body: { fileId: file.fileId, warnings }, etag: etagOf(file), location: `/v1/files/${file.fileId}` };
}

function checkCosigners(body: OpenFileBody, borrowerCurp: string, caller: Caller, today: FileItem['openedOn']) {
  const cosigners: CosignerItem[] = [];
  const faults: RefusalDetail[] = [];
  const warnings: RefusalDetail[] = [];
  const signers = new Set([borrowerCurp]);
  for (const [index, { curpOverride: _asked, ...cosigner }] of body.cosigners.entries()) {
    const pointer = `/cosigners/${index}`;
    const checks = checkPerson(body.cosigners[index] ?? cosigner, pointer, caller, today);
    faults.push(...checks.faults);
    warnings.push(...checks.warnings);
    if (cosigner.curp !== null && signers.has(cosigner.curp)) {
      const message = 'Esta CURP ya firma en el expediente: el aval debe ser otra persona.';
      faults.push({ pointer: `${pointer}/curp`, message });
    }
    if (cosigner.curp !== null) signers.add(cosigner.curp);
    cosigners.push({ ...cosigner, number: index + 1, curpOverride: checks.curpOverride, version: 1 });
  }
  return { cosigners, faults, warnings };
}

function refuseSecondFile(fileId: string) {
  const message = `El acreditado ya tiene el expediente ${fileId}; agregue ahí el contrato.`;
  return refuse('borrower-has-file', message, { details: [{ pointer: '/borrowerId', message }] });
}

function refuseReference() {
  const message = 'La referencia de pago ya identifica a otro expediente o contrato; revise el número.';
  return refuse('reference-taken', message, { details: [{ pointer: '/paymentReference', message }] });
}
