import { addDays, type CalendarDate, calendarDate, earlier } from '../../shared/calendar/calendar-date.ts';
import { type History, type HistoryEvent, noteTermsOf } from '../fixtures/histories/history-file.ts';
import { daysFrom } from './exact.ts';
import { type NoteEvent, NoteWalk } from './note-walk.ts';
import type { Random } from './random.ts';
import { randomChanges, randomTerms } from './random-terms.ts';
import { dueDatesOf } from './rows.ts';
import { expectedOf } from './walk-history.ts';

type Terms = NonNullable<History['terms']>;
type Asked = { asOf: CalendarDate; note?: string }[];

const LONGEST_DAYS = 1_500;

/** Events of one note at most, unless more are asked for: short histories tell which rule differs. */
const MOST_EVENTS = 14;

/** A history of one note or of a file, over every option and event, with what the second engine expects of it. */
export function randomHistory(random: Random, id: string): History {
  const { history, asked } = drawn(random, id, MOST_EVENTS);
  return { ...history, expected: expectedOf(history, asked) };
}

/** The same with up to `most` events a note and nothing expected: for what is measured and not compared. */
export function unexpectedHistory(random: Random, id: string, most: number): History {
  return drawn(random, id, most).history;
}

function drawn(random: Random, id: string, most: number): { history: History; asked: Asked } {
  const { history, asked } = random.chance(20) ? fileHistory(random, most) : noteHistory(random, most);
  const unexpected = {
    id,
    ...history,
    expected: [{ asOf: calendarDate('2000-01-01'), principal: 0, ordinary: 0, default: 0, costs: 0 }],
  };
  return { history: withoutExcess(unexpected, asked), asked };
}

interface Drawn {
  readonly history: Omit<History, 'id' | 'expected'>;
  readonly asked: Asked;
}

function noteHistory(random: Random, most: number): Drawn {
  const signedOn = signing(random);
  const terms = randomTerms(random, signedOn);
  const events = noteEvents(random, terms, signedOn, { most, prefix: 'e' });
  return {
    history: { title: titleOf(terms, events), terms, events, ...recording(random, events) },
    asked: asked(random, events),
  };
}

function fileHistory(random: Random, most: number): Drawn {
  const names = ['A', 'B', 'C', 'D'].slice(0, random.int(2, 4));
  const first = signing(random);
  const notes: NonNullable<History['notes']> = {};
  const events: HistoryEvent[] = [];
  for (const name of names) {
    const isFirst = name === names[0];
    const signedOn = isFirst ? first : addDays(first, random.pick([0, 0, random.int(0, 400)]));
    const terms = randomTerms(random, signedOn);
    // One note at least may take what a payment brings: on a file of only litigated notes it is a person's choice.
    const stage = isFirst ? 'administrative' : random.pick(['administrative', 'extrajudicial', 'judicial'] as const);
    notes[name] = { terms, contractedOn: addDays(signedOn, -random.int(0, 60)), stage };
    events.push(...noteEvents(random, terms, signedOn, { most, prefix: name.toLowerCase(), note: name }));
  }
  for (let number = 1; number <= random.int(1, 5); number += 1) {
    const on = addDays(first, random.int(0, 900));
    const chosen = random.chance(40) ? random.shuffled(names).slice(0, random.int(1, names.length)) : [];
    events.push({ kind: 'file-paid', id: `f${number}`, on, amount: amount(random, 1, 900_000), chosen });
  }
  // At times a second one over other notes of the file, as both may ask for a payment on it.
  for (const id of random.chance(50) ? ['g1', 'g2'] : ['g1'])
    if (random.chance(60))
      events.push(...agreementOver(random, notes, events, { id, on: addDays(first, random.int(1, 700)) }));
  if (random.chance(40)) names.push(...regenerate(random, notes, events, addDays(first, random.int(30, 700))));
  const dates = names.flatMap((note) =>
    asked(
      random,
      events.filter((event) => event.note === note),
    ).map((row) => ({ ...row, note })),
  );
  return {
    history: { title: `file of ${names.length} notes`, notes, events, ...recording(random, events) },
    asked: dates,
  };
}

/** Some of the notes into a new one, N, which is paid on; nothing but payments happens on the old ones afterwards. */
function regenerate(
  random: Random,
  notes: NonNullable<History['notes']>,
  events: HistoryEvent[],
  on: CalendarDate,
): string[] {
  const opened = Object.keys(notes).filter((note) => events.some((event) => event.note === note && event.on < on));
  const under = events.flatMap((event) => (event.kind === 'agreement-signed' ? Object.keys(event.over) : []));
  const free = opened.filter((note) => !under.includes(note));
  if (free.length === 0) return [];
  const old = random.shuffled(free).slice(0, random.int(1, free.length));
  const after = ({ note, kind, on: day }: HistoryEvent) =>
    note !== undefined && old.includes(note) && day >= on && kind !== 'paid' && kind !== 'placement-changed';
  events.splice(0, events.length, ...events.filter((event) => !after(event)));
  const terms = randomTerms(random, on);
  notes.N = { terms, contractedOn: on, stage: 'administrative' };
  const interest = ['ordinaryInterest', 'defaultInterest', 'collectionCosts'] as const;
  const capitalised = random.shuffled(interest).slice(0, random.int(0, 3));
  events.push({ kind: 'regenerated', id: 'n0', note: 'N', on, old, capitalised });
  for (let number = 1; number <= random.int(0, 4); number += 1) {
    const day = addDays(on, random.int(0, 500));
    events.push({ kind: 'paid', id: `n${number}`, note: 'N', on: day, amount: amount(random, 1, 600_000) });
  }
  return ['N'];
}

/** Over some of the notes, with payments of any size: most are broken, some kept. */
function agreementOver(
  random: Random,
  notes: NonNullable<History['notes']>,
  events: readonly HistoryEvent[],
  { id, on }: Pick<HistoryEvent, 'id' | 'on'>,
): HistoryEvent[] {
  const under = events.flatMap((event) => (event.kind === 'agreement-signed' ? Object.keys(event.over) : []));
  const isOpen = (note: string) => events.some((event) => event.note === note && event.on < on);
  const free = Object.keys(notes).filter((note) => isOpen(note) && !under.includes(note));
  if (free.length === 0) return [];
  const some = random.shuffled(free).slice(0, random.int(1, free.length));
  const components = (of: () => number) => ({
    principal: of(),
    ordinaryInterest: of(),
    defaultInterest: of(),
    collectionCosts: of(),
  });
  const forgiven = () => ({
    granted: random.chance(50) ? components(() => 0) : components(() => random.pick([0, amount(random, 1, 300_000)])),
    ...(random.chance(70)
      ? { share: components(() => random.pick([0, 0, 500_000, 1_000_000, random.int(1, 999_999)])) }
      : {}),
  });
  const from = addDays(on, random.int(1, 40));
  const count = random.int(1, 6);
  const isMonthly = random.chance(60);
  const signed: HistoryEvent = {
    kind: 'agreement-signed',
    id,
    on,
    over: Object.fromEntries(some.map((note) => [note, forgiven()])),
    plan: {
      ...(random.chance(30) ? { firstPayment: { due: on, amount: amount(random, 1, 90_000) } } : {}),
      from,
      count,
      amount: amount(random, 1, random.pick([200, 2_000, 60_000, 400_000])),
      every: isMonthly ? { unit: 'months', number: random.int(1, 2) } : { unit: 'days', number: random.int(14, 40) },
      ...(random.chance(30) ? { exceptions: [{ number: count, amount: amount(random, 1, 50_000) }] } : {}),
      graceDays: random.pick([0, 3, 10]),
    },
    earned: random.pick(['at-fulfilment', 'by-payment'] as const),
    whileLive: random.pick([[], ['defaultInterest'], ['ordinaryInterest', 'defaultInterest']] as const).slice(),
  };
  return [signed];
}

const signing = (random: Random): CalendarDate => addDays(calendarDate('2023-01-10'), random.int(0, 800));

/** Log-like: small amounts as often as large ones. */
function amount(random: Random, least: number, most: number): number {
  return random.chance(50) ? random.int(least, most) : random.int(least, Math.max(least, Math.floor(most / 30)));
}

/** Events of one note in the order of their dates, amounts drawn by what it owes then. */
function noteEvents(
  random: Random,
  terms: Terms,
  signedOn: CalendarDate,
  { most, prefix, note }: { readonly most: number; readonly prefix: string; readonly note?: string },
): HistoryEvent[] {
  const events: NoteEvent[] = [];
  const base = (on: CalendarDate) => ({
    on,
    id: `${prefix}${events.length}`,
    ...(note === undefined ? {} : { note }),
  });
  const walk = new NoteWalk(noteTermsOf(terms), signedOn);
  const add = (event: NoteEvent) => {
    events.push(event);
    walk.apply(event);
  };
  add(
    random.chance(15)
      ? broughtForward(random, terms, base(signedOn))
      : { ...base(signedOn), kind: 'disbursed', amount: amount(random, 1_000, 5_000_000) },
  );
  if (random.chance(6)) {
    // On the opening day: as if the note had been opened so. The walk of the draw goes on without it.
    events.push({ ...base(signedOn), kind: 'terms-corrected', changes: randomChanges(random, signedOn) });
  }
  const dueDates = dueDatesOf(noteTermsOf(terms)).filter((due) => due >= signedOn);
  const until = addDays(signedOn, LONGEST_DAYS - 200);
  const end = earlier(until, addDays(dueDates.at(-1) ?? signedOn, 120));
  for (let left = random.int(1, most); left > 0; left -= 1) {
    const on = nextDate(random, walk, end);
    if (on === undefined) break;
    walk.advanceTo(on);
    add(drawEvent(random, walk, base(on)));
  }
  return events;
}

/** Often a due date or near it, sometimes the same day again. */
function nextDate(random: Random, walk: NoteWalk, end: CalendarDate): CalendarDate | undefined {
  if (random.chance(12)) return walk.day;
  const due = walk.nextDue;
  const far = Math.max(1, Math.floor(daysFrom(walk.day, end) / 6));
  const date =
    due !== undefined && random.chance(60)
      ? addDays(due, random.pick([0, 0, 0, -1, 1, random.int(-5, 20)]))
      : addDays(walk.day, random.int(1, far));
  return date > end ? undefined : date < walk.day ? walk.day : date;
}

function drawEvent(random: Random, walk: NoteWalk, base: { on: CalendarDate; id: string }): NoteEvent {
  const kind = random.weighted<NoteEvent['kind']>({
    paid: 90,
    disbursed: 8,
    'disbursement-returned': 4,
    'brought-forward': 0,
    charged: 10,
    waived: 9,
    'average-recorded': 10,
    'terms-corrected': 12,
    accelerated: 4,
    'acceleration-cured': 3,
    'credit-applied': walk.held > 0 ? 8 : 1,
    'credit-refunded': walk.held > 0 ? 8 : 0,
    'credit-transferred': walk.held > 0 ? 5 : 0,
    'credit-received': 4,
    'written-off': 3,
    'placement-changed': 3,
  });
  const { principal, ordinaryInterest, defaultInterest, collectionCosts } = walk.owed;
  const byComponent = (of: (owed: number) => number) => ({
    principal: of(principal),
    ordinaryInterest: of(ordinaryInterest),
    defaultInterest: of(defaultInterest),
    collectionCosts: of(collectionCosts),
  });
  const part = (owed: number) => random.pick([0, 0, owed, owed + 1, random.int(0, owed)]);
  switch (kind) {
    case 'paid':
    case 'credit-received':
      return { ...base, kind, amount: paymentOf(random, walk) };
    case 'disbursed':
      return { ...base, kind, amount: amount(random, 1, 2_000_000) };
    case 'disbursement-returned':
      return { ...base, kind, amount: random.pick([principal, amount(random, 1, principal + 1_000)]) };
    case 'charged':
      return { ...base, kind, amount: amount(random, 0, 60_000) };
    case 'waived': {
      const share = () => random.pick([0, 0, 500_000, 1_000_000, random.int(1, 999_999)]);
      return {
        ...base,
        kind,
        granted: random.chance(40) ? byComponent(() => 0) : byComponent(part),
        ...(random.chance(50) ? { share: byComponent(share) } : {}),
      };
    }
    case 'written-off':
      return { ...base, kind, amounts: random.chance(50) ? byComponent((owed) => owed + 5) : byComponent(part) };
    case 'average-recorded':
      return { ...base, kind, average: random.pick([80, 81, 89.9, 90, 100]) };
    case 'terms-corrected':
      return { ...base, kind, changes: changesOn(random, walk, base.on) };
    case 'credit-applied':
      return { ...base, kind, amount: random.pick([walk.held, random.int(0, walk.held + 100)]) };
    case 'credit-refunded':
    case 'credit-transferred':
      return { ...base, kind, amount: random.pick([walk.held, random.int(0, walk.held)]) };
    case 'accelerated':
    case 'acceleration-cured':
    case 'placement-changed':
      return { ...base, kind };
    case 'brought-forward':
      throw new RangeError('a note is brought forward once, at its opening');
  }
}

/** After the end of studies its date is not corrected: which interest would be of studies, no rule says. */
function changesOn(random: Random, walk: NoteWalk, on: CalendarDate): ReturnType<typeof randomChanges> {
  const { endOfGrace, ...changes } = randomChanges(random, on);
  const ended = on >= earlier(walk.terms.endOfGrace, dueDatesOf(walk.terms)[0] ?? on);
  return endOfGrace === undefined || ended ? changes : { ...changes, endOfGrace };
}

function paymentOf(random: Random, walk: NoteWalk): number {
  const due = walk.due;
  const all = due + walk.takenInAdvance;
  const some = amount(random, 1, Math.max(1, Math.ceil(walk.principal / 3)));
  // Rarely all of it: a note that is paid tells nothing more.
  const drawn = random.chance(5)
    ? all + random.pick([0, random.int(1, 50_000)])
    : random.pick([due, due - 1, due + some, due + some, some, some, Math.floor(due / 2), 0]);
  return Math.max(0, drawn);
}

function broughtForward(random: Random, terms: Terms, base: { on: CalendarDate; id: string }): NoteEvent {
  const originalPrincipal = amount(random, 10_000, 5_000_000);
  const shortened = random.chance(20) ? random.int(1, Math.floor(originalPrincipal / 3)) : 0;
  const principal = random.chance(30) ? originalPrincipal - shortened : random.int(0, originalPrincipal - shortened);
  const first = amount(random, 1, originalPrincipal);
  const parts = random.chance(50) ? [first, originalPrincipal - first] : [originalPrincipal];
  const matured = random.chance(50) ? 0 : amount(random, 1, 60_000);
  const earliest = random.int(1, matured);
  const owedParts = random.chance(50) ? [earliest, matured - earliest].filter((owed) => owed > 0) : [matured];
  const dueDates = dueDatesOf(noteTermsOf(terms));
  const last = dueDates.at(-1) ?? base.on;
  const accelerated = random.chance(10);
  const notDue = random.chance(50) || last <= base.on || accelerated ? 0 : random.int(0, 40_000);
  const since = dueDates[0] ?? base.on;
  return {
    ...base,
    kind: 'brought-forward',
    originalPrincipal,
    balances: {
      principal,
      ordinaryInterest: matured,
      defaultInterest: random.pick([0, random.int(0, 20_000)]),
      collectionCosts: random.pick([0, random.int(0, 20_000)]),
    },
    ...(notDue === 0 ? {} : { ordinaryNotDue: notDue }),
    ...(notDue === 0 || random.chance(50) ? {} : { studyInterest: random.int(0, notDue) }),
    ...(random.chance(50)
      ? { disbursements: parts.map((part, index) => ({ date: addDays(base.on, -600 + 150 * index), amount: part })) }
      : {}),
    ...(matured === 0 || random.chance(40)
      ? {}
      : {
          interestMaturities: owedParts.map((owed, index) => ({
            due: addDays(earlier(since, base.on), -30 * (owedParts.length - index)),
            owed,
          })),
        }),
    ...(shortened === 0 ? {} : { shortened }),
    ...(accelerated ? { acceleratedOn: addDays(base.on, -random.int(0, 200)) } : {}),
    ...(random.chance(20) ? { punctualityLost: true as const } : {}),
    ...(random.chance(20) ? { average: random.pick([80, 90, 95]) } : {}),
  };
}

/** Half of the histories are recorded out of order; events of one day and kind keep theirs, which is part of the facts. */
function recording(random: Random, events: readonly HistoryEvent[]): Pick<History, 'recordedIn' | 'reversed'> {
  const openings = new Map(events.map((event) => [event.note, events.find((one) => one.note === event.note)]));
  const opens = (event: HistoryEvent) => openings.get(event.note) === event && event.kind !== 'file-paid';
  const takenBack = random.chance(25)
    ? random
        .shuffled(events.filter((event) => !opens(event) && event.kind !== 'agreement-signed'))
        .slice(0, random.int(1, 2))
    : [];
  const reversed = takenBack.map(({ id }) => id);
  if (random.chance(40)) return { recordedIn: 'date order', reversed };
  const isOfMoneyHeld = ({ kind }: HistoryEvent) => kind === 'credit-refunded' || kind === 'credit-transferred';
  const others = events.filter((event) => !opens(event) && !isOfMoneyHeld(event));
  const places = new Map<string, HistoryEvent[]>();
  const placeOf = (event: HistoryEvent) => `${event.on} ${event.kind === 'file-paid' ? 'paid' : event.kind}`;
  for (const event of others) places.set(placeOf(event), [...(places.get(placeOf(event)) ?? []), event]);
  const shuffled = random.shuffled(others).map((event) => places.get(placeOf(event))?.shift() ?? event);
  const order = [...events.filter(opens), ...shuffled, ...events.filter(isOfMoneyHeld)];
  return { recordedIn: order.map(({ id }) => id), reversed };
}

/** Days of events, due dates or any, from the opening on. */
function asked(random: Random, events: readonly HistoryEvent[]): Asked {
  const opening = events[0]?.on ?? calendarDate('2023-01-01');
  const last = events.at(-1)?.on ?? opening;
  const dates = Array.from({ length: random.int(2, 4) }, () => {
    const on = random.pick(events).on;
    return random.pick([on, addDays(on, random.int(1, 40)), addDays(opening, random.int(0, LONGEST_DAYS / 2))]);
  });
  return [...new Set([...dates, addDays(last, random.int(0, 300))])].sort().map((asOf) => ({ asOf }));
}

/** Without what would give back more than is held, now that the recording and what is taken back are known. */
function withoutExcess(history: History, dates: Asked): History {
  const holds = (one: History) => {
    try {
      expectedOf(one, dates);
      expectedOf({ ...one, reversed: [] }, dates);
      return true;
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      return false;
    }
  };
  const excess = new Set(
    history.events
      .filter(({ kind }) => kind === 'credit-refunded' || kind === 'credit-transferred')
      .map(({ id }) => id),
  );
  if (excess.size === 0 || holds(history)) return history;
  const { recordedIn } = history;
  return {
    ...history,
    events: history.events.filter(({ id }) => !excess.has(id)),
    reversed: history.reversed.filter((id) => !excess.has(id)),
    recordedIn: recordedIn === 'date order' ? recordedIn : recordedIn.filter((id) => !excess.has(id)),
  };
}

function titleOf(terms: Terms, events: readonly HistoryEvent[]): string {
  const kinds = [...new Set(events.map(({ kind }) => kind))].join(', ');
  return `${terms.amortization} ${terms.prepayment} ${terms.dc} ${terms.mode}: ${kinds}`;
}
