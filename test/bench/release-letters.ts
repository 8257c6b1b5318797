import { type LetterModel, lettersPdf } from '../../functions/custody/release/letter-pdf.ts';
import { calendarDate } from '../../shared/calendar/calendar-date.ts';
import { repositoryAssets } from '../unit/documents/repository-assets.ts';
import type { BenchLine, BenchPart } from './bench-line.ts';
import { BENCH_DAY } from './demo-notes.ts';

const LETTERS = 1_000;
const MIB = 1_024 ** 2;

/** Letters of release as one PDF: a quarter of them, then all, so that what a letter costs in memory is seen. */
export const releaseLetters: BenchPart = {
  name: 'letters',
  title: 'Letters of release as one PDF',
  async run({ quick, say }) {
    const count = quick ? 40 : LETTERS;
    const measured: { letters: number; seconds: number; rss: number; bytes: number }[] = [];
    for (const letters of [count / 4, count]) {
      const models = Array.from({ length: letters }, (_, index) => letter(index));
      const before = process.memoryUsage().rss;
      const started = performance.now();
      const { length: bytes } = await lettersPdf(repositoryAssets, 'LE-BENCH', new Date(), models);
      const seconds = (performance.now() - started) / 1_000;
      measured.push({ letters, seconds, rss: (process.memoryUsage().rss - before) / MIB, bytes });
      say(`${letters} letters in ${seconds.toFixed(1)} s`);
    }
    const [some, all] = measured;
    if (some === undefined || all === undefined) throw new Error('both sizes are measured');
    return [
      {
        ...{ measure: `${count.toLocaleString('en-US')} letters as one PDF`, figure: all.seconds, unit: 's' },
        target: { atMost: 30 },
        remark: `${(all.bytes / MIB).toFixed(1)} MiB`,
      },
      {
        ...{ measure: 'time of a letter among all, against one among a quarter of them', unit: 'times' },
        figure: all.seconds / all.letters / (some.seconds / some.letters),
        target: { atMost: 1.5 },
      },
      {
        ...{ measure: `growth of RSS in ${count.toLocaleString('en-US')} letters`, figure: all.rss, unit: 'MiB' },
        remark: `${some.rss.toFixed(0)} MiB in a quarter of them, made before`,
      },
    ] satisfies BenchLine[];
  },
};

const letter = (index: number): LetterModel => ({
  ...{ kind: 'no-debt-letter', folio: `C-BENCH${String(index).padStart(6, '0')}`, office: 'hermosillo' },
  verifyUrl: `https://cartera.example/verificar/C-BENCH${index}-12345678`,
  borrowerName: `María José Ñúñez Güereña ${index}`,
  notes: [1, 2].map((number) => ({
    ...{ noteId: `n-${index}-${number}`, contractNumber: `CE-2019-${index}-${number}`, endedAs: 'paid' as const },
    lastPayment: { on: calendarDate('2026-10-15'), amount: 123_456 },
  })),
  ...{ on: BENCH_DAY, issuedAt: new Date('2026-11-20T17:00:00Z') },
});
