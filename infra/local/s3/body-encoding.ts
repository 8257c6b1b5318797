import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { S3Error } from './s3-error.ts';

/** A request body without its transfer framing, and the headers that came behind it. */
export interface DecodedBody {
  readonly bytes: Buffer;
  readonly trailers: Readonly<Record<string, string>>;
}

/** Takes `aws-chunked` framing off (with or without chunk signatures and trailers); other bodies pass. */
export function decodeBody(raw: Buffer, headers: Readonly<Record<string, string>>): DecodedBody {
  const chunked =
    (headers['content-encoding'] ?? '').includes('aws-chunked') ||
    (headers['x-amz-content-sha256'] ?? '').startsWith('STREAMING');
  if (!chunked) return { bytes: raw, trailers: {} };
  const chunks: Buffer[] = [];
  let at = 0;
  for (;;) {
    const lineEnd = raw.indexOf('\r\n', at);
    const size = Number.parseInt(raw.subarray(at, lineEnd).toString('latin1'), 16);
    if (lineEnd < 0 || Number.isNaN(size)) throw new S3Error('IncompleteBody', 400);
    at = lineEnd + 2;
    if (size === 0) break;
    chunks.push(raw.subarray(at, at + size));
    at += size + 2;
  }
  const trailers: Record<string, string> = {};
  for (const line of raw.subarray(at).toString('latin1').split(/\r?\n/)) {
    const colon = line.indexOf(':');
    if (colon > 0) trailers[line.slice(0, colon).toLowerCase()] = line.slice(colon + 1).trim();
  }
  return { bytes: Buffer.concat(chunks), trailers };
}

const CHECKSUM_HEADER = /^x-amz-checksum-(crc32|sha256|sha1|crc32c|crc64nvme)$/;

/**
 * Compares a body with the MD5 and checksums sent beside it; BadDigest (400) when one differs.
 * CRC32C and CRC64NVME are kept and echoed, not computed. Returns the checksums to keep.
 */
export function checkDigests(bytes: Buffer, headers: Readonly<Record<string, string>>): Record<string, string> {
  const md5 = headers['content-md5'];
  if (md5 !== undefined && createHash('md5').update(bytes).digest('base64') !== md5)
    throw new S3Error('BadDigest', 400, 'The Content-MD5 you specified did not match what we received.');
  const checksums: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    const algorithm = CHECKSUM_HEADER.exec(name)?.[1];
    if (algorithm === undefined) continue;
    const computed = checksum(algorithm, bytes);
    if (computed !== undefined && computed !== value) throw new S3Error('BadDigest', 400, `${name} did not match`);
    checksums[name] = value;
  }
  return checksums;
}

function checksum(algorithm: string, bytes: Buffer): string | undefined {
  if (algorithm === 'sha1' || algorithm === 'sha256') return createHash(algorithm).update(bytes).digest('base64');
  if (algorithm !== 'crc32') return undefined;
  const four = Buffer.alloc(4);
  four.writeUInt32BE(crc32(bytes));
  return four.toString('base64');
}
