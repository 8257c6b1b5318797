import { bankRowPosting, benchLedger } from './bank-row-posting.ts';
import type { BenchPart } from './bench-line.ts';
import type { BenchStore } from './bench-store.ts';
import { openNotes } from './open-notes.ts';
import { answerFromMemory, keepWrites, type Replay, replay, replayOf } from './replayed-posting.ts';
import { spreadOf } from './spread.ts';
import { timed } from './timed-work.ts';
import { openWorkingStore, workingNotes } from './working-store.ts';

const NOTES = 1_000;

/**
 * The ledger's own CPU without the noise of network and engine: the store's answers come from memory, inside the same
 * client. A posting less the same two calls made bare is what reading the head, the loan book, the entry, the hashes
 * and the draft of the transaction cost.
 */
export const postingCpu: BenchPart = {
  name: 'posting-cpu',
  title: 'Own CPU of a posting',
  async run(setting) {
    const store = await openWorkingStore(setting);
    try {
      const rounds = setting.quick ? 3 : 15;
      const { post, repeat } = await prepare(store, setting.quick);
      for (let warming = 0; warming < 4; warming += 1) {
        await post();
        await repeat();
      }
      const own: number[] = [];
      for (let round = 0; round < rounds; round += 1) {
        const posting = await post();
        const bare = await repeat();
        own.push(posting.cpuMicrosPerItem - bare.cpuMicrosPerItem);
      }
      const spread = spreadOf(own);
      return [
        {
          measure: 'own CPU of a posting, store answering from memory',
          figure: spread.median,
          unit: 'µs',
          spread,
          remark: `rounds of ${NOTES}, interleaved with the bare calls through the same client`,
        },
      ];
    } finally {
      await store.stop();
    }
  },
};

async function prepare(store: BenchStore, quick: boolean) {
  const notes = (await openNotes(store, workingNotes({ quick }))).slice(0, NOTES);
  const documents = store.connect();
  const answering = await answerFromMemory(documents, store, notes);
  const kept = keepWrites(documents);
  const ledger = benchLedger(documents, store);
  const postings = notes.map((note, index) => bankRowPosting(note, index + 1));
  for (const posting of postings) await ledger.postToNote(posting);
  const writes = kept.take();
  const replays = notes.map((note, index): Replay => {
    const write = writes[index];
    if (write === undefined) throw new Error('a posting wrote nothing');
    return { get: answering.headOf(note), write: replayOf(write, note, store).write };
  });
  return {
    async post() {
      const timing = await timed(postings, 1, (posting) => ledger.postToNote(posting));
      kept.take();
      return timing;
    },
    async repeat() {
      const timing = await timed(replays, 1, (calls) => replay(documents, calls));
      kept.take();
      return timing;
    },
  };
}
