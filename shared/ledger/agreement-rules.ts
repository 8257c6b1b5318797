import type { CalendarDate } from '../calendar/calendar-date.ts';
import { longDate } from '../calendar/spanish-dates.ts';
import { isUnderAgreement } from '../loan-book/agreement.ts';
import { type AgreementPlan, agreedPayments } from '../loan-book/agreement-plan.ts';
import type { AgreementStanding } from '../loan-book/agreement-standing.ts';
import { type Note, statusOf } from '../loan-book/note-state.ts';
import type { PlayedAgreement } from '../loan-book/play-agreement.ts';
import { formatMxn } from '../money/centavos.ts';
import { MOST_AGREED_NOTES } from './agreement-head.ts';
import type { AgreementSigning } from './agreements.ts';
import { refuseLedger } from './ledger-refusals.ts';
import { refuseBadAmounts } from './posting-rules.ts';

/** What no agreement may be, whatever its notes owe: all that is wrong with it at once. */
export function refuseBadSigning({ plan, valueDate, notes, earned }: AgreementSigning): void {
  const ids = notes.map(({ noteId }) => noteId);
  const faults = [
    ...faultsOfPlan(plan, valueDate),
    ...(ids.length > 0 ? [] : ['no nombra ningún pagaré']),
    ...(new Set(ids).size === ids.length ? [] : ['un pagaré aparece dos veces']),
    ...(ids.length <= MOST_AGREED_NOTES ? [] : [`reúne ${ids.length} pagarés y el máximo es ${MOST_AGREED_NOTES}`]),
    ...(earned === 'by-payment' && notes.some(({ granted, share }) => granted.principal + (share?.principal ?? 0) > 0)
      ? ['la quita de capital solo se gana al cumplir todo el convenio']
      : []),
  ];
  if (faults.length > 0)
    throw refuseLedger('agreement-not-possible', `El convenio no es posible: ${faults.join('; ')}.`);
  for (const { granted, share } of notes) refuseBadAmounts(granted, share, 'may-be-none');
}

function faultsOfPlan(plan: AgreementPlan, signedOn: CalendarDate): string[] {
  const payments = agreedPayments(plan);
  const numbers = plan.exceptions?.map(({ number }) => number) ?? [];
  const disordered = payments.find(({ due }, index) => due <= (payments[index - 1]?.due ?? ''));
  const [first] = payments;
  return [
    ...(first !== undefined && first.due < signedOn
      ? [`el primer pago, del ${longDate(first.due)}, es anterior a la firma, del ${longDate(signedOn)}`]
      : []),
    ...(disordered === undefined
      ? []
      : [`el pago del ${longDate(disordered.due)} no va después del anterior: cada pago tiene su fecha, en orden`]),
    ...(payments.every(({ amount }) => amount > 0) ? [] : ['cada pago debe ser mayor que cero']),
    ...(new Set(numbers).size === numbers.length ? [] : ['una excepción aparece dos veces']),
    ...(numbers.every((number) => number <= plan.count) ? [] : ['una excepción nombra un pago que no existe']),
  ];
}

/** What a note refuses of an agreement signed as of `signedOn`: as it was there, and as it is `now`, after all that is known. */
export function refuseUnfitForAgreement({ state }: Note, now: Note, signedOn: CalendarDate): void {
  if (statusOf(state) !== 'open') {
    throw refuseLedger('agreement-not-possible', 'El convenio no es posible: un pagaré ya no tiene adeudo.');
  }
  if (isUnderAgreement(state)) {
    throw refuseLedger(
      'agreement-alive',
      'Un pagaré ya tiene un convenio vigente. Cancélelo o espere su término antes de firmar otro.',
    );
  }
  // The later signature would take its place in the fold, and nobody would follow the one or the other.
  if (now.state.agreement?.id !== state.agreement?.id) {
    throw refuseLedger(
      'agreement-not-possible',
      `El convenio no es posible: después del ${longDate(signedOn)} se firmó otro sobre un pagaré. Propóngalo de nuevo con fecha de hoy.`,
    );
  }
}

/** Only a live agreement is cancelled: what one that was kept forgave is earned, and of a broken one nothing is left. */
export function refuseEnded(standing: AgreementStanding): void {
  if (standing.kind === 'live') return;
  throw refuseLedger(
    'agreement-ended',
    standing.kind === 'fulfilled'
      ? `El convenio se cumplió el ${longDate(standing.on)}: lo que perdonó ya se ganó y no vuelve a deberse.`
      : `El convenio se incumplió el ${longDate(standing.on)}: ya no hay qué cancelar. Si conviene, firme otro.`,
  );
}

/** An agreement must leave nothing owed when every payment comes on its day, and ask for nothing more. */
export function refuseUnlessItSums({ left }: PlayedAgreement): void {
  if (left === 0) return;
  throw refuseLedger(
    'agreement-does-not-sum',
    left > 0
      ? `Los pagos del convenio no alcanzan: pagados todos en su día quedarían ${formatMxn(left)} por pagar. Aumente los pagos o la quita.`
      : `Los pagos del convenio exceden lo que se debe: sobrarían ${formatMxn(-left)}. Reduzca los pagos o la quita.`,
  );
}
