import { type HolidayCalendar, sameOrNextBusinessDay } from '../../../shared/calendar/business-days.ts';
import { addDays, type CalendarDate } from '../../../shared/calendar/calendar-date.ts';
import type { Caller } from '../../../shared/http/route.ts';
import { inScope } from '../../../shared/http/scope.ts';
import type { Office } from '../../../shared/institute/offices.ts';
import type { AgreementSigning } from '../../../shared/ledger/agreements.ts';
import type { NoteBalance } from '../../../shared/ledger/ledger.ts';
import { refuseLedger } from '../../../shared/ledger/ledger-refusals.ts';
import { type AgreementPlan, agreedPayments, agreedTotal } from '../../../shared/loan-book/agreement-plan.ts';
import {
  addedByComponent,
  type ByComponent,
  sumOfComponents,
  zeroByComponent,
} from '../../../shared/loan-book/component.ts';
import type { AgreementSigned } from '../../../shared/loan-book/event.ts';
import type { PlayedAgreement } from '../../../shared/loan-book/play-agreement.ts';
import { type Centavos, formatMxn } from '../../../shared/money/centavos.ts';
import type { Campaign } from '../campaigns/campaign.ts';
import { campaignOffered, notesOffered } from '../campaigns/offer-of-campaign.ts';
import { type AgreementTerms, GRACE_DAYS, MOST_DAYS_AHEAD } from './agreement.ts';
import type { AgreementDeps } from './agreement-deps.ts';
import { refuseAgreement } from './agreement-refusals.ts';

/** What somebody would like to agree on; amounts of the payments follow from what is owed. */
export interface AgreementWishes {
  readonly fileId: string;
  /** Absent: every note of the file that owes something. */
  readonly noteIds?: readonly string[] | undefined;
  /** Its share, what earns it and what goes while it lives take the place of those wished here. */
  readonly campaignId?: string | undefined;
  /** Parts per million of what is owed on the day of the signature. */
  readonly share: ByComponent;
  readonly earned: AgreementSigned['earned'];
  readonly whileLive: AgreementSigned['whileLive'];
  /** Absent: today. */
  readonly signsOn?: CalendarDate | undefined;
  /** Paid on the day of the signature. */
  readonly firstPayment?: Centavos | undefined;
  readonly payments: number;
  readonly from: CalendarDate;
  readonly every: AgreementPlan['every'];
}

/** An agreement as it would be signed, played to its end. */
export interface Simulation {
  readonly office: Office;
  readonly campaign: Campaign | undefined;
  readonly terms: AgreementTerms;
  readonly total: Centavos;
  /** Owed on the day of the signature, and of it what would be set aside. */
  readonly owed: ByComponent;
  readonly forgives: ByComponent;
  /** Forgiven when it is kept to the day: that, and of what accrues until then what its terms let go. */
  readonly forgivesInAll: ByComponent;
  readonly preview: PlayedAgreement;
}

/** Rounds in which interest that goes on accruing is spread over all payments; what they leave is in the last one. */
const ROUNDS = 6;

/**
 * What an agreement would ask for and forgive: equal payments, the last with what is left, each on a day on which banks are
 * open, so that who keeps them owes nothing. By the very code that signs it; nothing is written. Refuses a file out of
 * reach (404), notes of another file, what its campaign does not admit, a first payment that leaves nothing to agree on, and
 * what no agreement can be (422).
 */
export async function simulateAgreement(
  deps: Pick<AgreementDeps, 'campaigns' | 'ledger' | 'calendar' | 'clock'>,
  wishes: AgreementWishes,
  caller: Caller,
): Promise<Simulation> {
  const today = deps.clock.today();
  const { fileId, signsOn = today } = wishes;
  if (signsOn < today || signsOn > addDays(today, MOST_DAYS_AHEAD)) {
    throw refuseLedger(
      'agreement-not-possible',
      `El convenio se calcula para hoy o un día de los próximos ${MOST_DAYS_AHEAD}. Corrija la fecha de firma.`,
    );
  }
  const { campaignId, payments, noteIds, firstPayment } = wishes;
  const { notes } = await deps.ledger.balancesOfFile(fileId, signsOn);
  const { office } = inScope(caller, notes[0]?.dimensions, 'El expediente con pagarés');
  const asked = chosenNotes(notes, noteIds);
  const campaign =
    campaignId === undefined ? undefined : await campaignOffered(deps, { campaignId, signsOn, payments }, caller);
  const chosen = campaign === undefined ? asked : notesOffered(campaign, notes, noteIds);
  const { share, earned, whileLive } = campaign ?? wishes;
  if (chosen.length === 0) {
    throw refuseAgreement('agreement-nothing-to-pay', 'El expediente no debe nada: no hay qué convenir.');
  }
  const owed = addedByComponent(chosen.map((note) => note.owed));
  const draft = (plan: AgreementPlan): AgreementTerms => ({
    ...{ fileId, noteIds: chosen.map(({ noteId }) => noteId), share, earned },
    ...{ whileLive: [...whileLive], signsOn, plan: { ...plan } },
  });
  const dates = { ...datesOf(wishes, await deps.calendar()), signsOn };
  // What is set aside depends on no amount: one centavo a payment asks for it.
  const least = draft(withAmounts(dates, firstPayment, payments));
  const { setAside, withPlan } = await deps.ledger.previewAgreement(signingOf('simulation', least));
  const forgives = addedByComponent([...setAside.values()]);
  const tried = (rest: Centavos, more = 0): Tried => {
    refuseNothingToPay(rest, payments);
    const plan = withAmounts(dates, firstPayment, rest, more);
    return { rest, plan, played: withPlan(plan) };
  };
  let now = tried(sumOfComponents(owed) - sumOfComponents(forgives) - (firstPayment ?? 0));
  for (let round = 1; now.played.left !== 0 && round < ROUNDS; round += 1) now = tried(now.rest + now.played.left);
  if (now.played.left !== 0) now = tried(now.rest, now.played.left);
  if (now.played.left === 0) {
    const { plan, played } = now;
    const forgivesInAll = addedByComponent([...played.forgiven.values()]);
    const figures = { total: agreedTotal(plan), owed, forgives, forgivesInAll };
    return { office, campaign, terms: draft(plan), ...figures, preview: played };
  }
  throw refuseLedger(
    'agreement-does-not-sum',
    'No se encontró un último pago que deje el adeudo en ceros. Perdone también el interés que corra mientras vive el convenio.',
  );
}

/** A round: what the regular payments come to, and what becomes of them. */
interface Tried {
  readonly rest: Centavos;
  readonly plan: AgreementPlan;
  readonly played: PlayedAgreement;
}

/** The command that signs what was simulated. */
export function signingOf(agreementId: string, terms: AgreementTerms): AgreementSigning {
  const { fileId, noteIds, share, earned, whileLive, signsOn, plan } = terms;
  const asked = { agreementId, fileId, noteIds, share, earned, whileLive, signsOn, plan };
  return {
    idempotency: { scope: 'AGREEMENT', key: `SIGN#${agreementId}`, input: asked },
    actor: 'simulation',
    reason: 'agreement',
    source: { type: 'agreement', id: agreementId },
    ...{ fileId, agreementId, valueDate: signsOn, plan, earned, whileLive },
    notes: noteIds.map((noteId) => ({ noteId, granted: zeroByComponent(), share })),
  };
}

function chosenNotes(notes: readonly NoteBalance[], asked: readonly string[] | undefined): NoteBalance[] {
  if (asked === undefined) return notes.filter(({ owed }) => sumOfComponents(owed) > 0);
  const details = asked.flatMap((noteId, index) =>
    notes.some((note) => note.noteId === noteId)
      ? []
      : [{ pointer: `/noteIds/${index}`, message: 'Este pagaré no es del expediente.' }],
  );
  if (details.length > 0) {
    throw refuseAgreement('agreement-notes-foreign', 'Elija pagarés del expediente.', { details });
  }
  return notes.filter(({ noteId }) => asked.includes(noteId));
}

/** The regular payments' days, moved off closed ones, with no amounts yet. */
function datesOf({ from, payments, every }: AgreementWishes, calendar: HolidayCalendar): Omit<PlanDates, 'signsOn'> {
  const nominal = agreedPayments({ from, count: payments, amount: 1, every, graceDays: 0 });
  const exceptions = nominal.flatMap(({ due }, index) => {
    const open = sameOrNextBusinessDay(due, calendar);
    return open === due ? [] : [{ number: index + 1, due: open }];
  });
  return { from, count: payments, every, exceptions };
}

interface PlanDates extends Pick<AgreementPlan, 'from' | 'count' | 'every'> {
  readonly exceptions: readonly { readonly number: number; readonly due: CalendarDate }[];
  readonly signsOn: CalendarDate;
}

/** `rest` in equal parts, the last with what does not divide and `more` than that. */
function withAmounts(dates: PlanDates, firstPayment: Centavos | undefined, rest: Centavos, more = 0): AgreementPlan {
  const { from, count, every, signsOn } = dates;
  const amount = Math.floor(rest / count);
  const last = rest - amount * (count - 1) + more;
  const moved = dates.exceptions.find(({ number }) => number === count);
  const lastPayment = last === amount ? [] : [{ number: count, ...moved, amount: last }];
  const exceptions = [
    ...dates.exceptions.filter(({ number }) => number !== count || lastPayment.length === 0),
    ...lastPayment,
  ];
  return {
    ...(firstPayment === undefined ? {} : { firstPayment: { due: signsOn, amount: firstPayment } }),
    ...{ from, count, amount, every, graceDays: GRACE_DAYS },
    ...(exceptions.length === 0 ? {} : { exceptions }),
  };
}

function refuseNothingToPay(rest: Centavos, payments: number): void {
  if (rest >= payments) return;
  throw refuseAgreement(
    'agreement-nothing-to-pay',
    rest <= 0
      ? 'Con la quita y el primer pago no queda nada que convenir. Reduzca el primer pago o cobre en una sola exhibición.'
      : `Quedan ${formatMxn(rest)} para ${payments} pagos. Reduzca el número de pagos.`,
  );
}
