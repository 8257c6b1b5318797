import { bankRowPosting, benchLedger } from './bank-row-posting.ts';
import type { BenchLine, BenchPart, BenchSetting } from './bench-line.ts';
import type { BenchStore } from './bench-store.ts';
import { openNotes, type PayableNote } from './open-notes.ts';
import { addTwinHeads, keepWrites, type Replay, replay, replaysOf } from './replayed-posting.ts';
import { spreadOf } from './spread.ts';
import { type Timing, timed } from './timed-work.ts';
import { openWorkingStore, workingNotes } from './working-store.ts';

/** Rounds that are not counted: connections open, code gets compiled. */
const WARM_UP = 3;

interface Rounds {
  readonly connections: number;
  readonly rounds: number;
  readonly perRound: number;
}

interface Pair {
  readonly posting: Timing;
  readonly baseline: Timing;
}

/**
 * The ledger's in-order posting of a bank row against its bare store calls: a consistent GetItem and the same
 * TransactWrite with the same bytes on other keys of the same pre-filled store. Rounds of one follow rounds of the
 * other, which goes first alternates; no stream is consumed; one process, one client each with open connections.
 */
export const postingRatio: BenchPart = {
  name: 'posting',
  title: 'Posting ÷ baseline',
  async run(setting) {
    const plan = roundsOf(setting);
    const store = await openWorkingStore(setting);
    try {
      const notes = await openNotes(store, workingNotes(setting));
      const needed = plan.reduce((sum, { rounds, perRound }) => sum + (rounds + WARM_UP) * perRound, 0);
      if (notes.length < needed) throw new Error(`${needed} open notes are needed, the store has ${notes.length}`);
      setting.say('posting: heads of the twins');
      await addTwinHeads(store, notes.slice(0, needed));
      const lines: BenchLine[] = [];
      let from = 0;
      for (const step of plan) {
        const length = (step.rounds + WARM_UP) * step.perRound;
        setting.say(`posting: ${step.connections} connections, ${step.rounds} rounds of ${step.perRound}`);
        lines.push(...linesOf(step, await pairs(store, step, notes.slice(from, from + length))));
        from += length;
      }
      return lines;
    } finally {
      await store.stop();
    }
  },
};

function roundsOf({ quick }: BenchSetting): Rounds[] {
  const rounds = quick ? 3 : 11;
  return [
    { connections: 1, rounds, perRound: quick ? 40 : 200 },
    { connections: 16, rounds, perRound: quick ? 80 : 400 },
  ];
}

/** Round k of the baseline replays what round k − 1 of the ledger wrote. The first rounds only warm up. */
async function pairs(store: BenchStore, { connections, rounds, perRound }: Rounds, notes: readonly PayableNote[]) {
  const ours = store.connect();
  const bare = store.connect();
  const kept = keepWrites(ours);
  const ledger = benchLedger(ours, store);
  const post = async (round: number) => {
    const chosen = notes.slice(round * perRound, (round + 1) * perRound);
    const postings = chosen.map((note, index) => bankRowPosting(note, index + 1));
    const timing = await timed(postings, connections, (posting) => ledger.postToNote(posting));
    const replays = replaysOf(store, kept.take(), chosen);
    if (replays.length !== chosen.length) throw new Error('a write of the ledger changed no head of this round');
    return { timing, replays };
  };
  const repeat = (replays: readonly Replay[]) => timed(replays, connections, (calls) => replay(bare, calls));

  const found: Pair[] = [];
  let before = (await post(0)).replays;
  for (let round = 1; round < rounds + WARM_UP; round += 1) {
    const first = round % 2 === 0 ? await repeat(before) : undefined;
    const { timing: posting, replays } = await post(round);
    const baseline = first ?? (await repeat(before));
    if (round >= WARM_UP) found.push({ posting, baseline });
    before = replays;
  }
  return found;
}

function linesOf({ connections, perRound }: Rounds, found: readonly Pair[]): BenchLine[] {
  const at = `${connections} ${connections === 1 ? 'connection' : 'connections'}`;
  const ratio = spreadOf(found.map(({ posting, baseline }) => posting.perSecond / baseline.perSecond));
  const posting = spreadOf(found.map((pair) => pair.posting.perSecond));
  const baseline = spreadOf(found.map((pair) => pair.baseline.perSecond));
  const cpu = spreadOf(found.map((pair) => pair.posting.cpuMicrosPerItem - pair.baseline.cpuMicrosPerItem));
  return [
    {
      measure: `posting ÷ baseline throughput, ${at}`,
      figure: ratio.median,
      unit: '×',
      spread: ratio,
      target: { atLeast: 0.92 },
      remark: `rounds of ${perRound}, interleaved`,
    },
    { measure: `posting, ${at}`, figure: posting.median, unit: 'per second', spread: posting },
    { measure: `baseline, ${at}`, figure: baseline.median, unit: 'per second', spread: baseline },
    {
      measure: `own CPU of a posting, ${at}`,
      figure: cpu.median,
      unit: 'µs',
      spread: cpu,
      remark: 'process CPU of a posting − of a baseline, same rounds',
    },
  ];
}
