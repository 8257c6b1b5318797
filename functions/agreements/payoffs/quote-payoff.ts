import { addDays, type CalendarDate, daysBetween } from '../../../shared/calendar/calendar-date.ts';
import type { Clock } from '../../../shared/calendar/clock.ts';
import { spokenDigits } from '../../../shared/canonical/spoken-digits.ts';
import type { Caller } from '../../../shared/http/route.ts';
import { inScope } from '../../../shared/http/scope.ts';
import type { Ledger, NoteBalance } from '../../../shared/ledger/ledger.ts';
import type { RequestClaims } from '../../../shared/ledger/request-claim.ts';
import { sumOfComponents } from '../../../shared/loan-book/component.ts';
import type { RegisterPort } from '../../../shared/register/register-port.ts';
import type { PayoffQuote } from './payoff-quote.ts';
import { refusePayoff } from './payoff-refusals.ts';
import type { PayoffStore } from './payoff-store.ts';

export interface PayoffDeps {
  readonly quotes: PayoffStore;
  readonly ledger: Pick<Ledger, 'balancesByDay' | 'previewPayment'>;
  readonly register: Pick<RegisterPort, 'notesOfFile'>;
  readonly claims: RequestClaims;
  readonly clock: Clock;
}

/** Days for which a payoff is told: interest grows by the day, and another payment may come in. */
export const MOST_DAYS_QUOTED = 10;

/**
 * Quotes what pays off every note of a file that owes something, for each day from today until `until`: the ledger's own
 * figures of those days, so that who pays the day's amount owes nothing. Under an agreement, without what it forgives.
 * Refused: a file out of reach (404); a debt in a lawsuit, which the judicial office settles; nothing owed; too far a day; a
 * debt that a payment would not pay off, because a note's terms hold what is paid in advance: the ledger is asked.
 */
export async function quotePayoff(
  deps: PayoffDeps,
  {
    fileId,
    until,
    idempotencyKey: key,
  }: { readonly fileId: string; readonly until?: CalendarDate | undefined; readonly idempotencyKey: string },
  caller: Caller,
): Promise<PayoffQuote> {
  const today = deps.clock.today();
  const last = until ?? today;
  const folio = folioOf(key);
  const known = await deps.quotes.find(folio);
  const quote = known ?? (await figures(deps, { fileId, last, folio }, caller));
  await deps.claims.claim({
    scope: 'AGREEMENT',
    key,
    input: { operation: 'quote-payoff', fileId, until: until ?? null },
    source: { type: 'agreement', id: folio },
    recordedOn: today,
  });
  if (known !== undefined) return inScope(caller, known, 'La cotización');
  if (await deps.quotes.write(quote)) return quote;
  const stored = await readQuote(deps, folio, caller);
  if (stored.fileId !== fileId) throw new RangeError(`two requests have one folio, ${folio}`);
  return stored;
}

/** A quote as it was told. Of an office that the caller does not reach it is as if it did not exist (404). */
export const readQuote = async (
  { quotes }: Pick<PayoffDeps, 'quotes'>,
  folio: string,
  caller: Caller,
): Promise<PayoffQuote> => inScope(caller, await quotes.find(folio), 'La cotización');

async function figures(
  deps: PayoffDeps,
  { fileId, last, folio }: { readonly fileId: string; readonly last: CalendarDate; readonly folio: string },
  caller: Caller,
): Promise<PayoffQuote> {
  const today = deps.clock.today();
  const ahead = daysBetween(today, last);
  if (ahead < 0 || ahead > MOST_DAYS_QUOTED) {
    throw refusePayoff('payoff-too-far', `Se cotiza desde hoy y hasta por ${MOST_DAYS_QUOTED} días. Corrija la fecha.`);
  }
  const days = Array.from({ length: ahead + 1 }, (_, index) => addDays(today, index));
  const balances = await deps.ledger.balancesByDay(fileId, days);
  const [now] = balances;
  const { office } = inScope(caller, now?.notes[0]?.dimensions, 'El expediente con pagarés');
  const contracts = new Map((await deps.register.notesOfFile(fileId)).map((note) => [note.noteId, note]));
  const owing = (now?.notes ?? []).filter(({ payable }) => sumOfComponents(payable) > 0);
  if (owing.length === 0) throw refusePayoff('payoff-nothing-owed', 'El expediente no debe nada: no hay qué liquidar.');
  refuseInLawsuit(owing);
  await refuseUnlessPaidOff(deps.ledger, fileId, owing, today);
  return {
    ...{ folio, state: 'issued', version: 1, fileId, office, issuedOn: today, issuedBy: caller.subject, days },
    notes: owing.map(({ noteId }) => ({
      noteId,
      contractNumber: contracts.get(noteId)?.contractNumber ?? noteId,
      paymentReference: contracts.get(noteId)?.paymentReference ?? '',
      amounts: balances.map(({ notes }) => {
        const note = notes.find((one) => one.noteId === noteId);
        return note === undefined ? 0 : sumOfComponents(note.payable);
      }),
    })),
  };
}

/** What a lawsuit is about is settled by those who sue. */
export function refuseInLawsuit(owing: readonly NoteBalance[]): void {
  if (owing.every(({ dimensions }) => dimensions.stage !== 'judicial')) return;
  throw refusePayoff(
    'payoff-in-lawsuit',
    'El adeudo está en juicio: el importe para liquidarlo lo da la Jefatura de cobranza judicial.',
  );
}

/** Plays today's payment of what can be paid of some notes, by the way that the real one will take. */
export async function refuseUnlessPaidOff(
  ledger: PayoffDeps['ledger'],
  fileId: string,
  owing: readonly NoteBalance[],
  today: CalendarDate,
): Promise<void> {
  const amount = owing.reduce((sum, { payable }) => sum + sumOfComponents(payable), 0);
  const chosenNoteIds = owing.map(({ noteId }) => noteId);
  const event = { kind: 'paid', channel: 'window', valueDate: today, amount } as const;
  const { credit, parts } = await ledger.previewPayment({ fileId, noteId: null, chosenNoteIds, event });
  if (credit === 0 && parts.every(({ balancesAfter }) => sumOfComponents(balancesAfter) === 0)) return;
  throw refusePayoff(
    'payoff-not-by-payment',
    'Las condiciones de un pagaré guardan lo que se paga por anticipado: un pago no lo liquidaría. Firme un convenio de un solo pago.',
  );
}

/** Made of the request's key, so that the request sent again, on another day too, finds its quote: "L-7K2M9QX4TB". */
const folioOf = (key: string): string => `L-${spokenDigits(`payoff|${key}`, 10)}`;

export const PAYOFF_FOLIO = /^L-[0-9A-HJKMNP-TV-Z]{10}$/;
