import { describe, expect, it } from 'vitest';
import { calendarDate as day } from '../../../shared/calendar/calendar-date.ts';
import {
  packCheckpoint,
  packCheckpoints,
  packState,
  packTerms,
  unpackCheckpoint,
  unpackCheckpoints,
  unpackNote,
} from '../../../shared/ledger/compact-note.ts';
import { emptyState, type NoteState } from '../../../shared/loan-book/note-state.ts';
import type { NoteTerms } from '../../../shared/loan-book/note-terms.ts';
import { noteTerms } from '../../fixtures/note-terms.ts';

// The format by hand: days since 1970 (2025-01-31 = 20119, 2025-03-01 = 20148), words by their place in the list.
const TERMS = noteTerms();
const PACKED_TERMS = '[1,1,20119,20148,12,"",1,null,0,60000,[[0,90],[30000,null]],0,null,0,null,0,0,0,0,0,"cdop",0,0]';

/** Every field with a value of its own. */
const FULL: NoteState = {
  openedOn: day('2025-02-10'),
  accruedTo: day('2025-03-01'),
  lastKey: '2025-03-01|60||p-1',
  tranches: [{ date: day('2025-02-10'), amount: 100_000, instalment: 8_607 }],
  arrears: [{ due: day('2025-01-31'), owed: 1_234 }],
  principal: 90_000,
  shortened: 11,
  acceleratedOn: day('2025-02-10'),
  ordinary: { accrued: 100_000_000_000_000_000_000n, recognised: 12, owed: 13 },
  maturities: [
    { due: day('2025-01-31'), owed: 500 },
    { due: day('2025-03-01'), owed: 77 },
  ],
  studyInterest: { amount: 14, from: day('2025-01-31') },
  studiesEnded: true,
  late: { accrued: 1_234n, recognised: 15, owed: 16 },
  collectionCosts: 17,
  held: -18,
  writtenOff: { principal: 1, ordinaryInterest: 2, defaultInterest: 3, collectionCosts: 4 },
  average: 91.5,
  punctualityLost: true,
  agreement: {
    id: 'c-1',
    standing: 'broken',
    setAside: { principal: 5, ordinaryInterest: 6, defaultInterest: 7, collectionCosts: 8 },
    earned: 'by-payment',
    whileLive: ['defaultInterest', 'ordinaryInterest'],
    forgave: true,
  },
  regenerated: {
    form: 'resolutory-condition',
    into: 'n-2',
    capitalised: ['ordinaryInterest', 'defaultInterest'],
    moved: { principal: 9, ordinaryInterest: 10, defaultInterest: 11, collectionCosts: 12 },
  },
  graceOver: { due: day('2025-01-31'), on: day('2025-03-01') },
};
// 20119 = fiv, 29 days = t, 1234 = ya, 500 = dw, 77 = 25 and 10^20 = l3r41ifs0q5ts in base 36.
const PACKED_FULL =
  '[1,20129,20148,"2025-03-01|60||p-1",[[20129,100000,8607]],"fiv.ya",90000,11,20129,["l3r41ifs0q5ts",12,13],"fiv.dw,t.25",[14,20119],1,["ya",15,16],17,-18,[1,2,3,4],91.5,1,["c-1",1,[5,6,7,8],1,[1,0],1],[1,"n-2","od",[9,10,11,12]],[20119,20148]]';

describe('a packed note', () => {
  it('has its terms in the order of the format, and they come back', () => {
    expect(packTerms(TERMS)).toBe(PACKED_TERMS);
    expect(unpackNote(PACKED_TERMS, PACKED_FULL).terms).toEqual(TERMS);
  });

  it('has its state in the order of the format, and it comes back', () => {
    expect(packState(FULL)).toBe(PACKED_FULL);
    expect(unpackNote(PACKED_TERMS, PACKED_FULL).state).toEqual(FULL);
  });

  it('without an agreement or a regeneration has no byte for it, and older texts are read as they were written', () => {
    const noGrace = PACKED_FULL.replace(',[20119,20148]]', ']');
    const only = noGrace.replace(',[1,"n-2","od",[9,10,11,12]]', '');
    const neither = only.replace(',["c-1",1,[5,6,7,8],1,[1,0],1]', '');
    const noAgreement = noGrace.replace('["c-1",1,[5,6,7,8],1,[1,0],1]', 'null');
    const onlyGrace = neither.replace(/]$/, ',null,null,[20119,20148]]');
    const none = { agreement: null, regenerated: null, graceOver: null };
    for (const [packed, less] of [
      [noGrace, { graceOver: null }],
      [only, { regenerated: null, graceOver: null }],
      [neither, none],
      [noAgreement, { agreement: null, graceOver: null }],
      [onlyGrace, { agreement: null, regenerated: null }],
    ] as const) {
      expect(packState({ ...FULL, ...less })).toBe(packed);
      expect(unpackNote(PACKED_TERMS, packed).state).toEqual({ ...FULL, ...less });
    }
  });

  it('has nothing where a young note has nothing', () => {
    const packed = '[1,20129,20129,"",[],"",0,0,null,["0",0,0],"",null,0,["0",0,0],0,0,null,null,0]';
    expect(packState(emptyState(day('2025-02-10')))).toBe(packed);
    expect(unpackNote(PACKED_TERMS, packed).state).toEqual(emptyState(day('2025-02-10')));
  });

  it('keeps terms that may be absent only where they are there', () => {
    const terms = noteTerms({
      dueDateShifts: [0, 3, 10],
      studyInterest: 'spread',
      punctualityToleranceAmount: 5_000,
      defaultRate: 90_000,
    });
    const packed = packTerms(terms);
    expect(packed).toContain(',12,"03a",1,1,0,60000,');
    expect(packed).toContain(',0,5000,0,90000,');
    expect(unpackNote(packed, PACKED_FULL).terms).toEqual(terms);
    expect(Object.keys(unpackNote(PACKED_TERMS, PACKED_FULL).terms)).not.toContain('dueDateShifts');
    expect(Object.keys(unpackNote(PACKED_TERMS, PACKED_FULL).terms.bands[1]!)).toEqual(['annualPpm']);
  });

  // Place in the packed list, and the words in the order of the format: what is stored means this for ever.
  it.each<[keyof NoteTerms, number, readonly string[]]>([
    ['accrualStart', 1, ['disbursement', 'end-of-grace']],
    ['studyInterest', 7, ['at-first', 'spread', 'at-end']],
    ['amortization', 8, ['equal-instalments', 'equal-principal', 'single']],
    ['punctualityLost', 13, ['until-current', 'for-good']],
    ['defaultGrace', 16, ['delayed', 'forgiven']],
    ['ordinaryOnOverdue', 17, ['stops', 'continues']],
    ['dayCount', 18, ['actual/365', 'actual/360', '30/360', 'actual/actual']],
    ['rounding', 19, ['half-up', 'half-even', 'down']],
  ])('has %s at place %i as a number', (field, place, words) => {
    for (const [number, word] of words.entries()) {
      const values = JSON.parse(PACKED_TERMS);
      values[place] = number;
      const terms = { ...TERMS, [field]: word };
      expect(packTerms(terms)).toBe(JSON.stringify(values));
      expect(unpackNote(JSON.stringify(values), PACKED_FULL).terms).toEqual(terms);
    }
  });

  it.each<['mode' | 'prepayment', number, readonly string[]]>([
    ['mode', 21, ['component-first', 'instalment-first']],
    ['prepayment', 22, ['next-instalments', 'hold', 'shorten', 'lower']],
  ])('has the %s of its allocation at place %i as a number', (field, place, words) => {
    for (const [number, word] of words.entries()) {
      const values = JSON.parse(PACKED_TERMS);
      values[place] = number;
      expect(unpackNote(JSON.stringify(values), PACKED_FULL).terms.allocation).toEqual({
        ...TERMS.allocation,
        [field]: word,
      });
    }
  });
});

describe('a packed note that was changed', () => {
  const terms = (change: (values: unknown[]) => void) => {
    const values: unknown[] = JSON.parse(PACKED_TERMS);
    change(values);
    return () => unpackNote(JSON.stringify(values), PACKED_FULL);
  };
  const state = (change: (values: unknown[]) => void) => {
    const values: unknown[] = JSON.parse(PACKED_FULL);
    change(values);
    return () => unpackNote(PACKED_TERMS, JSON.stringify(values));
  };

  it.each([
    ['another format', terms((values) => values.splice(0, 1, 2))],
    ['a packed note is a list', () => unpackNote('{}', PACKED_FULL)],
    ['the list is too short', terms((values) => values.pop())],
    ['a number was expected at 5', terms((values) => values.splice(4, 1, '12'))],
    ['a whole number was expected at 5', terms((values) => values.splice(4, 1, 12.5))],
    ['a text was expected at 6', terms((values) => values.splice(5, 1, 0))],
    ['no word has the number at 19', terms((values) => values.splice(18, 1, 4))],
    ['no component is called x', terms((values) => values.splice(20, 1, 'cdox'))],
    ['a list was expected at 11', terms((values) => values.splice(10, 1, 0))],
    ['the list is too short', terms((values) => values.splice(10, 1, [7]))],
    ['the list is too long', terms((values) => values.push(0))],
    ['the list is too long', terms((values) => values.splice(10, 1, [[0, 90, 1]]))],
    ['the list is too long', state((values) => values.push(0))],
    ['the list is too long', state((values) => values.splice(9, 1, ['0', 12, 13, 14]))],
    ['a list was expected at 5', state((values) => values.splice(4, 1, 7))],
    ['1-2 is no number', state((values) => values.splice(9, 1, ['1-2', 12, 13]))],
    [' is no number', state((values) => values.splice(9, 1, ['', 12, 13]))],
    ['fiv.ya! is no pair of numbers', state((values) => values.splice(5, 1, 'fiv.ya!'))],
    ['fiv.ya.1 is no pair of numbers', state((values) => values.splice(5, 1, 'fiv.ya.1'))],
    ['a list was expected at 10', state((values) => values.splice(9, 1, 'x'))],
    ['fiv is no pair of numbers', state((values) => values.splice(5, 1, 'fiv'))],
    ['.ya is no pair of numbers', state((values) => values.splice(5, 1, '.ya'))],
    ['fiv. is no pair of numbers', state((values) => values.splice(5, 1, 'fiv.'))],
  ])('is a fault: %s', (message, read) => {
    expect(read).toThrow(expect.objectContaining({ name: 'PackedFault', message }));
  });
});

describe('a checkpoint', () => {
  it('is both packed texts in one', () => {
    const text = JSON.stringify([PACKED_TERMS, PACKED_FULL]);
    expect(packCheckpoint({ terms: TERMS, state: FULL })).toBe(text);
    expect(unpackCheckpoint(text)).toEqual({ terms: TERMS, state: FULL });
  });

  it.each([
    '{}',
    '[]',
    JSON.stringify([PACKED_TERMS]),
    JSON.stringify([1, PACKED_FULL]),
    JSON.stringify([PACKED_TERMS, PACKED_FULL, 1]),
  ])('is not %s', (text) => {
    expect(() => unpackCheckpoint(text)).toThrow('a checkpoint is two packed texts');
  });

  it('is listed by what it is more than the one before', () => {
    const listed = [
      { seq: 16, date: day('2025-01-31') },
      { seq: 48, date: day('2025-03-01') },
    ];
    expect(packCheckpoints(listed)).toBe('g.fiv,w.t');
    expect(unpackCheckpoints('g.fiv,w.t')).toEqual(listed);
    expect(packCheckpoints([])).toBe('');
    expect(unpackCheckpoints('')).toEqual([]);
  });
});
