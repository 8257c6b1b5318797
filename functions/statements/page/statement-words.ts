import { longDate } from '../../../shared/calendar/spanish-dates.ts';
import { INSTITUTE, whereToAsk } from '../../../shared/institute/institute-contact.ts';
import { COMPONENT_NAMES_ES } from '../../../shared/loan-book/component.ts';
import type { InterestSegment } from '../../../shared/loan-book/interest-trace.ts';
import { formatMxn } from '../../../shared/money/centavos.ts';
import type { MoveGroup, PaymentStatement } from './note-detail.ts';
import type { NoteStatement, StatementModel } from './statement-model.ts';

/** What the page and the paper say in the same words. */

export const MOVES_ES: Readonly<Record<MoveGroup, string>> = {
  brought: 'Interés que ya debía al pasar al sistema',
  paid: 'Lo que usted pagó de interés',
  forgiven: 'Lo que se perdonó',
  lost: 'Lo que se dio por incobrable (lo sigue debiendo)',
  corrected: 'Correcciones de su contrato',
  moved: 'Otros movimientos',
};

/** What may be missing from a figure of today. */
export const MAY_LACK_ES =
  'Los pagos de hoy y los que hizo por banco en los últimos dos días hábiles pueden no verse todavía.';

export const HOW_TO_PAY_ES =
  'En el banco, por internet o en ventanilla, con su referencia. La referencia que use decide qué contrato paga; de cada pago se cubren primero los gastos y los intereses, y después el capital (Código de Comercio, artículo 364).';

export function payoffText({ payoff, today }: Pick<StatementModel, 'payoff' | 'today'>): string {
  switch (payoff.kind) {
    case 'quoted':
      return `Para liquidar todo hoy: ${formatMxn(payoff.amount)}. Vale para pagos del ${longDate(today)}; ${payoff.perDay === 0 ? 'mañana será lo mismo' : `mañana serán ${formatMxn(payoff.perDay)} más`}.`;
    case 'nothing-owed':
      return 'No hay nada que liquidar.';
    case 'only-lost':
      return 'Lo dado por incobrable ya no genera intereses: se liquida con lo que dice su contrato, pagado con su referencia.';
    case 'in-lawsuit':
      return `Su adeudo está en juicio: lo que lo liquida se lo dice la ${INSTITUTE.judicialOffice.value}. Acuda a ${whereToAsk()}.`;
    case 'held-until-due':
      return `Las condiciones de su contrato guardan lo que se paga por anticipado hasta que vence: para liquidar antes, acuda a ${whereToAsk()}.`;
  }
}

export function nextDueText({ contractNumber, nextDue, dueTotal }: NoteStatement): string {
  if (nextDue === null) return '';
  const { date, principal, ordinaryInterest } = nextDue;
  return `${longDate(date)}: vencen ${formatMxn(principal + ordinaryInterest)} del contrato ${contractNumber}${dueTotal === 0 ? '' : ', además de lo ya vencido'}.`;
}

/** How a payment was split, in the order in which it is applied. */
export function splitText(application: PaymentStatement['application']): string {
  if (application === null) return 'No se acreditó: el pago fue devuelto o cancelado.';
  const { principalOverdue, principalNotDue, ordinaryInterest, defaultInterest, collectionCosts, credit } = application;
  const parts: readonly [string, number][] = [
    [COMPONENT_NAMES_ES.collectionCosts, collectionCosts],
    [COMPONENT_NAMES_ES.defaultInterest, defaultInterest],
    [COMPONENT_NAMES_ES.ordinaryInterest, ordinaryInterest],
    [COMPONENT_NAMES_ES.principal, principalOverdue + principalNotDue],
    ['A su favor', credit],
  ];
  return parts
    .filter(([, amount]) => amount !== 0)
    .map(([name, amount]) => `${name} ${formatMxn(amount)}`)
    .join('; ');
}

/** "Del 1 de marzo de 2026 al 31 de marzo de 2026, 31 días sobre $12,340.00 al 6 % anual". */
export const segmentText = ({ from, to, days, base, annualPpm }: InterestSegment): string =>
  `Del ${longDate(from)} al ${longDate(to)}, ${days} ${days === 1 ? 'día' : 'días'} sobre ${formatMxn(base)} al ${rateText(annualPpm)} anual`;

/** Parts per million a year as a rate: 60,000 → "6 %", 62,500 → "6.25 %". */
const rateText = (annualPpm: number): string => `${annualPpm / 10_000} %`;
