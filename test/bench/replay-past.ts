import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isDeepStrictEqual, promisify } from 'node:util';
import * as z from 'zod';
import { calendarDate } from '../../shared/calendar/calendar-date.ts';
import { deterministicId } from '../../shared/canonical/deterministic-id.ts';
import { byComponentSchema } from '../../shared/ledger/event-schema.ts';
import { byComponent } from '../../shared/loan-book/component.ts';
import type { NoteEvent } from '../../shared/loan-book/event.ts';
import { Random } from '../independent/random.ts';
import { unexpectedHistory } from '../independent/random-history.ts';
import { recorded } from '../support/recorded-history.ts';
import type { BenchLine, BenchPart } from './bench-line.ts';
import { type StoredNote, writeEventLines } from './event-lines.ts';
import { addOwedOn, noPastSum, type PastSum } from './owed-on.ts';

const EVENTS = 2_000_000;
const EXTRAPOLATED = 10_000_000;
/** Drawing one costs as much as replaying fifty, so these are written again and again. */
const NOTES = 1_000;
const QUICK = { events: 20_000, notes: 100 };

/** Some 36 events a note come of it: many histories end before they have as many. */
const MOST_EVENTS_OF_A_NOTE = 110;

/** Of histories that begin from 2023 on; four fifths of their events are of this day or before. */
const PAST_DAY = calendarDate('2026-06-30');

/** Half of the file's size: a reader that kept the file would not come to its end. */
const HEAP_MB = 256;

const answerSchema = z.strictObject({
  notes: z.int(),
  replayed: z.int(),
  owed: byComponentSchema,
  milliseconds: z.number(),
  /** User and system, all threads. */
  cpuMilliseconds: z.number(),
  replayingMilliseconds: z.number(),
  peakRssKibibytes: z.number(),
});
type Answer = z.infer<typeof answerSchema>;

/**
 * The portfolio as of a past value date, replayed from events that are read as a stream, on one core and without the
 * store. Throws unless what the notes owed comes to what the drawn ones owe in memory.
 */
export const replayPast: BenchPart = {
  name: 'replay-past',
  title: 'Replay of many notes for a past day',
  async run({ quick, say }) {
    const size = quick ? QUICK : { events: EVENTS, notes: NOTES };
    say(`drawing ${size.notes} notes`);
    const notes = drawnNotes(size.notes);
    const drawn = notes.reduce((sum, { events }) => sum + events.length, 0);
    const folder = mkdtempSync(join(tmpdir(), 'bench-replay-'));
    try {
      const runs: Run[] = [];
      for (const events of [size.events / 10, size.events])
        runs.push(await runOver(join(folder, `${events}.jsonl`), notes, Math.ceil(events / drawn), say));
      return linesOf(runs, notes.length, drawn);
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
};

interface Run {
  readonly events: number;
  readonly bytes: number;
  readonly answer: Answer;
}

/** The second engine's random histories, recorded by the loan book in their own orders. */
function drawnNotes(count: number): StoredNote[] {
  const notes: StoredNote[] = [];
  for (let seed = 1; notes.length < count; seed += 1) {
    const ledger = recorded(unexpectedHistory(new Random(seed), `P${seed}`, MOST_EVENTS_OF_A_NOTE));
    for (const [name, { terms, journal }] of ledger.notes) {
      const events = journal.flatMap(({ event }) => (event === null ? [] : [event]));
      if (events.length > 0) notes.push({ noteId: deterministicId('note', `${seed}${name}`), terms, events });
    }
  }
  return notes.map((note) => ({ ...note, events: note.events.map(underLongId) }));
}

/** Ids as long as the real ones. Arrivals order the events of a day, so that no id does. */
function underLongId(event: NoteEvent): NoteEvent {
  const id = deterministicId('event', event.id);
  return event.kind === 'reversed'
    ? { ...event, id, target: deterministicId('event', event.target) }
    : { ...event, id };
}

async function runOver(path: string, notes: readonly StoredNote[], copies: number, say: (progress: string) => void) {
  const events = await writeEventLines(path, notes, copies);
  say(`reading and replaying ${events} events`);
  const answer = await replayedApart(path);
  const { notes: found, replayed, owed } = answer;
  const expected = timesOf(sumOf(notes), copies);
  if (!isDeepStrictEqual({ notes: found, replayed, owed }, expected))
    throw new Error(`replayed ${JSON.stringify({ found, replayed, owed })}, expected ${JSON.stringify(expected)}`);
  return { events, bytes: statSync(path).size, answer };
}

async function replayedApart(path: string): Promise<Answer> {
  const child = fileURLToPath(new URL('./replay-child.ts', import.meta.url));
  const { stdout } = await promisify(execFile)(process.execPath, [
    `--max-old-space-size=${HEAP_MB}`,
    child,
    path,
    PAST_DAY,
  ]);
  return answerSchema.parse(JSON.parse(stdout));
}

function sumOf(notes: readonly StoredNote[]): PastSum {
  const sum = noPastSum();
  for (const note of notes) addOwedOn(sum, note, PAST_DAY);
  return sum;
}

const timesOf = ({ notes, replayed, owed }: PastSum, copies: number): PastSum => ({
  notes: notes * copies,
  replayed: replayed * copies,
  owed: byComponent((component) => owed[component] * copies),
});

function linesOf(runs: readonly Run[], drawnNotes: number, drawnEvents: number): BenchLine[] {
  const [few, all] = runs;
  if (few === undefined || all === undefined) throw new Error('two sizes are measured');
  const rate = rateOf(all);
  const { answer } = all;
  const count = (value: number) => value.toLocaleString('en-US');
  const megabytes = Math.round(all.bytes / 1_000_000);
  const mebibytes = (run: Run) => run.answer.peakRssKibibytes / 1_024;
  return [
    {
      measure: `${count(all.events)} events read and replayed for ${PAST_DAY}`,
      figure: rate,
      unit: 'events/s',
      remark: `${count(answer.notes)} notes, ${count(answer.replayed)} events of that day or before, ${megabytes} MB; one core`,
    },
    {
      measure: `the same, ${count(few.events)} events`,
      figure: rateOf(few),
      unit: 'events/s',
      remark: `${count(drawnNotes)} different notes of ${(drawnEvents / drawnNotes).toFixed(1)} events, under other ids again and again`,
    },
    {
      measure: 'own CPU of an event',
      figure: (answer.cpuMilliseconds * 1_000) / all.events,
      unit: 'µs',
      remark: 'what else the machine does is not in it; garbage collection is',
    },
    {
      measure: 'of the time, folding and valuing',
      figure: (answer.replayingMilliseconds / answer.milliseconds) * 100,
      unit: '%',
      remark: 'the rest reads, parses and checks the lines',
    },
    {
      measure: `peak RSS, ${count(all.events)} events`,
      figure: mebibytes(all),
      unit: 'MiB',
      remark: `${mebibytes(few).toFixed(0)} MiB for ${count(few.events)} events; heap limited to ${HEAP_MB} MB`,
    },
    {
      measure: `${count(EXTRAPOLATED)} events would take`,
      figure: EXTRAPOLATED / rate,
      unit: 's',
      remark:
        'extrapolated, one core: a note is dropped once replayed, so time grows with events and memory stays in its limit',
    },
  ];
}

const rateOf = ({ events, answer }: Run): number => (events * 1_000) / answer.milliseconds;
