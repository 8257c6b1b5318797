import { createHash, randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import * as z from 'zod';
import { readJsonFile } from '../assembly/json.ts';
import { writeFileAtomically } from '../files.ts';
import { S3Error } from './s3-error.ts';

const retentionSchema = z.object({ mode: z.string(), until: z.string() });
const versionSchema = z.object({
  key: z.string(),
  versionId: z.string(),
  etag: z.string(),
  size: z.number(),
  modified: z.string(),
  contentType: z.string(),
  metadata: z.record(z.string(), z.string()),
  checksums: z.record(z.string(), z.string()),
  /** Content-Disposition, Content-Encoding, Cache-Control … as they were sent. */
  headers: z.record(z.string(), z.string()).default({}),
  tags: z.string().optional(),
  deleted: z.boolean().optional(),
  retention: retentionSchema.optional(),
  legalHold: z.boolean().optional(),
});
/** One version of an object, or a delete marker. Versions of unversioned buckets have the id "null". */
export type ObjectVersion = z.output<typeof versionSchema>;
/** Object Lock: nobody deletes the version before `until` (GOVERNANCE can be bypassed, COMPLIANCE cannot). */
export type Retention = z.output<typeof retentionSchema>;

export interface BucketSettings {
  versioned: boolean;
  readonly objectLock: boolean;
  /** Retention that new versions get when the request names none. */
  readonly defaultRetention: { readonly mode: string; readonly days: number } | undefined;
}

export type NewObject = Partial<
  Pick<
    ObjectVersion,
    'contentType' | 'metadata' | 'checksums' | 'etag' | 'headers' | 'tags' | 'retention' | 'legalHold'
  >
>;

/** Objects and their versions in a folder: per key a folder with the bytes of each version and one index file. */
export class ObjectStore {
  readonly #dir: string;
  readonly #buckets = new Map<string, BucketSettings>();

  constructor(dir: string) {
    this.#dir = dir;
    mkdirSync(dir, { recursive: true });
  }

  get bucketNames(): readonly string[] {
    return [...this.#buckets.keys()];
  }

  createBucket(bucket: string, settings: BucketSettings): void {
    mkdirSync(path.join(this.#dir, bucket), { recursive: true });
    this.#buckets.set(bucket, settings);
  }

  /** Throws NoSuchBucket. */
  bucket(bucket: string): BucketSettings {
    const settings = this.#buckets.get(bucket);
    if (settings === undefined) throw new S3Error('NoSuchBucket', 404, 'The specified bucket does not exist');
    return settings;
  }

  hasBucket(bucket: string): boolean {
    return this.#buckets.has(bucket);
  }

  deleteBucket(bucket: string): void {
    this.bucket(bucket);
    if (this.keys(bucket).length > 0) throw new S3Error('BucketNotEmpty', 409);
    rmSync(path.join(this.#dir, bucket), { recursive: true });
    this.#buckets.delete(bucket);
  }

  /** All versions of a key, oldest first; empty when there is none. */
  versions(bucket: string, key: string): readonly ObjectVersion[] {
    const file = this.#indexFile(bucket, key);
    return existsSync(file) ? readJsonFile(file, z.array(versionSchema)) : [];
  }

  /** The current version, or the one named; throws NoSuchKey, also for a delete marker. */
  version(bucket: string, key: string, versionId?: string): ObjectVersion {
    this.bucket(bucket);
    const versions = this.versions(bucket, key);
    const found =
      versionId === undefined ? versions.at(-1) : versions.find((version) => version.versionId === versionId);
    if (found === undefined || found.deleted === true)
      throw new S3Error('NoSuchKey', 404, 'The specified key does not exist.');
    return found;
  }

  bytes(bucket: string, { key, versionId }: ObjectVersion): Buffer {
    return readFileSync(path.join(this.#keyFolder(bucket, key), versionId));
  }

  /**
   * Stores a version. `beforeCommit` runs when the bytes are on disk and the version is not yet visible:
   * what it writes (a notification) survives a crash together with the object, or is dropped at the next start.
   * What it returns runs once the version is visible.
   */
  put(
    bucket: string,
    key: string,
    bytes: Buffer,
    given: NewObject = {},
    beforeCommit: (version: ObjectVersion) => () => void = () => () => undefined,
  ): ObjectVersion {
    const { versioned, defaultRetention } = this.bucket(bucket);
    const retention = given.retention ?? (defaultRetention && retentionFrom(defaultRetention));
    const version: ObjectVersion = {
      key,
      versionId: versioned ? randomUUID().replaceAll('-', '') : 'null',
      etag: createHash('md5').update(bytes).digest('hex'),
      size: bytes.length,
      modified: new Date().toISOString(),
      contentType: 'application/octet-stream',
      metadata: {},
      checksums: {},
      headers: {},
      ...given,
      ...(retention === undefined ? {} : { retention }),
    };
    mkdirSync(this.#keyFolder(bucket, key), { recursive: true });
    writeFileSync(path.join(this.#keyFolder(bucket, key), version.versionId), bytes);
    const afterCommit = beforeCommit(version);
    const others = this.versions(bucket, key).filter(({ versionId }) => versionId !== version.versionId);
    this.save(bucket, key, [...others, version]);
    afterCommit();
    return version;
  }

  /** Replaces what is known of a version: its tags, its lock. */
  replace(bucket: string, version: ObjectVersion): void {
    const versions = this.versions(bucket, version.key);
    this.save(
      bucket,
      version.key,
      versions.map((other) => (other.versionId === version.versionId ? version : other)),
    );
  }

  /** Replaces the index of a key. */
  save(bucket: string, key: string, versions: readonly ObjectVersion[]): void {
    writeFileAtomically(this.#indexFile(bucket, key), JSON.stringify(versions));
  }

  /** Deletes a version, or puts a delete marker in a versioned bucket. Locked versions are refused (403). */
  remove(bucket: string, key: string, versionId: string | undefined, bypassGovernance: boolean): void {
    const { versioned } = this.bucket(bucket);
    const versions = this.versions(bucket, key);
    const last = versions.at(-1);
    if (versionId === undefined && versioned) {
      const marker = { versionId: randomUUID().replaceAll('-', ''), deleted: true, modified: new Date().toISOString() };
      if (last !== undefined && last.deleted !== true) {
        const { retention: _retention, legalHold: _legalHold, ...unlocked } = last;
        this.save(bucket, key, [...versions, { ...unlocked, ...marker }]);
      }
      return;
    }
    const target = versions.find((version) => version.versionId === (versionId ?? 'null'));
    if (target === undefined) return;
    refuseIfLocked(target, bypassGovernance);
    const kept = versions.filter((version) => version !== target);
    if (kept.length === 0) rmSync(this.#keyFolder(bucket, key), { recursive: true, force: true });
    else {
      this.save(bucket, key, kept);
      rmSync(path.join(this.#keyFolder(bucket, key), target.versionId), { force: true });
    }
  }

  /** Every key with its versions, in the byte order in which S3 lists. */
  keys(bucket: string): readonly (readonly ObjectVersion[])[] {
    this.bucket(bucket);
    return readdirSync(path.join(this.#dir, bucket))
      .map((folder) => path.join(this.#dir, bucket, folder, 'index.json'))
      .filter((file) => existsSync(file))
      .map((file) => readJsonFile(file, z.array(versionSchema)))
      .sort((a, b) => Buffer.compare(Buffer.from(a[0]?.key ?? ''), Buffer.from(b[0]?.key ?? '')));
  }

  /** Folder of a multipart upload under way; apart from the buckets, so listings never see it. */
  uploadFolder(uploadId: string): string {
    return path.join(this.#dir, '.uploads', uploadId);
  }

  #keyFolder(bucket: string, key: string): string {
    return path.join(this.#dir, bucket, createHash('sha256').update(key).digest('hex'));
  }

  #indexFile(bucket: string, key: string): string {
    return path.join(this.#keyFolder(bucket, key), 'index.json');
  }
}

function retentionFrom({ mode, days }: { mode: string; days: number }): Retention {
  return { mode, until: new Date(Date.now() + days * 86_400_000).toISOString() };
}

function refuseIfLocked({ retention, legalHold }: ObjectVersion, bypassGovernance: boolean): void {
  const locked = retention !== undefined && Date.parse(retention.until) > Date.now();
  const bypassed = retention?.mode === 'GOVERNANCE' && bypassGovernance;
  if (legalHold === true || (locked && !bypassed))
    throw new S3Error('AccessDenied', 403, 'Access Denied because object protected by object lock.');
}
