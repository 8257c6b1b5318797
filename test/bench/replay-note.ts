import { foldEvents } from '../../shared/loan-book/fold.ts';
import type { BenchPart } from './bench-line.ts';
import { LONG_NOTE_TERMS, longNote } from './long-note.ts';
import { p99Of, spreadOf } from './spread.ts';

const REPLAYS = 300;
const QUICK_REPLAYS = 20;
const WARMING = 20;

/** Parses of the events' text that last about as long as a replay, so that what else the machine does hits both. */
const PARSES = 40;

/** The target is of a quiet machine, on which one parse takes so long (the least of 600 on that of docs/bench.md). */
const MOST_MS = 3;
const PARSE_MS = 0.27;

/** A whole fold of a long note in memory: what a restatement of it costs, without the store. */
export const replayNote: BenchPart = {
  name: 'replay',
  title: 'Replay of a long note',
  async run({ quick }) {
    const events = longNote();
    const text = JSON.stringify(events);
    const replay = () => foldEvents(LONG_NOTE_TERMS, events);
    const parse = () => {
      for (let left = PARSES; left > 0; left -= 1) JSON.parse(text);
    };
    for (let warming = 0; warming < WARMING; warming += 1) {
      replay();
      parse();
    }
    const replays: number[] = [];
    const ratios: number[] = [];
    const parses: number[] = [];
    for (let round = 0; round < (quick ? QUICK_REPLAYS : REPLAYS); round += 1) {
      const parsed = millisecondsOf(parse) / PARSES;
      const replayed = millisecondsOf(replay);
      parses.push(parsed);
      replays.push(replayed);
      ratios.push(replayed / parsed);
    }
    const took = spreadOf(replays);
    const ratio = spreadOf(ratios);
    const unit = spreadOf(parses);
    return [
      {
        measure: `replay of ${events.length} events ÷ parsing their text`,
        figure: ratio.median,
        unit: '×',
        spread: ratio,
        target: { atMost: MOST_MS / PARSE_MS },
        remark: `${MOST_MS} ms where a parse takes ${PARSE_MS} ms; in turns`,
      },
      { measure: 'replay of the note', figure: took.median, unit: 'ms', spread: took },
      { measure: 'replay of the note, 99 of 100 within', figure: p99Of(replays), unit: 'ms' },
      { measure: 'parsing its text', figure: unit.median, unit: 'ms', spread: unit, remark: `${text.length} bytes` },
    ];
  },
};

function millisecondsOf(work: () => unknown): number {
  const started = performance.now();
  work();
  return performance.now() - started;
}
