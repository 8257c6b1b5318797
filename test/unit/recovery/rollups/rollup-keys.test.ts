import { describe, expect, it } from 'vitest';
import {
  cellKey,
  dayPartition,
  isOfDay,
  isSumKey,
  keyName,
  markKey,
  monthPartition,
  otherDateKey,
  parseCellKey,
  parseOtherDateKey,
  snapshotTotalKey,
  yearPartition,
} from '../../../../functions/recovery/rollups/rollup-keys.ts';

const CELL = { group: 'paid', office: 'nogales', channel: 'cie', stage: 'judicial', agent: 'a#1' };

describe('keys of the rollups', () => {
  it('name the axis in the partition', () => {
    expect(dayPartition('recorded', '2025-03-11')).toBe('DAY#2025-03-11');
    expect(dayPartition('value', '2025-03-11')).toBe('VALUEDAY#2025-03-11');
    expect(monthPartition('value', '2025-03')).toBe('VALUEMONTH#2025-03');
    expect(yearPartition('value', '2025')).toBe('VALUEYEAR#2025');
    expect(markKey('NOTE#N-1')).toEqual({ PK: 'MARK#NOTE#N-1', SK: 'MARK' });
    expect(snapshotTotalKey('2025-03-11')).toEqual({ PK: 'SNAPSHOT#2025-03-11', SK: 'TOTAL' });
    expect(keyName({ PK: 'A', SK: 'B' })).toBe('A|B');
  });

  it('of a cell are read back, whatever the agent is called', () => {
    const { PK, SK } = cellKey('recorded', '2025-03-11', CELL);
    expect([PK, SK]).toEqual(['DAY#2025-03-11', 'CELL#paid#nogales#cie#judicial#a#1']);
    expect(parseCellKey(SK)).toEqual(CELL);
  });

  it.each([
    'CELL',
    'CELL#paid',
    'CELL#paid#nogales',
    'CELL#paid#nogales#cie',
    'CELL#paid#nogales#cie#judicial',
    'VALUE#a#b#c#d#e',
  ])('%s is no cell', (sortKey) => {
    expect(parseCellKey(sortKey)).toBeUndefined();
  });

  it('of payments by the other date are read back, on their own axis only', () => {
    const { SK } = otherDateKey('recorded', '2025-03-11', '2025-02-10', 'cie');
    expect(SK).toBe('VALUE#2025-02-10#cie');
    expect(parseOtherDateKey('recorded', SK)).toEqual({ date: '2025-02-10', channel: 'cie' });
    expect(parseOtherDateKey('value', SK)).toBeUndefined();
    expect(parseOtherDateKey('value', 'RECORDED#2025-02-10#cie')).toEqual({ date: '2025-02-10', channel: 'cie' });
    expect(parseOtherDateKey('recorded', 'VALUE#2025-02-10')).toBeUndefined();
    expect(parseOtherDateKey('recorded', 'VALUE')).toBeUndefined();
  });

  it.each([
    ['DAY#2025-03-11', true],
    ['VALUEMONTH#2025-03', true],
    ['YEAR#2025', true],
    ['DEPOSITS', true],
    ['MARK#DAY#1', false],
    ['SNAPSHOT#2025-03-11', false],
    ['OTHERDAY#2025-03-11', false],
    ['DAYS', false],
  ])('%s is a partition of sums: %s', (PK, sums) => {
    expect(isSumKey({ PK, SK: 'x' })).toBe(sums);
  });

  it.each([
    ['DAY#2025-03-11', 'CELL#x', true],
    ['VALUEDAY#2025-03-11', 'CELL#x', true],
    ['DAY#2025-03-12', 'CELL#x', false],
    ['MONTH#2025-03', 'DAY#11', true],
    ['MONTH#2025-03', 'DAY#12', false],
    ['VALUEMONTH#2025-03', 'DAY#11', true],
    ['VALUEYEAR#2025', 'MONTH#03', true],
    ['YEAR#2025', 'MONTH#04', false],
    ['DEPOSITS', 'YEAR#2025', true],
    ['DEPOSITS', 'YEAR#2024', false],
  ])('%s %s holds the 11th of March: %s', (PK, SK, holds) => {
    expect(isOfDay('2025-03-11', { PK, SK })).toBe(holds);
  });
});
