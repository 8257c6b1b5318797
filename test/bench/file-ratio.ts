import { TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import type { BenchLine, BenchPart } from './bench-line.ts';
import type { BenchStore } from './bench-store.ts';
import { runCieFile } from './cie-file.ts';
import { cieRows } from './cie-rows.ts';
import { openNotes, type PayableNote } from './open-notes.ts';
import { addTwinHeads, keepWrites, type Replay, replaysOf } from './replayed-posting.ts';
import { spreadOf } from './spread.ts';
import { type Timing, timed } from './timed-work.ts';
import { openWorkingStore, workingNotes } from './working-store.ts';

/** As functions/recovery/intake/post-rows.ts has rows under way at once. */
const ROWS_AT_ONCE = 16;
const WARM_UP = 2;

interface Pair {
  readonly file: Timing;
  readonly bare: Timing;
}

/**
 * A bank file from registering to its last row, against nothing but the TransactWrites that it made: the same bytes on
 * other keys of the same store, as many at once. Rounds alternate in one process; each file pays other notes.
 */
export const fileRatio: BenchPart = {
  name: 'file-ratio',
  title: 'Bank file ÷ its bare writes',
  async run(setting) {
    const [rounds, rows] = setting.quick ? [3, 100] : [11, 300];
    const store = await openWorkingStore(setting);
    try {
      const needed = (rounds + WARM_UP) * rows;
      const notes = (await openNotes(store, workingNotes(setting))).slice(0, needed);
      if (notes.length < needed) throw new Error(`${needed} open notes are needed, the store has ${notes.length}`);
      setting.say('file-ratio: heads of the twins');
      await addTwinHeads(store, notes);
      setting.say(`file-ratio: ${rounds} files of ${rows} rows`);
      return linesOf(rows, await pairs(store, { rounds, rows }, notes));
    } finally {
      await store.stop();
    }
  },
};

/** Round k of the bare writes repeats what file k − 1 wrote; which of the two goes first alternates. */
async function pairs(
  store: BenchStore,
  { rounds, rows }: { readonly rounds: number; readonly rows: number },
  notes: readonly PayableNote[],
): Promise<Pair[]> {
  const ours = store.connect();
  const bare = store.connect();
  const kept = keepWrites(ours);
  const post = async (round: number) => {
    const chosen = notes.slice(round * rows, (round + 1) * rows);
    const bytes = cieRows(chosen, rows);
    const { perSecond, cpuMicrosPerItem } = await timed([bytes], 1, () =>
      runCieFile(ours, store, bytes, `bench/cie-${round}.txt`),
    );
    const file = { perSecond: perSecond * rows, cpuMicrosPerItem: cpuMicrosPerItem / rows };
    const replays = replaysOf(store, kept.take(), chosen);
    if (replays.length !== rows) throw new Error(`${rows} rows made ${replays.length} postings`);
    return { file, replays };
  };
  const repeat = (replays: readonly Replay[]) =>
    timed(replays, ROWS_AT_ONCE, ({ write }) => bare.send(new TransactWriteCommand(write)));

  const found: Pair[] = [];
  let before = (await post(0)).replays;
  for (let round = 1; round < rounds + WARM_UP; round += 1) {
    const first = round % 2 === 0 ? await repeat(before) : undefined;
    const { file, replays } = await post(round);
    const again = first ?? (await repeat(before));
    if (round >= WARM_UP) found.push({ file, bare: again });
    before = replays;
  }
  return found;
}

function linesOf(rows: number, found: readonly Pair[]): BenchLine[] {
  const ratio = spreadOf(found.map(({ file, bare }) => file.perSecond / bare.perSecond));
  const file = spreadOf(found.map((pair) => pair.file.perSecond));
  const bare = spreadOf(found.map((pair) => pair.bare.perSecond));
  const rest = spreadOf(found.map((pair) => 1_000_000 / pair.file.perSecond - 1_000_000 / pair.bare.perSecond));
  const cpu = spreadOf(found.map((pair) => pair.file.cpuMicrosPerItem - pair.bare.cpuMicrosPerItem));
  return [
    {
      measure: 'bank file ÷ its bare TransactWrites',
      figure: ratio.median,
      unit: '×',
      spread: ratio,
      target: { atLeast: 0.6 },
      remark: `files of ${rows} rows, ${ROWS_AT_ONCE} rows at once, interleaved`,
    },
    { measure: 'bank file, in process', figure: file.median, unit: 'rows/s', spread: file },
    { measure: 'bare TransactWrites of a file', figure: bare.median, unit: 'rows/s', spread: bare },
    {
      measure: 'where the rest of a row goes: time',
      figure: rest.median,
      unit: 'µs',
      spread: rest,
      remark: 'lookups of reference and head, row states, checkpoints, own CPU',
    },
    { measure: 'of it own CPU', figure: cpu.median, unit: 'µs', spread: cpu, remark: 'process CPU, file − bare' },
  ];
}
