import { termsAtSigning } from '../../../functions/lending/terms-at-signing.ts';
import { educationCreditReference } from '../../../functions/recovery/references/education-credit-reference.ts';
import type { HolidayCalendar } from '../../../shared/calendar/business-days.ts';
import {
  addDays,
  addMonths,
  type CalendarDate,
  daysBetween,
  makeDate,
  yearOf,
} from '../../../shared/calendar/calendar-date.ts';
import type { NoteHistory } from '../../../shared/ledger/bulk-load.ts';
import { deterministicId } from '../../../shared/ledger/deterministic-id.ts';
import type { Dimensions, Office } from '../../../shared/ledger/ledger-items.ts';
import { type Channel, orderKey } from '../../../shared/loan-book/event.ts';
import { foldEvents } from '../../../shared/loan-book/fold.ts';
import { valueNote } from '../../../shared/loan-book/valuation.ts';
import type {
  BorrowerItem,
  CosignerItem,
  DisbursementItem,
  FileItem,
  NoteItem,
} from '../../../shared/register/register-items.ts';
import { type CreditPlan, liveCredit, type PayerHabit, periodStarts } from './credit-life.ts';
import { DEMO_PRODUCTS, type DemoProduct } from './demo-products.ts';
import { makePerson } from './people.ts';
import { type Dice, seededDice } from './seeded-random.ts';

/** One borrower with everything the register and the ledger hold of them. */
export interface DemoFile {
  readonly borrower: BorrowerItem;
  readonly file: FileItem;
  readonly cosigners: readonly CosignerItem[];
  readonly notes: readonly DemoNote[];
}

export interface DemoNote {
  readonly item: NoteItem;
  readonly disbursements: readonly DisbursementItem[];
  readonly history: NoteHistory;
  readonly channel: Channel;
}

export interface PortfolioSize {
  readonly borrowers: number;
  /** Most notes of one borrower; the average is a little under half of it. */
  readonly mostNotes: number;
  /** Months before the last day for which events are known one by one; what came before is opening balances. */
  readonly historyMonths: number;
}

export const DEMO_SIZE: PortfolioSize = { borrowers: 300, mostNotes: 8, historyMonths: 17 };
/** domain-facts.md: 31,317 debtors, some 250,000 notes. */
export const FULL_SIZE: PortfolioSize = { borrowers: 31_317, mostNotes: 18, historyMonths: 2 };

const HABITS: readonly (readonly [number, PayerHabit])[] = [
  [0.46, { name: 'punctual', meets: 1, earliest: -3, latest: 0, stopsAfter: 999 }],
  [0.24, { name: 'irregular', meets: 0.72, earliest: -2, latest: 24, stopsAfter: 999 }],
  [0.2, { name: 'stopped', meets: 0.9, earliest: -3, latest: 6, stopsAfter: 7 }],
  [0.1, { name: 'never', meets: 0, earliest: 0, latest: 0, stopsAfter: 0 }],
];
const CHANNEL_SHARES: readonly (readonly [number, Channel])[] = [
  [0.48, 'cie'],
  [0.2, 'internet'],
  [0.16, 'direct-debit'],
  [0.1, 'window'],
  [0.06, 'transfer'],
];
const OFFICE_SHARES: readonly (readonly [number, Office])[] = [
  [0.52, 'hermosillo'],
  [0.33, 'obregon'],
  [0.15, 'nogales'],
];
const PRODUCT_SHARES: readonly (readonly [number, DemoProduct])[] = [
  [0.62, 'superior'],
  [0.2, 'media-superior'],
  [0.12, 'titulacion'],
  [0.06, 'corto-plazo'],
];
const SCHOOLS = [
  'Universidad de Sonora',
  'Instituto Tecnológico de Sonora',
  'Universidad Estatal de Sonora',
  'Tecnológico de Hermosillo',
  'Universidad Tecnológica de Nogales',
  'Universidad Kino',
] as const;
const AGENTS = ['abogado-01', 'abogado-02', 'abogado-03', 'gestor-01', 'gestor-02'] as const;

/**
 * The portfolio of the demonstration: borrower after borrower, the same ones for the same seed and day. Histories end
 * on `until`, the day before the working day. Notes that were paid before the cut-over are not in it.
 */
export function* demoPortfolio(
  size: PortfolioSize,
  until: CalendarDate,
  calendar: HolidayCalendar,
  seed = 20_261_120,
): Generator<DemoFile> {
  const cutOver = addMonths(until, -size.historyMonths);
  let contract = 0;
  for (let number = 1, borrowers = 0; borrowers < size.borrowers; number += 1) {
    const dice = seededDice(seed + number * 7_919);
    const count = 1 + Math.floor(dice.next() ** 1.15 * size.mostNotes);
    const file = demoFile({ number, firstContract: contract + 1, count, until, calendar, dice, cutOver });
    contract += count;
    if (file.notes.length === 0) continue;
    borrowers += 1;
    yield file;
  }
}

interface FileSeed {
  readonly number: number;
  readonly firstContract: number;
  readonly count: number;
  readonly until: CalendarDate;
  readonly calendar: HolidayCalendar;
  readonly dice: Dice;
  readonly cutOver: CalendarDate;
}

function demoFile({ number, firstContract, count, until, calendar, dice, cutOver }: FileSeed): DemoFile {
  const office = drawn(OFFICE_SHARES, dice);
  const endOfStudies = makeDate(
    yearOf(until) + 1 - Math.floor(dice.next() ** 1.5 * 8),
    dice.pick([6, 12]),
    dice.between(1, 28),
  );
  const person = makePerson(dice, number, { from: yearOf(endOfStudies) - 26, to: yearOf(endOfStudies) - 21 });
  const borrowerId = deterministicId('demo-borrower', String(number));
  const fileId = deterministicId('demo-file', String(number));
  const written = { changedOn: addDays(until, -30), changedBy: 'demostracion' };
  const habit = drawn(HABITS, dice);
  const channel = drawn(CHANNEL_SHARES, dice);
  const product = drawn(PRODUCT_SHARES, dice);
  const average = dice.chance(0.3) ? dice.between(81, 99) : null;
  const starts = periodStarts(endOfStudies, count, 6).map((start, index) => ({
    start,
    contract: firstContract + index,
  }));
  const notes = starts.flatMap(({ start, contract }) => {
    const signed = { start, contract, endOfStudies, product, fileId, office, habit, channel, average, cutOver };
    const note = start > until ? undefined : demoNote(signed, until, calendar, dice);
    return note === undefined ? [] : [note];
  });
  return {
    borrower: {
      ...written,
      borrowerId,
      office,
      name: person.name,
      curp: person.curp,
      curpOverride: null,
      rfc: null,
      clabe: null,
      contactPoints: [{ kind: 'phone', value: `662${String(1_000_000 + number).padStart(7, '0')}` }],
      address: null,
      version: 1,
    },
    file: {
      ...written,
      fileId,
      borrowerId,
      office,
      openedOn: starts[0]?.start ?? until,
      paymentReference: null,
      version: 1,
    },
    cosigners: [cosigner(dice, number)],
    notes,
  };
}

function cosigner(dice: Dice, number: number): CosignerItem {
  const person = makePerson(dice, 100_000 + number, { from: 1962, to: 1980 });
  return {
    number: 1,
    name: person.name,
    relationship: 'madre o padre',
    curp: person.curp,
    curpOverride: null,
    rfc: null,
    contactPoints: [],
    address: null,
    version: 1,
  };
}

interface SignedCredit {
  readonly start: CalendarDate;
  readonly contract: number;
  readonly endOfStudies: CalendarDate;
  readonly product: DemoProduct;
  readonly fileId: string;
  readonly office: Office;
  readonly habit: PayerHabit;
  readonly channel: Channel;
  readonly average: number | null;
  readonly cutOver: CalendarDate;
}

function demoNote(
  signed: SignedCredit,
  until: CalendarDate,
  calendar: HolidayCalendar,
  dice: Dice,
): DemoNote | undefined {
  const contractNumber = `CE-${yearOf(signed.start)}-${String(signed.contract).padStart(6, '0')}`;
  const noteId = deterministicId('note', contractNumber);
  const { parameters } = DEMO_PRODUCTS[signed.product];
  const terms = termsAtSigning({ parameters, endOfStudies: signed.endOfStudies, overrides: {} }, calendar);
  const amount = Math.min(6_000_000, Math.max(150_000, Math.round(dice.logNormal(1_050_000, 0.6) / 5_000) * 5_000));
  const parts = dice.chance(0.55) ? [amount] : [Math.floor(amount / 2), amount - Math.floor(amount / 2)];
  const disbursements = parts.map((part, index) => ({
    date: addDays(addMonths(signed.start, index * 2), 9),
    amount: part,
  }));
  const plan: CreditPlan = {
    noteId,
    terms,
    disbursements,
    average: signed.average,
    habit: signed.habit,
    channel: signed.channel,
    cutOver: signed.cutOver,
  };
  const events = liveCredit(plan, until, calendar, dice);
  if (events.length === 0) return undefined;
  const creditNumber = signed.channel === 'direct-debit' ? String(200_000 + signed.contract).padStart(12, '0') : null;
  const opened: Dimensions = { office: signed.office, product: signed.product, stage: 'administrative', agent: null };
  const history = withPlacement(noteId, events, placementOf(events, terms, until, dice), until);
  return {
    channel: signed.channel,
    item: {
      noteId,
      fileId: signed.fileId,
      contractNumber,
      office: signed.office,
      product: signed.product,
      productVersion: DEMO_PRODUCTS[signed.product].appliesFrom,
      signedOn: signed.start,
      endOfStudies: signed.endOfStudies,
      level: signed.product === 'media-superior' ? 'upper-secondary' : 'higher',
      school: dice.pick(SCHOOLS),
      period: `${yearOf(signed.start)}-${signed.start.slice(5, 7) === '06' ? '2' : '1'}`,
      paymentReference: educationCreditReference(100_000 + signed.contract),
      creditNumber,
      overrides: {},
      dueDateShifts: [...(terms.dueDateShifts ?? [])],
      state: 'open',
      openingHash: '',
      changedOn: until,
      changedBy: 'demostracion',
      version: 1,
    },
    disbursements: disbursements
      .filter(({ date }) => date <= until)
      .map((part, index) => ({
        noteId,
        eventId: deterministicId('demo-disbursement', `${noteId}|${index}`),
        valueDate: part.date,
        amount: part.amount,
        payee: 'borrower-account',
      })),
    history: {
      noteId,
      fileId: signed.fileId,
      terms,
      dimensions: opened,
      events: history,
      actor: 'demostracion',
      reason: 'demonstration',
      source: { type: 'cut-over', id: 'demostracion' },
    },
  };
}

type Placement = Pick<Dimensions, 'stage' | 'agent'>;

/** Where the note is collected, from how long it is in arrears. Thresholds are this demonstration's own. */
function placementOf(
  events: NoteHistory['events'],
  terms: NoteHistory['terms'],
  until: CalendarDate,
  dice: Dice,
): Placement {
  const { note } = foldEvents(terms, events);
  const days = daysBetween(note.state.accruedTo, until) < 0 ? 0 : valueNote(note.terms, note.state, until).daysPastDue;
  if (days <= 90) return { stage: 'administrative', agent: null };
  if (days <= 540) {
    return {
      stage: dice.chance(0.25) ? 'mediation' : 'extrajudicial',
      agent: dice.chance(0.5) ? dice.pick(['gestor-01', 'gestor-02']) : null,
    };
  }
  return { stage: dice.chance(0.7) ? 'judicial' : 'extrajudicial', agent: dice.pick(AGENTS) };
}

/** Every note is placed on the day after its opening, so that each has at least two events. */
function withPlacement(
  noteId: string,
  events: NoteHistory['events'],
  placement: Placement,
  until: CalendarDate,
): NoteHistory['events'] {
  const [first] = events;
  if (first === undefined || first.valueDate >= until) return events;
  const on = addDays(first.valueDate, 1);
  const placed = {
    kind: 'placement-changed' as const,
    id: deterministicId('demo-placement', noteId),
    valueDate: on,
    recordedOn: on,
    ...placement,
  };
  return [...events, placed].sort((a, b) => (orderKey(a) < orderKey(b) ? -1 : 1));
}

function drawn<T>(shares: readonly (readonly [number, T])[], dice: Dice): T {
  let left = dice.next();
  for (const [share, value] of shares) {
    left -= share;
    if (left < 0) return value;
  }
  const last = shares.at(-1);
  if (last === undefined) throw new RangeError('no shares to draw from');
  return last[1];
}
