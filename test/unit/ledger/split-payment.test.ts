import { describe, expect, it } from 'vitest';
import { calendarDate as day } from '../../../shared/calendar/calendar-date.ts';
import type { Head } from '../../../shared/ledger/head-item.ts';
import { openedBy, sharesOf } from '../../../shared/ledger/split-payment.ts';
import type { CollectionStage } from '../../../shared/loan-book/event.ts';
import { emptyState } from '../../../shared/loan-book/note-state.ts';
import { noteTerms } from '../../fixtures/note-terms.ts';

const TODAY = day('2025-02-10');

/** A note that owes collection costs and nothing else, so that what it takes is plain. */
function headOf(
  noteId: string,
  costs: number,
  {
    openedOn = '2025-01-01',
    contractedOn = '2025-01-01',
    stage = 'administrative' as CollectionStage,
    lastKey = 'k',
  } = {},
): Head {
  return {
    noteId,
    fileId: 'F-1',
    version: 1,
    seq: 1,
    hash: 'h',
    fold: 2,
    note: { terms: noteTerms(), state: { ...emptyState(day(openedOn)), lastKey, collectionCosts: costs } },
    checkpoints: [],
    dimensions: { office: 'nogales', stage, agent: null, product: 'CREDITO' },
    openedOn: day(openedOn),
    contractedOn: day(contractedOn),
    lastRecordedOn: TODAY,
  };
}
const shares = (heads: readonly Head[], amount: number, chosenNoteIds?: readonly string[]) =>
  sharesOf(
    heads.map((head) => ({ head, note: head.note })),
    { amount, valueDate: TODAY, recordedOn: TODAY },
    chosenNoteIds,
  );

describe('the split of a payment on a file', () => {
  const OLD = headOf('N-2', 300, { contractedOn: '2024-01-01' });
  const NEW = headOf('N-1', 500);

  it('pays the oldest contract first, or what the borrower chose', () => {
    expect(shares([NEW, OLD], 400)).toEqual([
      { noteId: 'N-2', amount: 300 },
      { noteId: 'N-1', amount: 100 },
    ]);
    expect(shares([NEW, OLD], 400, ['N-1'])).toEqual([{ noteId: 'N-1', amount: 400 }]);
  });

  it('asks for a choice when only litigated notes could take it', () => {
    const litigated = headOf('N-3', 300, { stage: 'judicial' });
    expect(() => shares([litigated], 400)).toThrow(
      'notes-need-choice: Los pagarés del expediente están en cobranza judicial y solo se pagan si el acreditado los elige. Elija los pagarés.',
    );
    expect(shares([litigated], 400, ['N-3'])).toEqual([{ noteId: 'N-3', amount: 400 }]);
  });

  it('reaches 32 notes at most', () => {
    const heads = Array.from({ length: 33 }, (_, index) => headOf(`N-${index + 10}`, 1));
    expect(shares(heads, 32)).toHaveLength(32);
    expect(() => shares(heads, 33)).toThrow(
      'too-many-notes: El pago alcanza 33 pagarés; el máximo es 32. Elija los pagarés.',
    );
  });
});

describe('the notes that a payment of a day can go to', () => {
  const FIRST = headOf('N-1', 1, { openedOn: '2025-01-05' });
  const TWIN = headOf('N-2', 1, { openedOn: '2025-01-05' });
  const LATER = headOf('N-3', 1, { openedOn: '2025-02-01' });
  const CANCELLED = headOf('N-4', 1, { openedOn: '2024-12-01', lastKey: '' });
  const of = (on: string, ...heads: Head[]) => openedBy(heads, day(on)).map(({ noteId }) => noteId);

  it('are those that existed by then and were not cancelled', () => {
    expect(of('2025-01-05', LATER, FIRST, TWIN, CANCELLED)).toEqual(['N-1', 'N-2']);
    expect(of('2025-02-01', LATER, FIRST, TWIN, CANCELLED)).toEqual(['N-3', 'N-1', 'N-2']);
  });

  it('are the first that were opened when it is of before all of them', () => {
    expect(of('2025-01-04', LATER, FIRST, CANCELLED, TWIN)).toEqual(['N-1', 'N-2']);
    expect(of('2025-01-04', CANCELLED)).toEqual([]);
  });
});
