import type { NoteSummary, RegisterPort } from '../../../shared/register/register-port.ts';
import type { PaymentTarget } from '../payments/post-payment.ts';
import { referenceWithoutSigns } from '../readers/payment-reference.ts';
import type { Deposit } from './deposit.ts';
import { readDeposit } from './deposit-changes.ts';
import type { DepositStore } from './deposit-store.ts';

export interface Suggestion {
  readonly target: PaymentTarget;
  /** 1 = most likely. */
  readonly rank: number;
  /** Why it is suggested, in Spanish. */
  readonly because: string;
  /** The reference or contract number that led here. */
  readonly evidence: string;
}

/** Contract numbers as people write them in a concept: letters, digits and hyphens with at least four digits. */
const LOOKS_LIKE_CONTRACT = /[A-Z0-9][A-Z0-9/-]{3,24}/g;
const MOST_WORDS = 8;
const MOST_SUGGESTIONS = 10;

/**
 * Whom a deposit may belong to, likeliest first: the reference itself when it has been registered since, a contract
 * number in what the bank wrote, references that differ by one slip of the hand; typed signs are dropped. A person
 * decides; nothing is assigned here.
 */
export async function suggestTargets(
  deps: { readonly deposits: DepositStore; readonly register: RegisterPort },
  depositId: string,
): Promise<Suggestion[]> {
  const deposit = await readDeposit(deps, depositId);
  const found = [
    ...(await byExactReference(deps.register, deposit)),
    ...(await byContract(deps.register, deposit)),
    ...(await bySimilarReference(deps.register, deposit)),
  ];
  const targets = found.map(({ target }) => `${target.fileId}#${target.noteId}`);
  return found
    .filter((_, index) => targets.indexOf(targets[index] ?? '') === index)
    .slice(0, MOST_SUGGESTIONS)
    .map((one, index) => ({ ...one, rank: index + 1 }));
}

type Unranked = Omit<Suggestion, 'rank'>;

/** What may be a reference: the deposit's own, else each text of the bank without the signs that people type. */
function likelyReferences({ reference, payerText }: Deposit): string[] {
  const typed = payerText.split(' · ').map(referenceWithoutSigns);
  return [...new Set([reference, ...typed])].filter((one) => one !== null).slice(0, MOST_WORDS);
}

async function byExactReference(register: RegisterPort, deposit: Deposit): Promise<Unranked[]> {
  const found = await Promise.all(
    likelyReferences(deposit).map(async (evidence) => ({
      evidence,
      target: (await register.findReference(evidence)) ?? (await register.findCreditNumber(evidence)),
    })),
  );
  const because = 'La referencia del depósito está registrada.';
  return found.flatMap(({ evidence, target }) =>
    target === undefined ? [] : [{ target: { fileId: target.fileId, noteId: target.noteId }, because, evidence }],
  );
}

async function byContract(register: RegisterPort, { concept, payerText }: Deposit): Promise<Unranked[]> {
  const words = (`${concept} ${payerText}`.toUpperCase().match(LOOKS_LIKE_CONTRACT) ?? []).filter(
    (word) => (word.match(/\d/g) ?? []).length >= 4,
  );
  const found = await Promise.all(
    [...new Set(words)].slice(0, MOST_WORDS).map(async (word) => ({ word, note: await register.findContract(word) })),
  );
  return found.flatMap(({ word, note }) => (note === undefined ? [] : [contractSuggestion(word, note)]));
}

function contractSuggestion(word: string, { fileId, noteId }: NoteSummary): Unranked {
  return { target: { fileId, noteId }, because: 'El banco escribió este número de contrato.', evidence: word };
}

async function bySimilarReference(register: RegisterPort, deposit: Deposit): Promise<Unranked[]> {
  const similar = await Promise.all(likelyReferences(deposit).map((one) => register.findSimilarReferences(one)));
  return similar.flat().map(({ reference: evidence, target: { fileId, noteId } }) => ({
    target: { fileId, noteId },
    because: 'La referencia difiere en un carácter o en dos caracteres invertidos.',
    evidence,
  }));
}
