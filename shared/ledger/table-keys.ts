/**
 * Keys of the ledger's three tables. Prefixes are upper case only (local.md 1.2).
 *
 * heads        PK `FILE#<fileId>`   SK `NOTE#<noteId>`, `AGREEMENT#<id>` or `CREDIT` → one Query gives all of a file
 * entries      PK `NOTE#<noteId>` or `CREDIT#<fileId>`   SK seq (10 digits)
 *              index `byRecordedOn`: `recorded` = `<recordedOn>#<shard 00–15>`, `recordedSort` = `<owner>#<seq>`
 * idempotency  PK `<SCOPE>#<key>`
 */
export const RECORDED_SHARDS = 16;
export const BY_RECORDED_ON = 'byRecordedOn';

export const headKey = (fileId: string, noteId: string) => ({ PK: `FILE#${fileId}`, SK: `NOTE#${noteId}` });
export const agreementHeadKey = (fileId: string, agreementId: string) => ({
  PK: `FILE#${fileId}`,
  SK: `AGREEMENT#${agreementId}`,
});
export const creditHeadKey = (fileId: string) => ({ PK: `FILE#${fileId}`, SK: 'CREDIT' });
export const notePartition = (noteId: string) => `NOTE#${noteId}`;
export const creditPartition = (fileId: string) => `CREDIT#${fileId}`;
export const seqKey = (seq: number) => String(seq).padStart(10, '0');
export const recordedPartition = (recordedOn: string, shard: number) =>
  `${recordedOn}#${String(shard).padStart(2, '0')}`;

/** Shard of an owner in the index by day: stable, spread by a small string hash (FNV-1a). */
export function recordedShard(ownerId: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < ownerId.length; index += 1) {
    hash = Math.imul(hash ^ ownerId.charCodeAt(index), 0x01000193) >>> 0;
  }
  return hash % RECORDED_SHARDS;
}
