import { createHash } from 'node:crypto';

/** Namespace of the product's derived ids (an arbitrary constant; changing it would re-post everything). */
const NAMESPACE = Buffer.from('6f1c8f0a6b8e4d0c9a53c1e5a7e20d11', 'hex');

/**
 * A UUIDv5 (RFC 9562 §5.5) of scope and key: the same facts always get the same id, so a derived entry or a bank row
 * can never be written twice under two names.
 */
export function deterministicId(scope: string, key: string): string {
  const bytes = createHash('sha1').update(NAMESPACE).update(`${scope}\u0000${key}`).digest().subarray(0, 16);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x50, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  const hex = bytes.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
