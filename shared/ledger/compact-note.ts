import { dayNumber, fromDayNumber } from '../calendar/calendar-date.ts';
import type { ByComponent, Component } from '../loan-book/component.ts';
import type { InterestMaturity } from '../loan-book/interest-maturity.ts';
import type { AgreementCursor, CarriedInterest, Note, NoteState, RegenerationCursor } from '../loan-book/note-state.ts';
import type { NoteTerms } from '../loan-book/note-terms.ts';
import type { Checkpoint } from './checkpoints.ts';
import { bigintOf, FORMAT, PackedFault, PackedValues, pairsOf } from './packed-values.ts';

/**
 * A note in few bytes, for its head: values in a fixed order instead of names, words as their number in a list, dates as
 * days. A head then fits in 1 KB (two write units less a posting) and stays within 2 KB with ten years of unpaid due
 * dates. The order and the lists are the format: append, never change. Not a form that readers of the store share: they
 * use `decodeHead`.
 */

const WORDS = {
  accrualStart: ['disbursement', 'end-of-grace'],
  amortization: ['equal-instalments', 'equal-principal', 'single'],
  studyInterest: ['at-first', 'spread', 'at-end'],
  punctualityLost: ['until-current', 'for-good'],
  defaultGrace: ['delayed', 'forgiven'],
  ordinaryOnOverdue: ['stops', 'continues'],
  dayCount: ['actual/365', 'actual/360', '30/360', 'actual/actual'],
  rounding: ['half-up', 'half-even', 'down'],
  mode: ['component-first', 'instalment-first'],
  prepayment: ['next-instalments', 'hold', 'shorten', 'lower'],
  standing: ['live', 'broken', 'fulfilled'],
  earned: ['at-fulfilment', 'by-payment'],
  whileLive: ['ordinaryInterest', 'defaultInterest'],
  form: ['novation', 'resolutory-condition'],
} as const;
const LETTERS: Record<Component, string> = {
  collectionCosts: 'c',
  defaultInterest: 'd',
  ordinaryInterest: 'o',
  principal: 'p',
};

const numberOf = <Word extends string>(list: readonly Word[], word: Word): number => list.indexOf(word);
const digits = (value: number): string => value.toString(36);

export function packTerms(terms: NoteTerms): string {
  return JSON.stringify([
    FORMAT,
    numberOf(WORDS.accrualStart, terms.accrualStart),
    dayNumber(terms.endOfGrace),
    dayNumber(terms.firstDueDate),
    terms.instalments,
    (terms.dueDateShifts ?? []).map(digits).join(''),
    terms.monthsBetweenInstalments,
    terms.studyInterest === undefined ? null : numberOf(WORDS.studyInterest, terms.studyInterest),
    numberOf(WORDS.amortization, terms.amortization),
    terms.baseRate,
    terms.bands.map(({ annualPpm, averageAtLeast = null }) => [annualPpm, averageAtLeast]),
    terms.punctualityToleranceDays,
    terms.punctualityToleranceAmount ?? null,
    numberOf(WORDS.punctualityLost, terms.punctualityLost),
    terms.defaultRate,
    terms.defaultGraceDays,
    numberOf(WORDS.defaultGrace, terms.defaultGrace),
    numberOf(WORDS.ordinaryOnOverdue, terms.ordinaryOnOverdue),
    numberOf(WORDS.dayCount, terms.dayCount),
    numberOf(WORDS.rounding, terms.rounding),
    terms.allocation.order.map((component) => LETTERS[component]).join(''),
    numberOf(WORDS.mode, terms.allocation.mode),
    numberOf(WORDS.prepayment, terms.allocation.prepayment),
  ]);
}

export function packState(state: NoteState): string {
  return JSON.stringify([
    FORMAT,
    dayNumber(state.openedOn),
    dayNumber(state.accruedTo),
    state.lastKey,
    state.tranches.map(({ date, amount, instalment }) => [dayNumber(date), amount, instalment]),
    packMaturities(state.arrears),
    state.principal,
    state.shortened,
    state.acceleratedOn === null ? null : dayNumber(state.acceleratedOn),
    packInterest(state.ordinary),
    packMaturities(state.maturities),
    state.studyInterest === null ? null : [state.studyInterest.amount, dayNumber(state.studyInterest.from)],
    state.studiesEnded ? 1 : 0,
    packInterest(state.late),
    state.collectionCosts,
    state.held,
    state.writtenOff === null ? null : packComponents(state.writtenOff),
    state.average,
    state.punctualityLost ? 1 : 0,
    // Last, and only on the notes that had one: the others pay no byte for it.
    ...lastOf(state),
  ]);
}

function lastOf({ agreement, regenerated, graceOver }: NoteState): unknown[] {
  const last = [
    agreement === null ? null : packAgreement(agreement),
    regenerated === null ? null : packRegeneration(regenerated),
    graceOver === null ? null : [dayNumber(graceOver.due), dayNumber(graceOver.on)],
  ];
  return last.slice(0, last.findLastIndex((one) => one !== null) + 1);
}

function packRegeneration({ form, into, capitalised, moved }: RegenerationCursor): unknown[] {
  const letters = capitalised.map((component) => LETTERS[component]).join('');
  return [numberOf(WORDS.form, form), into, letters, packComponents(moved)];
}

const packAgreement = ({ id, standing, setAside, earned, whileLive, forgave }: AgreementCursor) => [
  id,
  numberOf(WORDS.standing, standing),
  packComponents(setAside),
  numberOf(WORDS.earned, earned),
  whileLive.map((kind) => numberOf(WORDS.whileLive, kind)),
  forgave ? 1 : 0,
];

const packInterest = ({ accrued, recognised, owed }: CarriedInterest) => [accrued.toString(36), recognised, owed];
const packComponents = (by: ByComponent) => [by.principal, by.ordinaryInterest, by.defaultInterest, by.collectionCosts];

/** Days since the one before and amount, in base 36: "15d8.1s8,v.1rz". */
function packMaturities(maturities: readonly InterestMaturity[]): string {
  let before = 0;
  return maturities
    .map(({ due, owed }) => {
      const day = dayNumber(due);
      const text = `${digits(day - before)}.${digits(owed)}`;
      before = day;
      return text;
    })
    .join(',');
}

/** A whole note in one text, for an entry that is a checkpoint. */
export const packCheckpoint = ({ terms, state }: Note): string => JSON.stringify([packTerms(terms), packState(state)]);

/** Throws a PackedFault unless the text is what `packCheckpoint` writes. */
export function unpackCheckpoint(text: string): Note {
  const values: unknown = JSON.parse(text);
  if (!Array.isArray(values) || values.length !== 2 || typeof values[0] !== 'string' || typeof values[1] !== 'string')
    throw new PackedFault('a checkpoint is two packed texts');
  return unpackNote(values[0], values[1]);
}

/** Seqs and days of checkpoints, each by what it is more than the one before: "g.15d8,g.v". */
export function packCheckpoints(checkpoints: readonly Checkpoint[]): string {
  let before = { seq: 0, day: 0 };
  return checkpoints
    .map(({ seq, date }) => {
      const day = dayNumber(date);
      const text = `${digits(seq - before.seq)}.${digits(day - before.day)}`;
      before = { seq, day };
      return text;
    })
    .join(',');
}

export function unpackCheckpoints(text: string): Checkpoint[] {
  let before = { seq: 0, day: 0 };
  return pairsOf(text).map(([seq, day]) => {
    before = { seq: before.seq + seq, day: before.day + day };
    return { seq: before.seq, date: fromDayNumber(before.day) };
  });
}

/** Throws a PackedFault unless both texts are what `packTerms` and `packState` write. */
export function unpackNote(terms: string, state: string): Note {
  return { terms: new PackedValues(terms).all(unpackTerms), state: new PackedValues(state).all(unpackState) };
}

function unpackTerms(values: PackedValues): NoteTerms {
  const accrualStart = values.word(WORDS.accrualStart);
  const endOfGrace = values.date();
  const firstDueDate = values.date();
  const instalments = values.whole();
  const shifts = [...values.text()].map((digit) => Number.parseInt(digit, 36));
  const monthsBetweenInstalments = values.whole();
  const studyInterest = values.optional(() => values.word(WORDS.studyInterest));
  const amortization = values.word(WORDS.amortization);
  const baseRate = values.whole();
  const bands = values.list(unpackBand);
  const punctualityToleranceDays = values.whole();
  const toleranceAmount = values.optional(() => values.whole());
  return {
    accrualStart,
    endOfGrace,
    firstDueDate,
    instalments,
    ...(shifts.length === 0 ? {} : { dueDateShifts: shifts }),
    monthsBetweenInstalments,
    ...(studyInterest === null ? {} : { studyInterest }),
    amortization,
    baseRate,
    bands,
    punctualityToleranceDays,
    ...(toleranceAmount === null ? {} : { punctualityToleranceAmount: toleranceAmount }),
    punctualityLost: values.word(WORDS.punctualityLost),
    defaultRate: values.optional(() => values.whole()),
    defaultGraceDays: values.whole(),
    defaultGrace: values.word(WORDS.defaultGrace),
    ordinaryOnOverdue: values.word(WORDS.ordinaryOnOverdue),
    dayCount: values.word(WORDS.dayCount),
    rounding: values.word(WORDS.rounding),
    allocation: {
      order: [...values.text()].map(componentOf),
      mode: values.word(WORDS.mode),
      prepayment: values.word(WORDS.prepayment),
    },
  };
}

function unpackBand(values: PackedValues): NoteTerms['bands'][number] {
  const annualPpm = values.whole();
  const averageAtLeast = values.optional(() => values.number());
  return averageAtLeast === null ? { annualPpm } : { annualPpm, averageAtLeast };
}

function componentOf(letter: string): Component {
  const found = (Object.entries(LETTERS) as [Component, string][]).find(([, known]) => known === letter);
  if (found === undefined) throw new PackedFault(`no component is called ${letter}`);
  return found[0];
}

function unpackState(values: PackedValues): NoteState {
  return {
    openedOn: values.date(),
    accruedTo: values.date(),
    lastKey: values.text(),
    tranches: values.list((one) => ({ date: one.date(), amount: one.whole(), instalment: one.whole() })),
    arrears: unpackMaturities(values.text()),
    principal: values.whole(),
    shortened: values.whole(),
    acceleratedOn: values.optional(() => values.date()),
    ordinary: values.one(unpackInterest),
    maturities: unpackMaturities(values.text()),
    studyInterest: values.optional(() => values.one((one) => ({ amount: one.whole(), from: one.date() }))),
    studiesEnded: values.whole() === 1,
    late: values.one(unpackInterest),
    collectionCosts: values.whole(),
    held: values.whole(),
    writtenOff: values.optional(() => values.one(unpackComponents)),
    average: values.optional(() => values.number()),
    punctualityLost: values.whole() === 1,
    agreement: values.isRead ? null : values.optional(() => values.one(unpackAgreement)),
    regenerated: values.isRead ? null : values.optional(() => values.one(unpackRegeneration)),
    graceOver: values.isRead ? null : values.one((one) => ({ due: one.date(), on: one.date() })),
  };
}

const unpackComponents = (one: PackedValues): ByComponent => ({
  principal: one.whole(),
  ordinaryInterest: one.whole(),
  defaultInterest: one.whole(),
  collectionCosts: one.whole(),
});

const unpackRegeneration = (one: PackedValues): RegenerationCursor => ({
  form: one.word(WORDS.form),
  into: one.text(),
  capitalised: [...one.text()].map(componentOf),
  moved: one.one(unpackComponents),
});

const unpackAgreement = (one: PackedValues): AgreementCursor => ({
  id: one.text(),
  standing: one.word(WORDS.standing),
  setAside: one.one(unpackComponents),
  earned: one.word(WORDS.earned),
  whileLive: one.words(WORDS.whileLive),
  forgave: one.whole() === 1,
});

const unpackInterest = (one: PackedValues): CarriedInterest => ({
  accrued: bigintOf(one.text()),
  recognised: one.whole(),
  owed: one.whole(),
});

function unpackMaturities(text: string): InterestMaturity[] {
  let day = 0;
  return pairsOf(text).map(([days, owed]) => {
    day += days;
    return { due: fromDayNumber(day), owed };
  });
}
