import { mailboxOf } from '../../../shared/mail/mail-address.ts';
import type { BorrowerFinder } from '../../../shared/register/find-borrowers.ts';
import type { RegisterPort, Signatory, WholeFile } from '../../../shared/register/register-port.ts';
import { type Asked, hashOfDatum } from '../asking/asked.ts';

export interface FindDeps {
  readonly finder: Pick<BorrowerFinder, 'byNumber'>;
  readonly register: Pick<RegisterPort, 'wholeFile'>;
}

/** Whom a link is for, and where it goes: the address on file, whatever was typed. */
export interface Addressee {
  readonly file: WholeFile;
  readonly signatory: Signatory;
  readonly noteIds: readonly string[] | null;
  readonly address: string;
}

export type NoAddressee = 'no-file' | 'datum-differs' | 'no-signatory' | 'no-address';

/**
 * The file that a request is about, when its number and datum fit together: the borrower's CURP or one of the borrower's
 * addresses. Whether cosigners may ask for themselves nobody has said (parameter: no); staff may send them theirs.
 */
export async function findAddressee(deps: FindDeps, requestId: string, asked: Asked): Promise<Addressee | NoAddressee> {
  if (asked.kind !== 'request') {
    const file = await deps.register.wholeFile(asked.fileId);
    if (file === undefined) return 'no-file';
    const isStaff = asked.kind === 'staff';
    return addressed(file, isStaff ? asked.signatory : 'borrower', isStaff ? asked.noteIds : null);
  }
  const [found, ...others] = await deps.finder.byNumber(asked.number, 'all');
  // A number that leads to two files proves nothing about either.
  const fileId = found?.fileId;
  if (typeof fileId !== 'string' || others.length > 0) return 'no-file';
  const file = await deps.register.wholeFile(fileId);
  if (file === undefined) return 'no-file';
  const borrower = file.signatories.find(({ signatory }) => signatory === 'borrower');
  const known = borrower === undefined ? [] : [borrower.curp ?? '', ...borrower.emails.map(mailboxOf)];
  if (!known.some((datum) => hashOfDatum(requestId, datum) === asked.datumHash)) return 'datum-differs';
  return addressed(file, 'borrower', null);
}

/** Where mail to somebody of a file goes. */
export function addressed(file: WholeFile, who: string, noteIds: readonly string[] | null): Addressee | NoAddressee {
  const signatory = file.signatories.find((one) => one.signatory === who);
  if (signatory === undefined) return 'no-signatory';
  const [address] = signatory.emails;
  return address === undefined ? 'no-address' : { file, signatory, noteIds, address };
}
