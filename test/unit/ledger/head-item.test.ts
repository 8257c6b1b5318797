import { describe, expect, it } from 'vitest';
import { calendarDate as day } from '../../../shared/calendar/calendar-date.ts';
import { packState, packTerms } from '../../../shared/ledger/compact-note.ts';
import {
  decodeCreditHead,
  decodeHead,
  encodeCreditHead,
  encodeHead,
  type Head,
  isNoteHead,
} from '../../../shared/ledger/head-item.ts';
import { emptyState } from '../../../shared/loan-book/note-state.ts';
import { noteTerms } from '../../fixtures/note-terms.ts';

const HEAD: Head = {
  noteId: 'N-1',
  fileId: 'F-1',
  version: 3,
  seq: 4,
  hash: 'h',
  fold: 2,
  note: { terms: noteTerms(), state: emptyState(day('2025-02-10')) },
  checkpoints: [{ seq: 16, date: day('2025-01-31') }],
  dimensions: { office: 'obregon', stage: 'mediation', agent: 'a-1', product: 'CREDITO' },
  openedOn: day('2025-02-10'),
  contractedOn: day('2025-02-09'),
  lastRecordedOn: day('2025-02-11'),
};

describe('a head', () => {
  it('is stored packed, in the partition of its file, and comes back', () => {
    const { note, checkpoints: _checkpoints, ...plain } = HEAD;
    expect(encodeHead(HEAD)).toEqual({
      ...plain,
      PK: 'FILE#F-1',
      SK: 'NOTE#N-1',
      terms: packTerms(note.terms),
      state: packState(note.state),
      checkpoints: 'g.fiv',
    });
    expect(decodeHead(encodeHead(HEAD))).toEqual(HEAD);
  });

  it('is not read without what it must have', () => {
    for (const name of Object.keys(HEAD).filter((field) => field !== 'note')) {
      expect(() => decodeHead({ ...encodeHead(HEAD), [name]: undefined }), name).toThrow();
    }
    expect(() => decodeHead({ ...encodeHead(HEAD), openedOn: '2025-02-30' })).toThrow('not a calendar date');
  });

  it('is told from the credit head of its file, which comes back too', () => {
    const credit = { fileId: 'F-1', version: 1, seq: 1, hash: 'h', balance: -5, lastRecordedOn: day('2025-02-11') };
    expect(encodeCreditHead(credit)).toEqual({ ...credit, PK: 'FILE#F-1', SK: 'CREDIT' });
    expect(decodeCreditHead(encodeCreditHead(credit))).toEqual(credit);
    expect(isNoteHead(encodeHead(HEAD))).toBe(true);
    expect(isNoteHead(encodeCreditHead(credit))).toBe(false);
    for (const name of Object.keys(credit))
      expect(() => decodeCreditHead({ ...encodeCreditHead(credit), [name]: undefined }), name).toThrow();
  });
});
