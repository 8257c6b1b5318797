import type { CalendarDate } from '../../shared/calendar/calendar-date.ts';
import { moneyIn } from '../../shared/ledger/money-in.ts';
import type { AgreementPlan } from '../../shared/loan-book/agreement-plan.ts';
import { type CountedMoney, standingOf, unmetPayments } from '../../shared/loan-book/agreement-standing.ts';
import { arrivalAt } from '../../shared/loan-book/arrival.ts';
import { type ByComponent, zeroByComponent } from '../../shared/loan-book/component.ts';
import type { AgreementSigned, CollectionStage, NoteEvent, RegeneratedIn } from '../../shared/loan-book/event.ts';
import { orderKey } from '../../shared/loan-book/event.ts';
import { foldEvents, liveEvents } from '../../shared/loan-book/fold.ts';
import { emptyState, type Note, type RegenerationCursor } from '../../shared/loan-book/note-state.ts';
import type { NoteTerms } from '../../shared/loan-book/note-terms.ts';
import { isInOrder, type RecordedEntry, recordByReplay, recordInOrder } from '../../shared/loan-book/record-event.ts';
import { differenceOf } from '../../shared/loan-book/regeneration.ts';
import { type SpreadRule, spreadOverNotes } from '../../shared/loan-book/spread-over-notes.ts';

interface PureNote {
  readonly terms: NoteTerms;
  readonly contractedOn: CalendarDate;
  readonly stage: CollectionStage;
  note: Note | undefined;
  readonly journal: RecordedEntry[];
}

interface PureAgreement {
  readonly id: string;
  readonly plan: AgreementPlan;
  readonly noteIds: readonly string[];
  readonly signedOn: CalendarDate;
  readonly arrival: string;
  end: { readonly kind: 'broken' | 'fulfilled'; readonly on: CalendarDate; readonly id: string } | null;
  ends: number;
}

/** An agreement as it is signed over notes, with what each is forgiven if it is kept. */
export interface PureSigning extends Pick<AgreementSigned, 'id' | 'valueDate' | 'plan' | 'earned' | 'whileLive'> {
  readonly over: Readonly<Record<string, { readonly granted: ByComponent; readonly share?: ByComponent }>>;
}

/**
 * A ledger without a store: the loan book's own functions in the order in which things are recorded, the splits of
 * payments on a file included. What DynamoDB adds (versions, keys, chains) is not in it.
 */
export class PureLedger {
  readonly notes = new Map<string, PureNote>();
  readonly #agreements: PureAgreement[] = [];
  #arrivals = 0;

  addNote(noteId: string, terms: NoteTerms, contractedOn: CalendarDate, stage: CollectionStage = 'administrative') {
    this.notes.set(noteId, { terms, contractedOn, stage, note: undefined, journal: [] });
  }

  /** Records an event on a note; it arrives now, unless it says when it did. */
  record(noteId: string, event: NoteEvent): void {
    const place = this.#noteOf(noteId);
    const before = place.note?.state.regenerated ?? null;
    const arrived = { arrival: this.#arrive(), ...event };
    const opened = place.note ?? { terms: place.terms, state: emptyState(event.valueDate) };
    const inPlace =
      arrived.kind === 'reversed' ? { ...arrived, valueDate: valueDateOf(place, arrived.target) } : arrived;
    const recording =
      place.note === undefined || isInOrder(opened, inPlace)
        ? recordInOrder(opened, inPlace)
        : recordByReplay({ openingTerms: place.terms }, place.journal, inPlace);
    place.note = recording.note;
    place.journal.push({
      event: inPlace,
      lines: recording.lines,
      ...(recording.application === undefined ? {} : { application: recording.application }),
    });
    if (recording.adjustment !== null) place.journal.push({ event: null, lines: recording.adjustment });
    const after = recording.note.state.regenerated;
    const amounts = before === null || after === null ? null : differenceOf(before.moved, after.moved);
    if (after !== null && amounts !== null) this.#passOn(noteId, after, amounts, inPlace);
  }

  /** Splits a payment on all open notes by their states at its place, as known now, and records the parts. */
  payFile(
    event: Extract<NoteEvent, { kind: 'paid' }>,
    chosen: readonly string[] = [],
    rules?: readonly SpreadRule[],
  ): Record<string, number> {
    const arrived = { arrival: this.#arrive(), ...event };
    const shares = spreadOverNotes(
      [...this.notes].flatMap(([noteId, place]) => {
        const before = noteBefore(place, arrived);
        if (before === undefined) return [];
        return [{ noteId, ...before, contractedOn: place.contractedOn, stage: place.stage }];
      }),
      event,
      chosen,
      this.#agreed(arrived),
      rules,
    );
    if (shares.length === 0) throw new RangeError('only notes that must be chosen could take the payment');
    for (const { noteId, amount } of shares) this.record(noteId, { ...arrived, id: `${event.id}/${noteId}`, amount });
    return Object.fromEntries(shares.map(({ noteId, amount }) => [noteId, amount]));
  }

  /** Opens a note with all that old ones owe. */
  regenerate(
    { id, valueDate, capitalised }: Pick<RegeneratedIn, 'id' | 'valueDate' | 'capitalised'>,
    old: readonly string[],
    into: string,
  ): void {
    const base = { id, valueDate, recordedOn: valueDate, arrival: this.#arrive(), capitalised };
    for (const noteId of old) this.record(noteId, { ...base, kind: 'regenerated-out', form: 'novation', into });
    const parts = old.map((from) => ({
      from,
      amounts: this.#noteOf(from).note?.state.regenerated?.moved ?? zeroByComponent(),
    }));
    this.record(into, { ...base, kind: 'regenerated-in', parts });
  }

  #passOn(from: string, { into, capitalised }: RegenerationCursor, amounts: ByComponent, cause: NoteEvent): void {
    const valueDate = this.#noteOf(into).note?.state.openedOn ?? cause.valueDate;
    const base = { id: `${cause.id}>${into}`, valueDate, recordedOn: valueDate, capitalised };
    this.record(into, { ...base, kind: 'regenerated-in', parts: [{ from, amounts }] });
  }

  /** Signs an agreement over the notes that it names. */
  sign({ id, valueDate, plan, over, earned, whileLive }: PureSigning): void {
    const arrival = this.#arrive();
    const noteIds = Object.keys(over);
    this.#agreements.push({ id, plan, noteIds, signedOn: valueDate, arrival, end: null, ends: 0 });
    const all = {
      id,
      valueDate,
      recordedOn: valueDate,
      arrival,
      agreement: id,
      plan,
      notes: noteIds,
      earned,
      whileLive,
    };
    for (const [noteId, forgiven] of Object.entries(over))
      this.record(noteId, { ...all, kind: 'agreement-signed', ...forgiven });
  }

  /** Tells the notes of every agreement what has become of it by `today`, where they were told otherwise. */
  judge(today: CalendarDate): void {
    for (const agreement of this.#agreements) {
      const { id, plan, noteIds, end } = agreement;
      const standing = standingOf(plan, this.#counted(agreement), today);
      if (standing.kind === 'live' ? end === null : end?.kind === standing.kind && end.on === standing.on) continue;
      const base = { recordedOn: today, arrival: this.#arrive() };
      for (const noteId of noteIds)
        if (end !== null)
          this.record(noteId, { ...base, kind: 'reversed', id: `r-${end.id}`, target: end.id, valueDate: end.on });
      agreement.end = null;
      if (standing.kind === 'live') continue;
      agreement.ends += 1;
      agreement.end = { kind: standing.kind, on: standing.on, id: `${id}-end-${agreement.ends}` };
      const ended = { ...base, id: agreement.end.id, valueDate: standing.on, agreement: id };
      for (const noteId of noteIds)
        this.record(
          noteId,
          standing.kind === 'fulfilled'
            ? { ...ended, kind: 'agreement-fulfilled' }
            : { ...ended, kind: 'agreement-broken', met: standing.met, of: standing.of },
        );
    }
  }

  #counted({ noteIds, signedOn, arrival }: PureAgreement): CountedMoney[] {
    return noteIds.flatMap((noteId) =>
      liveEvents(eventsOf(this.#noteOf(noteId).journal)).flatMap((event) => {
        const money = moneyIn(event);
        if (money === null || money.on < signedOn || (money.on === signedOn && money.arrival < arrival)) return [];
        return [{ on: money.on, amount: money.amount }];
      }),
    );
  }

  /** What the agreements ask for that are alive where an event takes its place. */
  #agreed(event: NoteEvent) {
    const unmet = this.#agreements.flatMap((agreement) => {
      const noteIds = agreement.noteIds.filter((noteId) => {
        const under = noteBefore(this.#noteOf(noteId), event)?.state.agreement;
        return under?.id === agreement.id && under.standing === 'live';
      });
      if (noteIds.length === 0) return [];
      const payments = unmetPayments(agreement.plan, this.#counted(agreement), event.valueDate);
      return payments.map(({ due, amount }) => ({ noteIds, asked: amount, due }));
    });
    // Of one day, in the order of their signatures: the sort is stable.
    return unmet.sort((a, b) => (a.due < b.due ? -1 : Number(a.due > b.due)));
  }

  /** The note by its events with value date up to `asOf`. */
  noteOn(noteId: string, asOf: CalendarDate): Note {
    const { terms, journal } = this.#noteOf(noteId);
    return foldEvents(
      terms,
      eventsOf(journal).filter((event) => event.valueDate <= asOf),
    ).note;
  }

  #noteOf(noteId: string): PureNote {
    const place = this.notes.get(noteId);
    if (place === undefined) throw new RangeError(`no note ${noteId}`);
    return place;
  }

  #arrive(): string {
    this.#arrivals += 1;
    return arrivalAt(new Date(Date.UTC(2026, 0, 1)), this.#arrivals);
  }
}

const eventsOf = (journal: readonly RecordedEntry[]): NoteEvent[] =>
  journal.flatMap(({ event }) => (event === null ? [] : [event]));

function valueDateOf({ journal }: PureNote, target: string): CalendarDate {
  const event = eventsOf(journal).find(({ id }) => id === target);
  if (event === undefined) throw new RangeError(`no event ${target} to reverse`);
  return event.valueDate;
}

function noteBefore({ terms, journal }: PureNote, event: NoteEvent): Note | undefined {
  const before = eventsOf(journal).filter((known) => known.kind === 'reversed' || orderKey(known) < orderKey(event));
  // A reversal alone says nothing: what it takes back came later.
  return before.every(({ kind }) => kind === 'reversed') ? undefined : foldEvents(terms, before).note;
}
