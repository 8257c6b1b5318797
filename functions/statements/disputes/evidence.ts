import { randomBytes } from 'node:crypto';
import { GetObjectCommand, GetObjectTaggingCommand, ListObjectsV2Command, type S3Client } from '@aws-sdk/client-s3';
import { type ContentType, contentTypeOf, SNIFFED_BYTES } from '../../../shared/vault/content-type.ts';
import { verdictSchema } from '../../../shared/vault/scan-result.ts';
import { ownDocumentId } from '../../../shared/vault/vault.ts';

/** Where what people upload lies until the vault takes it over: nobody opens anything under it before it was scanned. */
export const QUARANTINE = 'quarantine/disputes/';
/** Files of one dispute; bytes of each. */
export const MOST_EVIDENCE = 5;
export const MOST_EVIDENCE_BYTES = 10_000_000;

export const EVIDENCE_KINDS = ['pdf', 'jpg', 'png'] as const;
export type EvidenceKind = (typeof EVIDENCE_KINDS)[number];

/** `pending`: the scanner has said nothing yet; `unread`: it could not look, and will not. */
export const SCAN_VERDICTS = ['clean', 'infected', 'unread', 'pending'] as const;
type ScanVerdict = (typeof SCAN_VERDICTS)[number];

export interface EvidenceFile {
  readonly key: string;
  readonly bytes: number;
  /** UTC instant, ISO. */
  readonly receivedAt: string;
  readonly verdict: ScanVerdict;
  /** Of a clean one by its first bytes, whatever its name says; null: it is none that is taken, or nobody may look yet. */
  readonly kind: EvidenceKind | null;
}

/** What is taken. */
export const KINDS: ReadonlyMap<ContentType | null, EvidenceKind> = new Map([
  ['application/pdf', 'pdf'],
  ['image/jpeg', 'jpg'],
  ['image/png', 'png'],
]);

/** What it is in the vault, once it was taken over (keep-evidence.ts); its id follows from its key. */
export const EVIDENCE_KIND = 'evidence';
export const evidenceDocumentId = (key: string): string => ownDocumentId({ kind: EVIDENCE_KIND, key });

/** The dispute that an object was brought to; undefined: none. */
export const disputeOfKey = (key: string): string | undefined =>
  key.startsWith(QUARANTINE) ? key.slice(QUARANTINE.length).split('/')[0] : undefined;

/** A key for one more file: those of a dispute sort as they came. Whoever has the form can write this one object alone. */
export const newEvidenceKey = (disputeId: string, now: Date): string =>
  `${QUARANTINE}${disputeId}/${now.toISOString()}-${randomBytes(6).toString('hex')}`;

/**
 * The first files of a dispute, as they came: one list, of each its tag, and of a clean one its first bytes, which the bucket
 * gives of no other (infra/constructs/malware-scan.ts). What came beyond them is not looked at.
 */
export async function evidenceOf(s3: S3Client, Bucket: string, disputeId: string): Promise<EvidenceFile[]> {
  const listing = new ListObjectsV2Command({ Bucket, Prefix: `${QUARANTINE}${disputeId}/`, MaxKeys: MOST_EVIDENCE });
  const { Contents = [] } = await s3.send(listing);
  return Promise.all(
    Contents.map(async ({ Key = '', Size = 0, LastModified }): Promise<EvidenceFile> => {
      const verdict = await verdictOf(s3, Bucket, Key);
      const kind = verdict === 'clean' ? await kindOf(s3, Bucket, Key) : null;
      return { key: Key, bytes: Size, receivedAt: LastModified?.toISOString() ?? '', verdict, kind };
    }),
  );
}

async function kindOf(s3: S3Client, Bucket: string, Key: string): Promise<EvidenceKind | null> {
  const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key, Range: `bytes=0-${SNIFFED_BYTES - 1}` }));
  return KINDS.get(contentTypeOf((await Body?.transformToByteArray()) ?? new Uint8Array())) ?? null;
}

/** What the scanner says of an object, as GuardDuty's malware protection leaves it in its tags. */
async function verdictOf(s3: S3Client, Bucket: string, Key: string): Promise<ScanVerdict> {
  const { TagSet = [] } = await s3.send(new GetObjectTaggingCommand({ Bucket, Key }));
  const said = verdictSchema.safeParse(TagSet.find((tag) => tag.Key === 'GuardDutyMalwareScanStatus')?.Value).data;
  if (said === undefined) return 'pending';
  switch (said) {
    case 'NO_THREATS_FOUND':
      return 'clean';
    case 'THREATS_FOUND':
      return 'infected';
    case 'UNSUPPORTED':
    case 'ACCESS_DENIED':
    case 'FAILED':
      return 'unread';
  }
}
