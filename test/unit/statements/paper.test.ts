import { describe, expect, it } from 'vitest';
import { folioOf, type PaperScope } from '../../../functions/statements/papers/paper.ts';
import { calendarDate } from '../../../shared/calendar/calendar-date.ts';
import { type Heads, ledgerVersionOf } from '../../../shared/ledger/ledger-version.ts';
import { codeOf, newCheck, readCode } from '../../../shared/links/folio.ts';

const note = (noteId: string, seq: number, fold = 1) => ({ noteId, seq, fold }) as Heads['notes'][number];
const agreement = (agreementId: string, version: number, noteIds: string[]) =>
  ({ agreementId, version, noteIds }) as unknown as Heads['agreements'][number];
const heads = (notes: Heads['notes'], agreements: Heads['agreements'] = []): Heads => ({ notes, agreements });

describe('the ledger’s version of a statement', () => {
  const before = heads([note('a', 3), note('b', 5)], [agreement('x', 2, ['a'])]);

  it('is another after any entry on a note in scope, on an agreement over one, or under another fold', () => {
    const changed = [
      heads([note('a', 4), note('b', 5)], before.agreements),
      heads([note('a', 3, 2), note('b', 5)], before.agreements),
      heads(before.notes, [agreement('x', 3, ['a'])]),
      heads(before.notes),
      heads([...before.notes, note('c', 1)], before.agreements),
    ];
    const versions = [before, ...changed].map((one) => ledgerVersionOf(one, null));
    expect(new Set(versions).size).toBe(versions.length);
  });

  it('is the same in any order, and whatever happens to what the reader may not see', () => {
    const turned = heads(before.notes.toReversed(), before.agreements);
    expect(ledgerVersionOf(turned, null)).toBe(ledgerVersionOf(before, null));
    const elsewhere = heads([note('a', 9), note('b', 5)], [agreement('x', 7, ['a'])]);
    expect(ledgerVersionOf(elsewhere, ['b'])).toBe(ledgerVersionOf(before, ['b']));
    expect(ledgerVersionOf(elsewhere, ['a'])).not.toBe(ledgerVersionOf(before, ['a']));
  });
});

describe('the folio of a paper', () => {
  const on = calendarDate('2026-11-20');
  const scope: PaperScope = {
    kind: 'own',
    fileId: 'f',
    signatory: 'borrower',
    noteIds: ['b', 'a'],
    ledgerVersion: 'v',
    on,
  };

  it('is one of a kind, of whom, which notes, version, day and how many were revoked', () => {
    const others = [
      folioOf({ ...scope, kind: 'copy' }, 0),
      folioOf({ ...scope, fileId: 'g' }, 0),
      folioOf({ ...scope, signatory: 'cosigner-1' }, 0),
      folioOf({ ...scope, noteIds: null }, 0),
      folioOf({ ...scope, noteIds: ['a'] }, 0),
      folioOf({ ...scope, ledgerVersion: 'w' }, 0),
      folioOf({ ...scope, on: calendarDate('2026-11-21') }, 0),
      folioOf(scope, 1),
    ];
    expect(new Set([folioOf(scope, 0), ...others]).size).toBe(others.length + 1);
    expect(folioOf({ ...scope, noteIds: ['a', 'b'] }, 0)).toBe(folioOf(scope, 0));
  });

  it('is read with its check characters alone, as printed or typed', () => {
    const paper = { folio: folioOf(scope, 0), check: newCheck() };
    expect(readCode(` ${codeOf(paper).toLowerCase()} `)).toEqual(paper);
    for (const typed of [
      paper.folio,
      `${codeOf(paper)}0`,
      codeOf(paper).replace('E-', 'L-'),
      'E-ILOUILOUILOU-ILOUILOU',
      '',
    ])
      expect(readCode(typed)).toBeUndefined();
    expect(new Set(Array.from({ length: 500 }, newCheck)).size).toBe(500);
  });
});
