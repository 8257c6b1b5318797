import { type CalendarDate, FIRST_DATE } from '../calendar/calendar-date.ts';
import { inForce } from '../calendar/in-force.ts';
import type { Centavos } from '../money/centavos.ts';
import { shareByWeight } from '../money/share.ts';
import { isUnderAgreement } from './agreement.ts';
import { sumOfComponents } from './component.ts';
import type { CollectionStage, Paid } from './event.ts';
import type { NoteState } from './note-state.ts';
import type { NoteTerms } from './note-terms.ts';
import { valueNote } from './valuation.ts';

/** What puts one note of a file before another when a payment does not say which it pays. */
export type NoteCriterion = 'most-onerous-overdue' | 'most-days-past-due' | 'oldest-contract' | 'earliest-due-date';

/** How a payment on a file is spread where the borrower chose nothing: the institute's rule, as data. */
export interface SpreadRule {
  /** First day whose payments, as they are recorded, follow it. */
  readonly from: CalendarDate;
  /** The first criterion decides; the next ones only among equals; last of all the note's id. */
  readonly order: readonly NoteCriterion[];
  /** Whether notes that are equal by every criterion share in proportion to what each owes, instead of one after another. */
  readonly equals: 'one-after-another' | 'pro-rata';
  /** Stages whose notes are paid only when they are chosen: a litigated debt is not acknowledged by chance. */
  readonly onlyByChoice: readonly CollectionStage[];
  readonly source: string;
}

/** Its versions, the oldest first: a change is a line more, from a day still to come (inForce). */
export const SPREAD_RULES: readonly SpreadRule[] = [
  {
    from: FIRST_DATE,
    order: ['most-onerous-overdue', 'most-days-past-due', 'oldest-contract', 'earliest-due-date'],
    equals: 'one-after-another',
    onlyByChoice: ['judicial'],
    source:
      'Código Civil Federal arts. 2092 a 2094 (cita por verificar): primero la más onerosa vencida, después la más antigua. Por confirmar por el Instituto',
  },
];

export interface PayableNote {
  readonly noteId: string;
  readonly terms: NoteTerms;
  /** The note as it was when the payment was made, by what is known now. */
  readonly state: NoteState;
  readonly contractedOn: CalendarDate;
  readonly stage: CollectionStage;
}

/** What a live agreement asks for first, and of which notes (centavos). */
export interface AgreedShare {
  readonly noteIds: readonly string[];
  readonly asked: Centavos;
}

/** Share of a file's payment that goes to one note; includes what will become credit on the last one. */
export interface NoteShare {
  readonly noteId: string;
  readonly amount: Centavos;
}

/**
 * Spreads a payment on a file over its notes: what live agreements ask for first, on their notes in the order of the rule;
 * then the borrower's choice (what is due and in advance), then what is due on the others in the order of the rule, then
 * in advance in the same order, and last what was written off. What no note can take goes to the last
 * note paid (or the first of the file), which holds it as credit. Shares sum to `amount` (centavos, > 0). Empty when
 * only notes that must be chosen could take it: a person has to choose.
 * What each note owes is of the value date; the rule is of the day on which the payment is recorded, when the split is
 * made and its receipt given.
 */
export function spreadOverNotes(
  notes: readonly PayableNote[],
  { amount, valueDate, recordedOn }: Pick<Paid, 'amount' | 'valueDate' | 'recordedOn'>,
  chosenNoteIds: readonly string[] = [],
  agreed: readonly AgreedShare[] = [],
  rules: readonly SpreadRule[] = SPREAD_RULES,
): NoteShare[] {
  const rule = inForce(rules, recordedOn);
  const candidates = notes.map((note) => candidateOf(note, valueDate));
  const chosen = [...new Set(chosenNoteIds)].flatMap((noteId) =>
    candidates.filter((candidate) => candidate.noteId === noteId),
  );
  const others = candidates.filter(
    ({ noteId, stage }) => !chosenNoteIds.includes(noteId) && !rule.onlyByChoice.includes(stage),
  );
  const groups = groupsOfEquals(others, rule);
  const shares = new Map<string, Centavos>();
  let left = amount;
  const give = (group: readonly Candidate[], upTo: (candidate: Candidate) => Centavos, limit = left): Centavos => {
    const most = group.map((candidate) => Math.max(0, upTo(candidate) - (shares.get(candidate.noteId) ?? 0)));
    const given = Math.min(
      left,
      limit,
      most.reduce((sum, part) => sum + part, 0),
    );
    if (given <= 0) return 0;
    for (const [index, part] of shareByWeight(given, most).entries()) {
      const noteId = group[index]?.noteId;
      if (noteId !== undefined && part > 0) shares.set(noteId, (shares.get(noteId) ?? 0) + part);
    }
    left -= given;
    return given;
  };
  const dueOf = ({ due }: Candidate) => due;
  const allOf = ({ due, inAdvance }: Candidate) => due + inAdvance;
  for (const { noteIds, asked } of agreed) {
    const members = groupsOfEquals(
      candidates.filter(({ noteId }) => noteIds.includes(noteId)),
      rule,
    );
    let unmet = asked;
    for (const upTo of [dueOf, allOf]) for (const group of members) unmet -= give(group, upTo, unmet);
  }
  const withLosses = (candidate: Candidate) => allOf(candidate) + candidate.lost;
  for (const candidate of chosen) give([candidate], withLosses);
  for (const upTo of [dueOf, allOf, withLosses]) for (const group of groups) give(group, upTo);
  if (left > 0) {
    const taker = [...shares.keys()].at(-1) ?? chosen[0]?.noteId ?? groups[0]?.[0]?.noteId;
    if (taker === undefined) return [];
    shares.set(taker, (shares.get(taker) ?? 0) + left);
  }
  return [...shares].map(([noteId, share]) => ({ noteId, amount: share }));
}

interface Candidate extends Pick<PayableNote, 'noteId' | 'stage' | 'contractedOn'> {
  readonly due: Centavos;
  readonly inAdvance: Centavos;
  /** Written off, and recovered once the note owes nothing. */
  readonly lost: Centavos;
  /** Rate at which its overdue principal costs; −1 when nothing is overdue. */
  readonly lateRate: number;
  readonly daysPastDue: number;
  readonly firstDueDate: CalendarDate;
}

function candidateOf({ noteId, terms, state, contractedOn, stage }: PayableNote, date: CalendarDate): Candidate {
  const valued = valueNote(terms, state, date);
  const due = sumOfComponents(valued.due);
  const inAdvance =
    terms.allocation.prepayment === 'hold' && !isUnderAgreement(state) ? 0 : sumOfComponents(valued.payable) - due;
  const paysAll = due + inAdvance === sumOfComponents(valued.owed);
  return {
    noteId,
    stage,
    contractedOn,
    due,
    inAdvance,
    lost: state.writtenOff !== null && paysAll ? sumOfComponents(state.writtenOff) : 0,
    lateRate: valued.daysPastDue > 0 ? (terms.defaultRate ?? terms.baseRate) : -1,
    daysPastDue: valued.daysPastDue,
    firstDueDate: terms.firstDueDate,
  };
}

/** Negative = a before b. */
const COMPARE: Record<NoteCriterion, (a: Candidate, b: Candidate) => number> = {
  'most-onerous-overdue': (a, b) => b.lateRate - a.lateRate,
  'most-days-past-due': (a, b) => b.daysPastDue - a.daysPastDue,
  'oldest-contract': (a, b) => compareDates(a.contractedOn, b.contractedOn),
  'earliest-due-date': (a, b) => compareDates(a.firstDueDate, b.firstDueDate),
};

const compareDates = (a: CalendarDate, b: CalendarDate): number => (a === b ? 0 : a < b ? -1 : 1);

/** In the order of the rule; notes that it cannot tell apart are one group when they share, else one each. */
function groupsOfEquals(candidates: readonly Candidate[], { order, equals }: SpreadRule): Candidate[][] {
  const compare = (a: Candidate, b: Candidate): number => {
    for (const criterion of order) {
      const difference = COMPARE[criterion](a, b);
      if (difference !== 0) return difference;
    }
    return 0;
  };
  const groups: Candidate[][] = [];
  for (const candidate of [...candidates].sort((a, b) => compare(a, b) || (a.noteId < b.noteId ? -1 : 1))) {
    const last = groups.at(-1)?.[0];
    if (equals === 'pro-rata' && last !== undefined && compare(last, candidate) === 0) groups.at(-1)?.push(candidate);
    else groups.push([candidate]);
  }
  return groups;
}
