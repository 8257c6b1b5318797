import { type CalendarDate, dayNumber, fromDayNumber } from '../calendar/calendar-date.ts';
import type { Clock } from '../calendar/clock.ts';
import { deterministicId } from '../canonical/deterministic-id.ts';
import { accrueTo } from '../loan-book/accrual.ts';
import { isUnderAgreement } from '../loan-book/agreement.ts';
import {
  type ByComponent,
  COMPONENT_NAMES_ES,
  COMPONENTS,
  sumOfComponents,
  zeroByComponent,
} from '../loan-book/component.ts';
import type { NoteEvent } from '../loan-book/event.ts';
import { liveEvents } from '../loan-book/fold.ts';
import { ledgerBalances, type Note, type NoteState, statusOf } from '../loan-book/note-state.ts';
import type { NoteTerms } from '../loan-book/note-terms.ts';
import { dueDays } from '../loan-book/schedule.ts';
import { formatMxn, MAX_CENTAVOS } from '../money/centavos.ts';
import { MOST_DISBURSEMENTS } from './event-schema.ts';
import type { Head } from './head-item.ts';
import type { NewEvent } from './ledger.ts';
import type { Entry } from './ledger-items.ts';
import { refuseLedger } from './ledger-refusals.ts';
import { eventsOf } from './state-as-known-on.ts';

/** Id of a note's part of a payment on its file. */
export const filePartId = (eventId: string, noteId: string): string =>
  deterministicId('file-part', `${eventId}|${noteId}`);

/** What no posting may be, whatever the note: dated after today in Hermosillo, of no amount, or of negative ones. */
export function refuseBadEvent(event: NewEvent, clock: Clock): void {
  refuseFuture(event.valueDate, clock);
  if ('amount' in event && !isAmount(event.amount, 1)) {
    throw refuseLedger('amount-not-positive', 'El importe debe ser mayor que cero, en centavos enteros.');
  }
  if (event.kind === 'waived') refuseBadAmounts(event.granted, event.share);
  if (event.kind === 'written-off') refuseBadAmounts(event.amounts);
  if (event.kind === 'brought-forward') refuseBadOpening(event);
}

export function refuseFuture(valueDate: CalendarDate, clock: Clock): void {
  const today = clock.today();
  if (valueDate <= today) return;
  throw refuseLedger(
    'date-in-future',
    `La fecha valor ${valueDate} es posterior a hoy, ${today}. Corrija la fecha o repita la operación ese día.`,
  );
}

const isAmount = (value: number, least: number): boolean =>
  Number.isSafeInteger(value) && value >= least && value <= MAX_CENTAVOS;

/** Takes off something (unless it may be none), and adds nothing: a negative amount would raise the debt. */
export function refuseBadAmounts(
  amounts: ByComponent,
  share: ByComponent = zeroByComponent(),
  least: 'some' | 'may-be-none' = 'some',
): void {
  const good = COMPONENTS.every((component) => {
    const part = share[component];
    return isAmount(amounts[component], 0) && Number.isSafeInteger(part) && part >= 0 && part <= 1_000_000;
  });
  if (!good || (least === 'some' && sumOfComponents(amounts) + sumOfComponents(share) === 0)) {
    throw refuseLedger(
      'amount-not-positive',
      'Los importes por concepto no pueden ser negativos y alguno debe ser mayor que cero; una proporción va de 0 a 1.',
    );
  }
}

/** An opening balance that could not have come about: what is owed exceeds what was lent, or parts that do not sum. */
function refuseBadOpening(event: Extract<NewEvent, { kind: 'brought-forward' }>): void {
  const { balances, originalPrincipal, shortened = 0, ordinaryNotDue = 0, studyInterest = 0 } = event;
  const sum = (parts: readonly number[]) => parts.reduce((total, part) => total + part, 0);
  const lent = event.disbursements?.map(({ amount }) => amount) ?? [originalPrincipal];
  const matured = event.interestMaturities?.map(({ owed }) => owed) ?? [balances.ordinaryInterest];
  const faults = [
    [
      [...COMPONENTS.map((component) => balances[component]), shortened, ordinaryNotDue, studyInterest].every(
        (amount) => isAmount(amount, 0),
      ),
      'ningún importe puede ser negativo',
    ],
    [isAmount(originalPrincipal, 1), 'el capital original debe ser mayor que cero'],
    [
      balances.principal + shortened <= originalPrincipal,
      'el capital por pagar no puede ser mayor que el capital original menos lo abonado por anticipado',
    ],
    [
      sum(lent) === originalPrincipal && lent.every((amount) => isAmount(amount, 1)),
      'las ministraciones deben sumar el capital original',
    ],
    [
      sum(matured) === balances.ordinaryInterest && matured.every((amount) => isAmount(amount, 0)),
      'los vencimientos de interés deben sumar el interés vencido',
    ],
    [studyInterest <= ordinaryNotDue, 'el interés de estudios no puede ser mayor que el interés por vencer'],
    [
      [
        ...(event.disbursements ?? []).map(({ date }) => date),
        ...(event.interestMaturities ?? []).map(({ due }) => due),
      ].every((date) => date <= event.valueDate),
      'ninguna ministración ni vencimiento puede ser posterior al corte',
    ],
  ] as const;
  const wrong = faults.flatMap(([right, rule]) => (right ? [] : [rule]));
  if (wrong.length > 0) throw refuseLedger('opening-not-possible', `Saldos iniciales imposibles: ${wrong.join('; ')}.`);
}

/**
 * What a note's state refuses now, whoever calls: money that is not held, an acceleration twice, a cancelled note. The
 * fold itself stays total: under a later replay these events take at most what there is.
 */
export function refuseAgainstNote({ terms, state }: Note, event: NewEvent): void {
  if (statusOf(state) === 'cancelled') {
    throw refuseLedger('note-cancelled', 'La apertura del pagaré se canceló: ya no recibe movimientos.');
  }
  switch (event.kind) {
    case 'brought-forward':
      throw refuseLedger('note-exists', 'El pagaré ya está abierto: los saldos iniciales solo lo abren.');
    case 'regenerated-in':
      return;
    case 'disbursed':
      refuseRegenerated(state);
      if (state.tranches.length >= MOST_DISBURSEMENTS) {
        throw refuseLedger(
          'too-many-disbursements',
          `Un pagaré recibe ${MOST_DISBURSEMENTS} ministraciones como máximo. Abra otro pagaré.`,
        );
      }
      refuseAfterLastDue(terms, event.valueDate);
      return;
    case 'credit-applied':
    case 'credit-refunded':
    case 'credit-transferred':
      refuseMoreThanHeld(stateOn({ terms, state }, event.valueDate), event.amount);
      return;
    case 'disbursement-returned':
      refuseMoreThanLent(stateOn({ terms, state }, event.valueDate), event.amount);
      return;
    case 'accelerated':
      if (state.acceleratedOn !== null) {
        throw refuseLedger('already-accelerated', `El pagaré ya se venció anticipadamente el ${state.acceleratedOn}.`);
      }
      return;
    case 'acceleration-cured':
      if (state.acceleratedOn === null) {
        throw refuseLedger('not-accelerated', 'El pagaré no está vencido anticipadamente.');
      }
      return;
    case 'written-off':
      refuseLoss(terms, state, event);
      return;
    case 'regenerated-out':
    case 'agreement-signed':
    case 'agreement-broken':
    case 'agreement-fulfilled':
    case 'charged':
      refuseRegenerated(state);
      return;
    case 'terms-corrected':
    case 'average-recorded':
    case 'placement-changed':
    case 'waived':
    case 'paid':
    case 'credit-received':
    case 'reversed':
      return;
  }
}

/** What it owed is owed on the new note, and new debts belong there. */
function refuseRegenerated({ regenerated }: NoteState): void {
  if (regenerated === null) return;
  throw refuseLedger('note-regenerated', 'El adeudo del pagaré pasó a un pagaré nuevo: registre el movimiento en él.');
}

/** A loss is of what is owed, and of nothing that somebody has signed to pay. */
function refuseLoss(
  terms: NoteTerms,
  state: NoteState,
  { amounts, valueDate }: Extract<NewEvent, { kind: 'written-off' }>,
) {
  if (isUnderAgreement(state)) {
    throw refuseLedger(
      'agreement-alive',
      'El pagaré tiene un convenio vigente: no se castiga lo que se convino pagar.',
    );
  }
  const owed = ledgerBalances(stateOn({ terms, state }, valueDate));
  const over = COMPONENTS.filter((component) => amounts[component] > owed[component]);
  if (over.length === 0) return;
  const each = over.map((one) => `${COMPONENT_NAMES_ES[one].toLowerCase()}: ${formatMxn(owed[one])}`).join('; ');
  throw refuseLedger('more-than-owed', `Se castigaría más de lo que se debe el ${valueDate} (${each}).`);
}

/** The state on a day: money held may have paid what fell due since the note's last event. */
const stateOn = ({ terms, state }: Note, date: CalendarDate): NoteState =>
  date <= state.accruedTo ? state : accrueTo(terms, state, date);

function refuseMoreThanHeld({ held }: NoteState, amount: number): void {
  if (amount <= held) return;
  throw refuseLedger(
    'credit-not-enough',
    `El saldo a favor del pagaré es ${formatMxn(held)} y se pidió usar ${formatMxn(amount)}. Pida como máximo lo que hay.`,
  );
}

function refuseMoreThanLent({ principal }: NoteState, amount: number): void {
  if (amount <= principal) return;
  throw refuseLedger(
    'more-than-owed',
    `Se devolvería más capital (${formatMxn(amount)}) que el que se debe (${formatMxn(principal)}).`,
  );
}

/** No due date is left to ask for it: the borrower would be late on the day of being lent to. */
function refuseAfterLastDue(terms: NoteTerms, valueDate: CalendarDate): void {
  const last = dueDays(terms).at(-1);
  if (last === undefined || dayNumber(valueDate) < last) return;
  throw refuseLedger(
    'disbursement-too-late',
    `El último vencimiento del pagaré es el ${fromDayNumber(last)} y la ministración sería del ${valueDate}: no quedaría en qué fecha pedirla. Abra otro pagaré.`,
  );
}

/** There is no replay before the opening: a note's history begins with its first event. */
export function refuseBeforeOpening({ openedOn }: Pick<Head, 'openedOn'>, event: NoteEvent): void {
  if (event.kind !== 'reversed' && event.valueDate < openedOn) {
    throw refuseLedger(
      'date-before-opening',
      `La fecha valor ${event.valueDate} es anterior a la apertura del pagaré, ${openedOn}.`,
    );
  }
}

/** The entry that `eventId` names among those of a note: its event, or the note's part of a payment on the file. */
export function findTarget(noteId: string, eventId: string, entries: readonly Entry[]): Entry | undefined {
  const ids = [eventId, filePartId(eventId, noteId)];
  return entries.find(({ kind, eventId: id }) => kind !== 'adjustment' && ids.includes(id));
}

/** The event of that entry. Refuses one that is not on the note. */
export function targetOn(head: Head, eventId: string, entries: readonly Entry[]): NoteEvent {
  const entry = findTarget(head.noteId, eventId, entries);
  const event = entry === undefined ? undefined : eventsOf([entry])[0];
  if (event === undefined) throw refuseLedger('event-not-found', 'La aplicación indicada no está en este pagaré.');
  return event;
}

/** The event to take back. A reversal is not reversed, and nothing is taken back twice. */
export function reversible(entries: readonly Entry[], target: string): NoteEvent {
  const entry = entries.find(({ kind, eventId }) => kind !== 'adjustment' && eventId === target);
  const event = entry === undefined ? undefined : eventsOf([entry])[0];
  if (entry === undefined || event === undefined)
    throw refuseLedger('event-not-found', 'La aplicación indicada no está en este pagaré.');
  if (event.kind === 'reversed') {
    throw refuseLedger('cannot-be-reversed', 'Una cancelación no se cancela; registre el movimiento contrario.');
  }
  const earlierReversal = entries.find(({ kind, cause }) => kind === 'reversed' && cause === target);
  if (earlierReversal !== undefined) {
    throw refuseLedger('already-reversed', `La aplicación ya se canceló el ${earlierReversal.recordedOn}.`);
  }
  if (entry.seq === 1) refuseOpeningInUse(entries);
  return event;
}

/** What happens to an agreement happens on all its notes, and to what the ledger keeps of it. */
export function refuseAgreementEvents(kinds: readonly (Entry['kind'] | undefined)[]): void {
  if (kinds.some((kind) => kind !== undefined && AGREEMENT_KINDS.includes(kind))) {
    throw refuseLedger(
      'cannot-be-reversed',
      'La firma o el término de un convenio, y una regeneración, alcanzan a varios pagarés y no se cancelan así: cancele el convenio.',
    );
  }
}

const AGREEMENT_KINDS: readonly Entry['kind'][] = [
  'agreement-signed',
  'agreement-broken',
  'agreement-fulfilled',
  'regenerated-out',
  'regenerated-in',
];

/** What a posting takes back, one kind a note: a transfer that is taken back on one note alone makes money, or loses it. */
export function refuseHalfTransfer(kinds: readonly (Entry['kind'] | undefined)[]): void {
  const sides = kinds.filter((kind) => kind === 'credit-transferred' || kind === 'credit-received');
  if (sides.length === 1) {
    throw refuseLedger('cannot-be-reversed', 'Un traspaso de saldo a favor se cancela en sus dos pagarés a la vez.');
  }
}

/** An opening made by mistake can be taken back while nothing that counts came after it. */
function refuseOpeningInUse(entries: readonly Entry[]): void {
  const [, ...others] = liveEvents(eventsOf(entries));
  if (others.some(({ kind }) => kind !== 'placement-changed' && kind !== 'regenerated-in')) {
    throw refuseLedger(
      'cannot-be-reversed',
      'La apertura solo se cancela si no hay otros movimientos vigentes: cancele antes los pagos y ministraciones.',
    );
  }
}
