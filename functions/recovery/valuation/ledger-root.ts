import { createHash } from 'node:crypto';

/** Where an owner's chain of entries stands: `NOTE#<id>` or `CREDIT#<fileId>`, last seq and its hash. */
export interface ChainEnd {
  readonly owner: string;
  readonly seq: number;
  readonly hash: string;
}

/**
 * One line per chain, in the form that is hashed. Nothing personal is in it, so the root can be published in the
 * report mail: an entry altered later changes its chain's hash, and the root of its day no longer comes out.
 */
export const chainLine = ({ owner, seq, hash }: ChainEnd): string => `${owner}:${seq}:${hash}`;

/** SHA-256 (hex) over the sorted lines, each with a line feed. The order in which heads were read never matters. */
export function ledgerRoot(lines: string[]): string {
  const sha = createHash('sha256');
  for (const line of lines.sort()) sha.update(`${line}\n`);
  return sha.digest('hex');
}
