import { describe, expect, it } from 'vitest';
import { ledgerRoot } from '../../../functions/recovery/valuation/ledger-root.ts';
import { createRootStore, LedgerRootChanged } from '../../../functions/recovery/valuation/root-store.ts';
import { SnapshotSums } from '../../../functions/recovery/valuation/snapshot-sums.ts';
import { type ValuationDeps, valuePortfolio } from '../../../functions/recovery/valuation/value-portfolio.ts';
import { calendarDate } from '../../../shared/calendar/calendar-date.ts';
import type { Head } from '../../../shared/ledger/head-item.ts';
import type { ScannedHead } from '../../../shared/ledger/scan-heads.ts';
import { FOLD_VERSION } from '../../../shared/loan-book/fold.ts';
import { emptyState } from '../../../shared/loan-book/note-state.ts';
import type { Valuation } from '../../../shared/loan-book/valuation.ts';
import { noteTerms } from '../../fixtures/note-terms.ts';
import { memoryObjects } from '../../support/report-world.ts';

const date = calendarDate('2026-11-19');

function valuation(daysPastDue: number, due: number, changes: Partial<Valuation> = {}): Valuation {
  const amounts = { principal: due, ordinaryInterest: 0, defaultInterest: 0, collectionCosts: 0 };
  return {
    owed: amounts,
    payable: amounts,
    due: amounts,
    principalOverdue: due,
    ledger: amounts,
    unrecognised: { ordinaryInterest: 3, defaultInterest: 1 },
    daysPastDue,
    punctual: false,
    status: 'open',
    held: 0,
    writtenOff: { principal: 0, ordinaryInterest: 0, defaultInterest: 0, collectionCosts: 0 },
    ...changes,
  };
}

describe('sums of a valuation', () => {
  it.each([
    [0, undefined],
    [1, '1-30'],
    [30, '1-30'],
    [31, '31-60'],
    [90, '61-90'],
    [180, '91-180'],
    [365, '181-365'],
    [366, '366+'],
    [5_000, '366+'],
  ])('put %i days past due into %s', (days, bucket) => {
    const sums = new SnapshotSums();
    sums.add({ office: 'nogales', stage: 'judicial' }, valuation(days, 100));
    const { arrears, notesInArrears, overdue } = sums.result();
    expect(arrears.filter(({ notes }) => notes > 0).map(({ key }) => key)).toEqual(
      bucket === undefined ? [] : [bucket],
    );
    expect([notesInArrears, overdue]).toEqual(bucket === undefined ? [0, 0] : [1, 100]);
  });

  it('are the same in one segment and in three', () => {
    const one = new SnapshotSums();
    const parts = [new SnapshotSums(), new SnapshotSums(), new SnapshotSums()];
    for (let index = 0; index < 60; index += 1) {
      const place = { office: index % 2 === 0 ? 'hermosillo' : 'obregon', stage: 'administrative' } as const;
      const value = valuation(index % 4 === 0 ? 0 : index * 9, index * 7);
      one.add(place, value);
      parts[index % 3]!.add(place, value);
    }
    const merged = new SnapshotSums();
    for (const part of parts) merged.merge(part);
    expect(merged.result()).toEqual(one.result());
    expect(merged.notesValued).toBe(60);
  });
});

describe('the ledger root', () => {
  it('does not depend on the order of the heads, and changes with any hash', () => {
    const root = ledgerRoot(['NOTE#a:1:x', 'NOTE#b:2:y']);
    expect(ledgerRoot(['NOTE#b:2:y', 'NOTE#a:1:x'])).toBe(root);
    expect(ledgerRoot(['NOTE#a:1:x', 'NOTE#b:2:z'])).not.toBe(root);
  });

  it('is kept once; another root of the same day is kept beside it and alarms', async () => {
    const objects = memoryObjects();
    const { keepRoot } = createRootStore(objects, () => new Date('2026-11-20T07:15:00Z'));
    await keepRoot(date, 'aa', 2);
    await keepRoot(date, 'aa', 2);
    await expect(keepRoot(date, 'bb', 2)).rejects.toBeInstanceOf(LedgerRootChanged);
    expect([...objects.all.keys()]).toEqual([
      'roots/2026-11-19.json',
      'roots/2026-11-19-differs-2026-11-20T07:15:00.000Z.json',
    ]);
    expect(JSON.parse(objects.all.get('roots/2026-11-19.json')!)).toMatchObject({ root: 'aa' });
  });
});

describe('a run of the valuation', () => {
  const head = (noteId: string, recordedOn: string): Head => ({
    noteId,
    fileId: 'F',
    version: 1,
    seq: 1,
    hash: `h-${noteId}`,
    note: { terms: noteTerms(), state: emptyState(calendarDate('2026-01-01')) },
    dimensions: { office: 'hermosillo', stage: 'administrative', agent: null, product: 'C' },
    fold: FOLD_VERSION,
    checkpoints: [],
    openedOn: calendarDate('2026-01-01'),
    contractedOn: calendarDate('2026-01-01'),
    lastRecordedOn: calendarDate(recordedOn),
  });
  function depsOf(heads: readonly ScannedHead[]) {
    const kept: string[] = [];
    const deps: ValuationDeps = {
      async *scanHeads(segment, segments) {
        for (const [index, scanned] of heads.entries()) if (index % segments === segment) yield scanned;
      },
      noteAsKnownOn: async () => undefined,
      creditChainOn: async () => undefined,
      saveSnapshot: async () => {},
      keepRoot: async (_date, root) => {
        kept.push(root);
      },
      now: () => new Date('2026-11-20T07:15:00Z'),
    };
    return { deps, kept };
  }

  it('names the heads it could not value, goes on with the rest, and keeps no root', async () => {
    const { deps, kept } = depsOf([
      { type: 'note', head: head('A', '2026-11-19') },
      { type: 'undecodable', key: 'FILE#F NOTE#B' },
      {
        type: 'note',
        head: {
          ...head('C', '2026-11-19'),
          note: { terms: noteTerms(), state: emptyState(calendarDate('2026-12-01')) },
        },
      },
    ]);
    const { snapshot, failed } = await valuePortfolio(deps, { date, segments: 2 });
    expect([...failed].sort()).toEqual(['FILE#F NOTE#B', 'NOTE#C']);
    expect(snapshot).toMatchObject({ headsRead: 3, notesValued: 1, failures: 2 });
    expect(kept).toEqual([]);
  });

  it('leaves out notes that did not exist yet on the day', async () => {
    const { deps, kept } = depsOf([
      { type: 'note', head: head('A', '2026-11-19') },
      { type: 'note', head: head('B', '2026-11-20') },
    ]);
    const { snapshot } = await valuePortfolio(deps, { date, segments: 2 });
    expect(snapshot).toMatchObject({ notesValued: 1, notesLater: 1, failures: 0 });
    expect(kept).toEqual([ledgerRoot(['NOTE#A:1:h-A'])]);
  });
});
