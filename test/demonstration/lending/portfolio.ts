import { termsAtSigning } from '../../../functions/lending/terms-at-signing.ts';
import { educationCreditReference } from '../../../functions/recovery/references/education-credit-reference.ts';
import type { HolidayCalendar } from '../../../shared/calendar/business-days.ts';
import { addDays, addMonths, type CalendarDate, makeDate, yearOf } from '../../../shared/calendar/calendar-date.ts';
import { deterministicId } from '../../../shared/canonical/deterministic-id.ts';
import type { Office } from '../../../shared/institute/offices.ts';
import type { NoteHistory } from '../../../shared/ledger/bulk-load.ts';
import type { Dimensions } from '../../../shared/ledger/ledger-items.ts';
import type { Channel } from '../../../shared/loan-book/event.ts';
import type { Address } from '../../../shared/register/person-fields.ts';
import type {
  BorrowerItem,
  CosignerItem,
  DisbursementItem,
  FileItem,
  NoteItem,
} from '../../../shared/register/register-items.ts';
import { type Dice, seededDice } from '../seeded-random.ts';
import { type CreditPlan, liveCredit, type PayerHabit, periodStarts } from './credit-life.ts';
import { makePerson } from './people.ts';
import { placementOf, withPlacement } from './placement.ts';
import { CHANNEL_SHARES, drawn, HABITS, OFFICE_SHARES, PRODUCT_SHARES, SCHOOLS } from './portfolio-shares.ts';
import { DEMO_PRODUCTS, type DemoProduct } from './products.ts';

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
      address: addressOf(number, office),
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

const CITIES: Readonly<Record<Office, Pick<Address, 'city' | 'postcode'>>> = {
  hermosillo: { city: 'Hermosillo', postcode: '83000' },
  obregon: { city: 'Cajeme', postcode: '85000' },
  nogales: { city: 'Nogales', postcode: '84000' },
};
const STREETS = ['Los Naranjos', 'Álamos', 'Palo Verde', 'Río Yaqui', 'Las Pitahayas'];

/** Where somebody lives, made up; one in ten has not said. Of the number alone: everybody else stays who they are. */
const addressOf = (number: number, office: Office): Address | null =>
  number % 10 === 0
    ? null
    : {
        street: `Calle ${STREETS[number % STREETS.length]} ${number}`,
        neighbourhood: number % 3 === 0 ? null : 'Colonia de la demostración',
        ...CITIES[office],
        state: 'Sonora',
      };

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
      contractedOn: signed.start,
      events: history,
      actor: 'demostracion',
      reason: 'demonstration',
      source: { type: 'cut-over', id: 'demostracion' },
    },
  };
}
