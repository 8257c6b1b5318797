import type { CalendarDate } from '../../../shared/calendar/calendar-date.ts';
import { longDate } from '../../../shared/calendar/spanish-dates.ts';
import type { Caller } from '../../../shared/http/route.ts';
import { valueNote } from '../../../shared/loan-book/valuation.ts';
import { formatMxn } from '../../../shared/money/centavos.ts';
import type { NoteMoney } from './note-money.ts';
import { nameOfOriginal, type Original } from './original.ts';
import { refuseOriginal } from './original-refusals.ts';
import { annotated, paymentsToAnnotate, type ToAnnotate } from './payments-on-paper.ts';
import { type OriginalDeps, type OriginalRequest, readOriginal, takeOriginalStep } from './take-original-step.ts';

export interface AnnotateDeps extends OriginalDeps {
  readonly money: NoteMoney;
}

/** What is to be done on the paper now; nothing of anything but a note. Of what is not in custody it is what waits for it. */
export async function toAnnotateOf(
  { money, clock }: Pick<AnnotateDeps, 'money' | 'clock'>,
  { kind, fileId, noteId, annotations }: Original,
): Promise<ToAnnotate[]> {
  if (kind !== 'note' || fileId === null || noteId === null) return [];
  const [heads, entries] = await Promise.all([money.headsOf([{ fileId, noteId }]), money.entriesOf(noteId)]);
  const head = heads.get(noteId);
  if (head === undefined) return [];
  const { terms, state } = head.note;
  const { status } = valueNote(terms, state, clock.today());
  return paymentsToAnnotate(entries, annotations, status === 'paid' || status === 'settled');
}

/** The list of an original, for whoever has the paper in front of them. */
export async function listToAnnotate(deps: AnnotateDeps, labelCode: string, caller: Caller): Promise<ToAnnotate[]> {
  return toAnnotateOf(deps, await readOriginal(deps, labelCode, caller));
}

/**
 * Notes that payments were written on the paper, or struck out there. `payments`: their ids, all of them or some. Refuses
 * one that is not due (`annotation-not-due`).
 */
export async function annotateOriginal(
  deps: AnnotateDeps,
  { payments, ...request }: OriginalRequest & { readonly payments: readonly string[] },
  caller: Caller,
): Promise<Original> {
  let done: readonly ToAnnotate[] = [];
  return takeOriginalStep(deps, request, caller, {
    step: 'annotate',
    asked: { annotate: payments },
    evidence: { payments: String(payments.length) },
    async check(original) {
      done = chosen(await toAnnotateOf(deps, original), payments);
    },
    change: ({ annotations }, on) => ({ annotations: annotated(annotations, done, on) }),
  });
}

/**
 * What a note that leaves must say: refuses `payments-not-annotated`, with each payment, unless `payments` says that
 * exactly those were written in the same act.
 */
export async function demandAnnotated(
  deps: Pick<AnnotateDeps, 'money' | 'clock'>,
  original: Original,
  payments: readonly string[],
): Promise<readonly ToAnnotate[]> {
  const due = await toAnnotateOf(deps, original);
  const done = chosen(due, payments);
  const left = due.filter(({ paymentId }) => !payments.includes(paymentId));
  if (left.length === 0) return done;
  const message = `${nameOfOriginal(original)}: anote en el documento los pagos de la lista y confirme que los anotó, antes de que salga (LGTOC arts. 17 y 130).`;
  throw refuseOriginal('payments-not-annotated', message, {
    details: left.map((payment) => ({ pointer: '/annotated', message: actText(payment) })),
  });
}

function chosen(due: readonly ToAnnotate[], payments: readonly string[]): ToAnnotate[] {
  const unknown = payments.filter((id) => !due.some(({ paymentId }) => paymentId === id));
  if (unknown.length === 0) return due.filter(({ paymentId }) => payments.includes(paymentId));
  const message = 'Hay pagos que no están por anotar. Consulte de nuevo la lista.';
  throw refuseOriginal('annotation-not-due', message, {
    details: unknown.map((id) => ({ pointer: '/annotated', message: `El pago ${id} no está por anotar.` })),
  });
}

const actText = ({ act, paymentId, paidOn, amount }: ToAnnotate): string =>
  `${act === 'write' ? 'Anote' : 'Cancele la anotación de'} el pago del ${longDate(paidOn)} por ${formatMxn(amount)} (${paymentId}).`;

/** What a leaving original's step says of them. */
export const annotationChange = (
  { annotations }: Original,
  done: readonly ToAnnotate[],
  on: CalendarDate,
): Pick<Original, 'annotations'> => ({ annotations: annotated(annotations, done, on) });
