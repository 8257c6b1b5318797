import type { RegisterPort } from '../../../shared/register/register-port.ts';
import type { TakenStep } from '../../../shared/transitions/tracked.ts';
import { refuseAgreement } from './agreement-refusals.ts';

export const BORROWER = 'borrower';
const cosigner = (number: number): string => `cosigner-${number}`;

/** "Acreditado", "Aval 1". */
export const signerNameEs = (signer: string): string =>
  signer === BORROWER ? 'Acreditado' : `Aval ${signer.slice(cosigner(0).length - 1)}`;

/** One who signs an agreement: `borrower`, or `cosigner-<number>` of the file. Without a day it is missing. */
export interface Signature {
  readonly who: string;
  /** The business day on which it was registered. */
  readonly signedOn: string | null;
  /** Subject of who registered it. */
  readonly by: string | null;
}

interface Signed {
  readonly signers: readonly string[];
  readonly history: readonly TakenStep[];
}

/**
 * Who signs and has signed, by the history. What the ledger refused takes back the signature that would have posted it; the
 * others stand. A signature noted before there could be several is the borrower's.
 */
export function signaturesOf({ signers, history }: Signed): Signature[] {
  const refusedAt = history.findLastIndex(({ step }) => step === 'signing-failed');
  const standing = history.filter(({ step }, at) => step === 'note-signature' || (step === 'sign' && at > refusedAt));
  return signers.map((who) => {
    const taken = standing.find(({ evidence }) => (evidence?.signer ?? BORROWER) === who);
    return { who, signedOn: taken?.on ?? null, by: taken?.by ?? null };
  });
}

/** Whether a request noted a signature before: sent again, nothing is asked of it any more. */
export const isNoted = ({ history }: Pick<Signed, 'history'>, key: string): boolean =>
  history.some((taken) => taken.step === 'note-signature' && taken.key === key);

/**
 * Which step the signature of one of them is: noted, or, of the last that is missing, the one that posts. Sent again it is
 * the step that it was. Refuses who does not sign it and who has signed.
 */
export function stepOfSignature(
  agreement: Signed & { readonly state: string },
  { who, key }: { readonly who: string; readonly key: string },
): 'note-signature' | 'sign' {
  if (isNoted(agreement, key)) return 'note-signature';
  if (!agreement.signers.includes(who)) {
    const signing = agreement.signers.map(signerNameEs).join(', ');
    throw refuseAgreement('agreement-signer-unknown', `Este convenio lo firman: ${signing}. Elija a quien firma.`);
  }
  if (agreement.state !== 'authorised') return 'sign';
  const missing = signaturesOf(agreement).filter(({ signedOn }) => signedOn === null);
  if (!missing.some((one) => one.who === who)) {
    const still = missing.map((one) => signerNameEs(one.who)).join(', ');
    throw refuseAgreement('agreement-signer-has-signed', `${signerNameEs(who)} ya firmó. Falta: ${still}.`);
  }
  return missing.length === 1 ? 'sign' : 'note-signature';
}

/** The borrower and those cosigners, by their numbers. Refused when one is not on the file. */
export async function signersAmong(
  register: Pick<RegisterPort, 'wholeFile'>,
  fileId: string,
  cosigners: readonly number[],
): Promise<string[]> {
  if (cosigners.length === 0) return [BORROWER];
  const file = await register.wholeFile(fileId);
  const known = new Set(file?.signatories.map(({ signatory }) => signatory));
  const details = cosigners.flatMap((number, index) =>
    known.has(cosigner(number))
      ? []
      : [{ pointer: `/cosigners/${index}`, message: `El expediente no tiene aval ${number}.` }],
  );
  if (details.length > 0)
    throw refuseAgreement('agreement-signer-foreign', 'Elija avales del expediente.', { details });
  return [BORROWER, ...[...new Set(cosigners)].toSorted((a, b) => a - b).map(cosigner)];
}
