import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, calendarDate } from '../../../shared/calendar/calendar-date.ts';
import { packState, packTerms, unpackNote } from '../../../shared/ledger/compact-note.ts';
import { MOST_DISBURSEMENTS } from '../../../shared/ledger/event-schema.ts';
import { decodeHead, encodeHead, type Head } from '../../../shared/ledger/head-item.ts';
import { accrueTo } from '../../../shared/loan-book/accrual.ts';
import type { NoteEvent } from '../../../shared/loan-book/event.ts';
import { FOLD_VERSION, foldEvents } from '../../../shared/loan-book/fold.ts';
import type { NoteState } from '../../../shared/loan-book/note-state.ts';
import { MOST_INSTALMENTS } from '../../../shared/loan-book/note-terms.ts';
import { itemSize } from '../../bench/item-size.ts';
import { arbitraryLife, arbitraryTerms } from '../../fixtures/arbitrary-notes.ts';
import { noteTerms } from '../../fixtures/note-terms.ts';
import { RUNS } from '../../support/runs.ts';

const HEAD_BYTES = 2_048;

function headOf(note: Head['note']): Head {
  return {
    noteId: '0193a5b2-7c1e-7f00-8a61-2b7f1c9d4e10',
    fileId: '0193a5b2-7c1e-7f00-8a61-2b7f1c9d4e11',
    version: 4_000,
    seq: 4_000,
    hash: 'f'.repeat(43),
    fold: FOLD_VERSION,
    checkpoints: Array.from({ length: 14 }, (_, index) => ({
      seq: 16 * 2 ** index,
      date: addDays(calendarDate('2015-08-01'), 250 * index),
    })),
    note,
    dimensions: {
      office: 'hermosillo',
      stage: 'extrajudicial',
      agent: 'abogado-externo-01',
      product: 'media-superior',
    },
    openedOn: calendarDate('2024-08-01'),
    contractedOn: calendarDate('2024-08-01'),
    lastRecordedOn: calendarDate('2024-08-01'),
  };
}

describe('the head of a note', () => {
  it('stays within 2 KB and comes back the same, whatever the terms and the life', () => {
    fc.assert(
      fc.property(arbitraryTerms, arbitraryLife, (terms, life) => {
        const { note } = foldEvents(terms, life);
        const head = headOf(note);
        const item = encodeHead(head);
        expect(itemSize(item)).toBeLessThanOrEqual(HEAD_BYTES);
        expect(decodeHead(item).note.state).toEqual(note.state);
      }),
      { numRuns: RUNS },
    );
  });

  it('stays within 2 KB with every due date of the longest note unpaid, every one moved, and an agreement on it', () => {
    const terms = noteTerms({
      instalments: MOST_INSTALMENTS,
      accrualStart: 'disbursement',
      studyInterest: 'spread',
      punctualityToleranceAmount: 10_000,
      amortization: 'equal-principal',
      baseRate: 364_999,
      dueDateShifts: Array.from({ length: MOST_INSTALMENTS }, (_, index) => 1 + (index % 10)),
    });
    const lent = Array.from(
      { length: MOST_DISBURSEMENTS },
      (_, index): NoteEvent => ({
        kind: 'disbursed',
        id: `0193a5b2-7c1e-7f00-8a61-2b7f1c9d4e1${index}`,
        arrival: '00mi3k2j9.00000',
        valueDate: addDays(calendarDate('2024-08-01'), index),
        recordedOn: calendarDate('2024-08-01'),
        amount: 6_000_000,
      }),
    );
    const { note } = foldEvents(terms, lent);
    const state: NoteState = {
      ...accrueTo(note.terms, note.state, addDays(calendarDate('2025-03-01'), 31 * MOST_INSTALMENTS)),
      agreement: {
        id: '0193a5b2-7c1e-7f00-8a61-2b7f1c9d4eff',
        standing: 'live',
        setAside: {
          principal: 6_000_000,
          ordinaryInterest: 6_000_000,
          defaultInterest: 6_000_000,
          collectionCosts: 6_000_000,
        },
        earned: 'by-payment',
        whileLive: ['ordinaryInterest', 'defaultInterest'],
        forgave: true,
      },
    };
    expect(state.maturities.length).toBe(MOST_INSTALMENTS);
    expect(itemSize(encodeHead(headOf({ terms: note.terms, state })))).toBeLessThanOrEqual(HEAD_BYTES);
  });

  it('reads what it wrote, and nothing that was cut or of another format', () => {
    fc.assert(
      fc.property(arbitraryTerms, (terms) => {
        const { note } = foldEvents(terms, []);
        expect(unpackNote(packTerms(terms), packState(note.state)).terms).toEqual(
          terms.dueDateShifts?.length === 0 ? { ...terms, dueDateShifts: undefined } : terms,
        );
      }),
      { numRuns: RUNS },
    );
    const packed = packState(foldEvents(noteTerms(), []).note.state);
    expect(() => unpackNote(packTerms(noteTerms()), packed.replace('[1,', '[2,'))).toThrow('format');
    expect(() => unpackNote(packTerms(noteTerms()), '[1,20000]')).toThrow('short');
    expect(() => unpackNote(packTerms(noteTerms()), packed.replace('[1,', '[1,"x",'))).toThrow('number');
  });
});
