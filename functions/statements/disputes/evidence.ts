import { randomBytes } from 'node:crypto';
import { GetObjectCommand, GetObjectTaggingCommand, ListObjectsV2Command, type S3Client } from '@aws-sdk/client-s3';

/** Where what people upload lies until the vault takes it over: nothing under it is opened before it was scanned. */
export const QUARANTINE = 'quarantine/disputes/';
/** Files of one dispute; bytes of each. */
export const MOST_EVIDENCE = 5;
export const MOST_EVIDENCE_BYTES = 10_000_000;

export const EVIDENCE_KINDS = ['pdf', 'jpg', 'png'] as const;
export type EvidenceKind = (typeof EVIDENCE_KINDS)[number];

/** `pending`: the scanner has said nothing yet, or could not look. */
export type ScanVerdict = 'clean' | 'infected' | 'pending';

export interface EvidenceFile {
  readonly key: string;
  readonly bytes: number;
  /** UTC instant, ISO. */
  readonly receivedAt: string;
  /** By its first bytes, whatever its name says; null: it is none that is taken. */
  readonly kind: EvidenceKind | null;
}

const FIRST_BYTES: Readonly<Record<EvidenceKind, readonly number[]>> = {
  pdf: [0x25, 0x50, 0x44, 0x46, 0x2d],
  jpg: [0xff, 0xd8, 0xff],
  png: [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a],
};

/** What a file is, by its first eight bytes. */
export const kindOf = (bytes: Uint8Array): EvidenceKind | null =>
  EVIDENCE_KINDS.find((kind) => FIRST_BYTES[kind].every((byte, index) => bytes[index] === byte)) ?? null;

/** A key for one more file: those of a dispute sort as they came. Whoever has the form can write this one object alone. */
export const newEvidenceKey = (disputeId: string, now: Date): string =>
  `${QUARANTINE}${disputeId}/${now.toISOString()}-${randomBytes(6).toString('hex')}`;

/** The first files of a dispute, as they came: one list, and the first bytes of each. What came beyond them is not looked at. */
export async function evidenceOf(s3: S3Client, Bucket: string, disputeId: string): Promise<EvidenceFile[]> {
  const listing = new ListObjectsV2Command({ Bucket, Prefix: `${QUARANTINE}${disputeId}/`, MaxKeys: MOST_EVIDENCE });
  const { Contents = [] } = await s3.send(listing);
  return Promise.all(
    Contents.map(async ({ Key = '', Size = 0, LastModified }): Promise<EvidenceFile> => {
      const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key, Range: 'bytes=0-7' }));
      const kind = kindOf((await Body?.transformToByteArray()) ?? new Uint8Array());
      return { key: Key, bytes: Size, receivedAt: LastModified?.toISOString() ?? '', kind };
    }),
  );
}

/**
 * What the scanner says of an object, as GuardDuty's malware protection leaves it in its tags (docs/deploy.md). Another
 * scanner leaves the same tag.
 */
export async function verdictOf(s3: S3Client, Bucket: string, Key: string): Promise<ScanVerdict> {
  const { TagSet = [] } = await s3.send(new GetObjectTaggingCommand({ Bucket, Key }));
  switch (TagSet.find((tag) => tag.Key === 'GuardDutyMalwareScanStatus')?.Value) {
    case 'NO_THREATS_FOUND':
      return 'clean';
    case 'THREATS_FOUND':
      return 'infected';
    default:
      return 'pending';
  }
}
