import type { NoteSummary, RegisterPort } from '../../../shared/register/register-port.ts';
import type { PaymentTarget } from '../payments/post-payment.ts';
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
 * Whom a deposit may belong to, likeliest first: a contract number in its concept, the reference itself when it has
 * been registered since, references that differ by one slip of the hand. A person decides; nothing is assigned here.
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

async function byExactReference(register: RegisterPort, { reference }: Deposit): Promise<Unranked[]> {
  if (reference === null) return [];
  const target = (await register.findReference(reference)) ?? (await register.findCreditNumber(reference));
  if (target === undefined) return [];
  const because = 'La referencia del depósito está registrada.';
  return [{ target: { fileId: target.fileId, noteId: target.noteId }, because, evidence: reference }];
}

async function byContract(register: RegisterPort, { concept }: Deposit): Promise<Unranked[]> {
  const words = (concept.toUpperCase().match(LOOKS_LIKE_CONTRACT) ?? []).filter(
    (word) => (word.match(/\d/g) ?? []).length >= 4,
  );
  const found = await Promise.all(
    [...new Set(words)].slice(0, MOST_WORDS).map(async (word) => ({ word, note: await register.findContract(word) })),
  );
  return found.flatMap(({ word, note }) => (note === undefined ? [] : [contractSuggestion(word, note)]));
}

function contractSuggestion(word: string, { fileId, noteId }: NoteSummary): Unranked {
  return { target: { fileId, noteId }, because: 'El concepto trae este número de contrato.', evidence: word };
}

async function bySimilarReference(register: RegisterPort, { reference }: Deposit): Promise<Unranked[]> {
  if (reference === null) return [];
  const similar = await register.findSimilarReferences(reference);
  return similar.map(({ reference: evidence, target: { fileId, noteId } }) => ({
    target: { fileId, noteId },
    because: 'La referencia difiere en un carácter o en dos caracteres invertidos.',
    evidence,
  }));
}
