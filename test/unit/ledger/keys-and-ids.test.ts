import { describe, expect, it } from 'vitest';
import { deterministicId } from '../../../shared/canonical/deterministic-id.ts';
import { filePartId } from '../../../shared/ledger/posting-rules.ts';
import {
  BY_RECORDED_ON,
  creditHeadKey,
  creditPartition,
  headKey,
  notePartition,
  recordedPartition,
  recordedShard,
  seqKey,
} from '../../../shared/ledger/table-keys.ts';

describe('keys of the ledger', () => {
  it('put the notes and the credit of a file in one partition, and each owner of entries in its own', () => {
    expect(headKey('F-1', 'N-1')).toEqual({ PK: 'FILE#F-1', SK: 'NOTE#N-1' });
    expect(creditHeadKey('F-1')).toEqual({ PK: 'FILE#F-1', SK: 'CREDIT' });
    expect(notePartition('N-1')).toBe('NOTE#N-1');
    expect(creditPartition('F-1')).toBe('CREDIT#F-1');
  });

  it('sort by seq as text, up to ten digits', () => {
    expect(seqKey(12)).toBe('0000000012');
    expect(seqKey(9) < seqKey(10)).toBe(true);
  });

  it('spread a day over sixteen shards, by FNV-1a of the owner', () => {
    expect(BY_RECORDED_ON).toBe('byRecordedOn');
    expect(recordedPartition('2025-02-11', 7)).toBe('2025-02-11#07');
    // 2166136261, 1037475423, 1054253042 and 1520389995 by another program, each modulo 16.
    expect(['', 'N-1', 'N-2', 'nota-0193'].map(recordedShard)).toEqual([5, 15, 2, 11]);
  });
});

describe('derived ids', () => {
  it('are UUIDv5 in the namespace of the product, as any other program makes them', () => {
    expect(deterministicId('adjustment', 'N|p-1')).toBe('f4b62809-331f-5d7d-9612-627b45c0a1a0');
    expect(filePartId('pago-1', 'N-1')).toBe('5057ad48-c2f1-5e9f-bd45-f359bd180e63');
  });
});
