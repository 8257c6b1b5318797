import { type CalendarDate, calendarDate } from '../../../shared/calendar/calendar-date.ts';
import { longDate } from '../../../shared/calendar/spanish-dates.ts';
import type { Caller } from '../../../shared/http/route.ts';
import { type NotEnded, whyNotEnded } from '../../../shared/ledger/debt-ended.ts';
import { formatMxn } from '../../../shared/money/centavos.ts';
import type { DocumentStore } from '../../../shared/vault/document-store.ts';
import { refuseRelease } from '../release/release-refusals.ts';
import { type AnnotateDeps, annotationChange, demandAnnotated } from './annotate-original.ts';
import { nameOfOriginal, type Original } from './original.ts';
import { refuseOriginal } from './original-refusals.ts';
import type { ToAnnotate } from './payments-on-paper.ts';
import { type OriginalRequest, takeOriginalStep } from './take-original-step.ts';

/** How whoever takes an original shows who they are: what it is, never its number. */
export const IDENTIFICATIONS = [
  'voter-card',
  'passport',
  'professional-card',
  'driving-licence',
  'power-of-attorney',
] as const;

export interface DeliverDeps extends AnnotateDeps {
  readonly documents: Pick<DocumentStore, 'find'>;
}

export interface Delivery {
  readonly identification: (typeof IDENTIFICATIONS)[number];
  /** Release that hands it over, which names itself, and the signed receipt in the vault; null: without. */
  readonly releaseId: string | null;
  readonly receiptDocumentId: string | null;
  /** Ids of the payments that are written on the paper in this act. */
  readonly annotated: readonly string[];
}

/**
 * Gives an original to its debtor for good (LGTOC art. 17). Refuses unless it is in the vault, what it is of owes nothing
 * and was paid (a loss, or a debt that may come back, is not), and no bank may take a payment back; and a receipt that is not in
 * the vault, of its own file (`receipt-not-in-vault`).
 */
export function deliverOriginal(
  deps: DeliverDeps,
  { annotated: payments, identification, releaseId, receiptDocumentId, ...request }: OriginalRequest & Delivery,
  caller: Caller,
): Promise<Original> {
  let done: readonly ToAnnotate[] = [];
  return takeOriginalStep(deps, request, caller, {
    step: 'deliver',
    asked: { deliver: { identification, releaseId, receiptDocumentId, payments } },
    evidence: {
      identification,
      ...(releaseId !== null && { release: releaseId }),
      ...(receiptDocumentId !== null && { receipt: receiptDocumentId }),
      ...(payments.length > 0 && { payments: String(payments.length) }),
    },
    async check(original) {
      await refuseUnpaid(deps, original);
      if (receiptDocumentId !== null) await refuseReceipt(deps, original.fileId, receiptDocumentId);
      done = await demandAnnotated(deps, original, payments);
    },
    change: (original, on) => ({ ...annotationChange(original, done, on), holder: { type: 'debtor' } }),
  });
}

/** Refuses `receipt-not-in-vault`: a receipt that is not in the vault as what it is, of that file. */
export async function refuseReceipt(
  { documents }: Pick<DeliverDeps, 'documents'>,
  fileId: string | null,
  documentId: string,
): Promise<void> {
  const receipt = await documents.find(documentId);
  if (receipt?.kind === 'delivery-receipt' && receipt.fileId === fileId && receipt.state === 'vaulted') return;
  const message =
    'Digitalice el acuse firmado por quien recibe y súbalo al expediente como «Acuse de entrega de documentos».';
  throw refuseRelease('receipt-not-in-vault', message, { details: [{ pointer: '/receiptDocumentId', message }] });
}

/** Refuses `note-not-paid` and `payment-not-final` of the note that a paper is of; a beca's document owes nothing. */
export async function refuseUnpaid(
  { money, clock }: Pick<AnnotateDeps, 'money' | 'clock'>,
  original: Original,
): Promise<void> {
  const { fileId, noteId } = original;
  if (fileId === null || noteId === null) return;
  const today = clock.today();
  const [heads, entries] = await Promise.all([money.headsOf([{ fileId, noteId }]), money.entriesOf(noteId)]);
  const head = heads.get(noteId);
  const name = nameOfOriginal(original);
  if (head === undefined)
    throw refuseOriginal('note-not-paid', `${name}: no hay en el libro un adeudo del cual responda.`);
  const why = whyNotEnded(head, today);
  if (why !== undefined) throw refuseOriginal('note-not-paid', `${name}: ${notEndedText(why, today)}`);
  const [waiting] = await money.reversibleOf(noteId, entries, today);
  if (waiting === undefined) return;
  const firm =
    waiting.firmOn === null ? 'en firme' : `en firme, el ${longDate(calendarDate(waiting.firmOn))} o después`;
  const message = `${name}: un pago de ${formatMxn(waiting.amount)} está salvo buen fin. Espere a que quede ${firm}.`;
  throw refuseOriginal('payment-not-final', message);
}

/** Spanish: why a debt has not ended. */
export function notEndedText(ended: NotEnded, today: CalendarDate): string {
  switch (ended.why) {
    case 'owed':
      return `se deben ${formatMxn(ended.amount)} al ${longDate(today)}.`;
    case 'written-off':
      return 'el adeudo se castigó y no se ha recuperado: no está pagado.';
    case 'may-return':
      return 'su adeudo pasó a otro pagaré con condición resolutoria, y puede volver.';
  }
}
