import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { closeRound, openRound, readLabels } from '../../functions/custody/inventory/count-round.ts';
import { createRoundStore } from '../../functions/custody/inventory/round-store.ts';
import { createOriginalStore } from '../../functions/custody/originals/original-store.ts';
import { putIntoPlace } from '../../functions/custody/originals/receive-original.ts';
import { createPlace } from '../../functions/custody/places/keep-places.ts';
import { createPlaceStore } from '../../functions/custody/places/place-store.ts';
import { clockFrom } from '../../shared/calendar/clock.ts';
import { createRequestClaims } from '../../shared/ledger/request-claim.ts';
import type { BenchPart } from './bench-line.ts';
import { openBenchStore } from './bench-store.ts';
import { BENCH_FOLDER } from './cached-store.ts';
import { BENCH_DAY } from './demo-notes.ts';

const ORIGINALS = 10_000;
const LABELS_OF_BATCH = 500;
const AT_ONCE = 25;

/** A round over one place: opened, read in batches, closed, with one original missing. In this process, by the use cases. */
export const inventoryRound: BenchPart = {
  name: 'inventory',
  title: 'An inventory round of a place',
  async run({ quick, say }) {
    const count = quick ? 500 : ORIGINALS;
    const folder = mkdtempSync(join(BENCH_FOLDER, 'inventory-run-'));
    const store = await openBenchStore(folder);
    try {
      const documents = store.connect();
      const table = store.tables.DOCUMENTS_TABLE;
      const deps = {
        clock: clockFrom(`fixed:${BENCH_DAY}`, () => new Date()),
        originals: createOriginalStore(documents, table),
        places: createPlaceStore(documents, table),
        rounds: createRoundStore(documents, table),
        claims: createRequestClaims(documents, store.tables.IDEMPOTENCY_TABLE),
      };
      const caller = { subject: 'bench', roles: ['custodian'], offices: 'all', correlationId: 'bench' } as const;
      const where = { placeCode: 'BENCH', office: 'hermosillo', vault: 'Bóveda', shelf: null, box: null } as const;
      const place = await createPlace(deps, { ...where, idempotencyKey: randomUUID() }, caller);
      const codes: string[] = [];
      for (let first = 0; first < count; first += AT_ONCE) {
        const some = Array.from({ length: Math.min(AT_ONCE, count - first) }, (_, index) => {
          const contractNumber = `BENCH-${first + index}`;
          const note = { noteId: randomUUID(), fileId: randomUUID(), contractNumber, office: 'hermosillo' } as const;
          const paper = { kind: 'note', contractNumber, number: 1 } as const;
          const summary = { ...note, product: 'superior', paymentReference: contractNumber };
          return putIntoPlace(deps, { paper, note: summary, place, by: 'bench', key: randomUUID() });
        });
        codes.push(...(await Promise.all(some)).map(({ original }) => original.labelCode));
      }
      say(`${codes.length} originals received`);
      const started = performance.now();
      const { roundId } = await openRound(deps, { placeCode: 'BENCH', idempotencyKey: randomUUID() }, caller);
      const opened = performance.now();
      const read = codes.slice(1);
      for (let first = 0; first < read.length; first += LABELS_OF_BATCH) {
        const labels = read.slice(first, first + LABELS_OF_BATCH);
        await readLabels(deps, { roundId, labels, idempotencyKey: randomUUID() }, caller);
      }
      const counted = performance.now();
      const ifMatch = `v${1 + Math.ceil(read.length / LABELS_OF_BATCH)}`;
      const { counts } = await closeRound(deps, { roundId, ifMatch, idempotencyKey: randomUUID() }, caller);
      const ended = performance.now();
      if (counts?.expected !== count || counts.missing !== 1 || counts.found !== count - 1)
        throw new Error(`the round does not tie: ${JSON.stringify(counts)}`);
      const seconds = (from: number, to: number) => ((to - from) / 1_000).toFixed(1);
      return [
        {
          measure: `a round of ${count.toLocaleString('en-US')} originals`,
          figure: (ended - started) / 1_000,
          unit: 's',
          target: { atMost: 60 },
          remark: `opened in ${seconds(started, opened)} s, read in ${seconds(opened, counted)} s, closed in ${seconds(counted, ended)} s; one is missing, and found to be`,
        },
        {
          measure: 'peak RSS of the round, filling included',
          figure: process.resourceUsage().maxRSS / 1_024,
          unit: 'MiB',
        },
      ];
    } finally {
      await store.stop();
      rmSync(folder, { recursive: true, force: true });
    }
  },
};
