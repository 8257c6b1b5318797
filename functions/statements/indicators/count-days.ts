import { addDays, type CalendarDate, daysBetween } from '../../../shared/calendar/calendar-date.ts';
import { type Clock, hermosilloDate } from '../../../shared/calendar/clock.ts';
import { jobRequestSchema } from '../../../shared/jobs/job-request.ts';
import type { DayEntries } from '../../../shared/ledger/day-entries.ts';
import type { Entry } from '../../../shared/ledger/ledger-items.ts';
import { type Link, linkSchema } from '../../../shared/links/link.ts';
import { viewSchema } from '../../../shared/links/link-store.ts';
import type { StoredItem } from '../../../shared/store/pages.ts';
import { SEND_TASK } from '../asking/asked.ts';
import { type Dispute, toldDisputeSchema } from '../disputes/dispute.ts';
import type { DisputeStore } from '../disputes/dispute-store.ts';
import { givenSchema } from './given-data.ts';
import type { IndicatorsStore } from './indicators-store.ts';
import { emptyDay, rounded, type StatementDay } from './statement-day.ts';

export interface CountDaysDeps {
  readonly clock: Pick<Clock, 'today'>;
  readonly indicators: IndicatorsStore;
  readonly disputes: Pick<DisputeStore, 'all'>;
  readonly dayEntries: Pick<DayEntries, 'read'>;
}

/** Requests are kept seven days (shared/jobs): those of an older day's first hours may be gone, and it would be counted short. */
const DAYS_BACK = 6;
/** A payment is told beside a reveal so many days before it (design of the statement, §10). */
const DAYS_AFTER_REVEAL = 7;
/** States in which an answer was approved. */
const ANSWERED = ['answered', 'closed', 'dissented'] as const satisfies readonly Dispute['state'][];

type Days = ReadonlyMap<string, StatementDay>;

/**
 * Counts each of the last days that is over and was not counted, from the links, requests, views and disputes that are written and the
 * day's entries: one reading of the links table for all of them, none when nothing is missing. Answers which days.
 */
export async function countDays(deps: CountDaysDeps): Promise<readonly CalendarDate[]> {
  const today = deps.clock.today();
  const [from, to] = [addDays(today, -DAYS_BACK), addDays(today, -1)];
  const counted = new Set((await deps.indicators.days(from, to)).map(({ date }) => date));
  const missing = Array.from({ length: DAYS_BACK }, (_, place) => addDays(from, place)).filter(
    (date) => !counted.has(date),
  );
  if (missing.length === 0) return [];
  const days: Days = new Map(missing.map((date) => [date, emptyDay(date)]));
  /** Days on which somebody got in to a file, whenever. */
  const reveals = new Map<string, CalendarDate[]>();
  /** Instant at which the first link of a request was born: a sender that ended before its mail left leaves one, and its successor another. */
  const resolved = new Map<string, string>();
  for await (const item of deps.indicators.linkItems()) countItem(days, { reveals, resolved }, item);
  for (const bornAt of resolved.values()) add(days.get(dayOf(bornAt)), 'resolved');
  for (const state of ANSWERED) for await (const dispute of deps.disputes.all(state)) countAnswer(days, dispute);
  for (const date of missing)
    for await (const entry of deps.dayEntries.read(date)) countPayment(days.get(date), reveals, entry);
  for (const day of days.values()) await deps.indicators.put(day);
  return missing;
}

const dayOf = (instant: string): CalendarDate => hermosilloDate(new Date(instant));

interface Gathered {
  readonly reveals: Map<string, CalendarDate[]>;
  readonly resolved: Map<string, string>;
}

function countItem(days: Days, gathered: Gathered, item: StoredItem): void {
  const [key, sort] = [String(item.PK), String(item.SK)];
  if (sort === 'LINK' && key.startsWith('LINK#')) {
    countLink(days, gathered, linkSchema.parse(item));
  } else if (sort.startsWith('VIEW#')) {
    const { at, page } = viewSchema.parse(item);
    if (page === 'estado') add(days.get(dayOf(at)), 'views');
  } else if (sort.startsWith('DISPUTE#')) {
    const { receivedOn, concept } = toldDisputeSchema.parse(item);
    const day = days.get(receivedOn);
    if (day !== undefined) day.disputes[concept] = (day.disputes[concept] ?? 0) + 1;
  } else if (key.startsWith('GIVEN#')) {
    const { date, right, wrong } = givenSchema.parse(item);
    add(days.get(date), 'given', right + wrong);
    add(days.get(date), 'wrong', wrong);
  } else if (item.task === SEND_TASK) {
    const { askedAt, input } = jobRequestSchema.parse(item);
    if (input.kind === 'request') add(days.get(dayOf(askedAt)), 'asked');
  }
}

/**
 * What SES tells may come before the sender's own word, or the person before both: a link that was delivered was sent, and one that
 * somebody opened had arrived.
 */
function countLink(days: Days, { reveals, resolved }: Gathered, link: Link): void {
  const first = (...steps: readonly string[]) => link.history.find(({ step }) => steps.includes(step))?.on;
  const sentAt = first('send', 'deliver', 'bounce', 'open', 'reveal');
  const deliveredAt = first('deliver', 'open', 'reveal');
  const bouncedAt = first('bounce');
  const revealedAt = first('reveal');
  const { linkId, bornAt } = link;
  if (link.bornBy === 'request' && bornAt < (resolved.get(linkId) ?? '~')) resolved.set(linkId, bornAt);
  if (sentAt !== undefined) {
    add(days.get(dayOf(sentAt)), 'sent');
    addOfOffice(days.get(dayOf(sentAt)), link.office, 'sent');
  }
  if (deliveredAt !== undefined) add(days.get(dayOf(deliveredAt)), 'delivered');
  if (bouncedAt !== undefined) addOfOffice(days.get(dayOf(bouncedAt)), link.office, 'bounced');
  if (revealedAt === undefined || sentAt === undefined) return;
  const day = dayOf(revealedAt);
  reveals.set(link.fileId, [...(reveals.get(link.fileId) ?? []), day]);
  const counted = days.get(day);
  if (counted === undefined) return;
  counted.revealed += 1;
  const minutes = rounded((Date.parse(revealedAt) - Date.parse(sentAt)) / 60_000);
  counted.minutesToReveal[minutes] = (counted.minutesToReveal[minutes] ?? 0) + 1;
}

function countAnswer(days: Days, { history, answerBy, outcome }: Dispute): void {
  const on = history.findLast(({ step }) => step === 'approve')?.on;
  const day = on === undefined ? undefined : days.get(on);
  if (on === undefined || day === undefined) return;
  day.answered += 1;
  if (on <= answerBy) day.inTerm += 1;
  if (outcome?.finding === 'founded' || outcome?.finding === 'partly') day.founded += 1;
}

/** A payment over several notes is one: its first part is counted, the money of all of them. Reversals take both back. */
function countPayment(day: StatementDay | undefined, reveals: ReadonlyMap<string, CalendarDate[]>, entry: Entry): void {
  const isPayment = entry.kind === 'paid' || (entry.kind === 'reversed' && entry.targetKind === 'paid');
  if (day === undefined || !isPayment || entry.application === undefined) return;
  const { fileId, valueDate, application, part, kind } = entry;
  const isAfter = (reveals.get(fileId) ?? []).some((revealed) => {
    const days = daysBetween(revealed, valueDate as CalendarDate);
    return days >= 0 && days <= DAYS_AFTER_REVEAL;
  });
  if (!isAfter) return;
  day.paidAfterReveal.amount += application.amount;
  if (part === undefined || part.index === 0) day.paidAfterReveal.payments += kind === 'paid' ? 1 : -1;
}

type Counted = 'asked' | 'resolved' | 'sent' | 'delivered' | 'given' | 'wrong' | 'views';
function add(day: StatementDay | undefined, name: Counted, many = 1): void {
  if (day !== undefined) day[name] += many;
}

function addOfOffice(day: StatementDay | undefined, office: Link['office'], name: 'sent' | 'bounced'): void {
  if (day === undefined) return;
  const of = day.byOffice[office] ?? { sent: 0, bounced: 0 };
  day.byOffice[office] = { ...of, [name]: of[name] + 1 };
}
