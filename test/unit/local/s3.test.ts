import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import {
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  GetObjectRetentionCommand,
  GetObjectTaggingCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  ListObjectVersionsCommand,
  PutBucketEncryptionCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  PutObjectRetentionCommand,
  PutObjectTaggingCommand,
  S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { createPresignedPost } from '@aws-sdk/s3-presigned-post';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freePort } from '../../../infra/local/free-port.ts';
import { headersOf, readBody, send } from '../../../infra/local/http-messages.ts';
import { close, listen } from '../../../infra/local/ports.ts';
import { ObjectStore } from '../../../infra/local/s3/object-store.ts';
import { answerS3 } from '../../../infra/local/s3/s3-server.ts';

const Bucket = 'conformance';
const folder = mkdtempSync(path.join(tmpdir(), 'cartera-s3-'));
const store = new ObjectStore(folder);
let server: Server;
let s3: S3Client;
let stranger: S3Client;

beforeAll(async () => {
  const port = await freePort();
  server = createServer(async (request, response) => {
    const url = new URL(request.url ?? '/', `http://${request.headers.host}`);
    const raw = { method: request.method ?? '', url, headers: headersOf(request), body: await readBody(request) };
    send(
      response,
      answerS3(raw, { store, secret: 'secret', arriving: () => () => undefined, called: () => undefined }),
    );
  });
  await listen(server, port);
  const shared = { endpoint: `http://127.0.0.1:${port}`, region: 'us-east-1', maxAttempts: 1 };
  s3 = new S3Client({ ...shared, credentials: { accessKeyId: 'a', secretAccessKey: 'secret' } });
  stranger = new S3Client({ ...shared, credentials: { accessKeyId: 'a', secretAccessKey: 'other' } });
  await s3.send(new CreateBucketCommand({ Bucket }));
  store.createBucket('locked', {
    versioned: true,
    objectLock: true,
    defaultRetention: { mode: 'GOVERNANCE', days: 1 },
  });
});
afterAll(async () => {
  await close(server);
  rmSync(folder, { recursive: true, force: true });
});

const put = (Key: string, Body: string | Buffer = 'x') => s3.send(new PutObjectCommand({ Bucket, Key, Body }));
const bytes = async (Key: string, VersionId?: string) => {
  const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key, ...(VersionId ? { VersionId } : {}) }));
  return Buffer.from((await Body?.transformToByteArray()) ?? []);
};

describe('objects', () => {
  it('keep bytes, type, metadata and names with accents and spaces', async () => {
    const described = { ContentType: 'text/plain', Metadata: { loan: '1' } };
    await s3.send(new PutObjectCommand({ Bucket, Key: 'a/b ñ.txt', Body: 'hola ñ', ...described }));
    const got = await s3.send(new GetObjectCommand({ Bucket, Key: 'a/b ñ.txt' }));
    expect(await got.Body?.transformToString()).toBe('hola ñ');
    expect(got).toMatchObject(described);
    const part = await s3.send(new GetObjectCommand({ Bucket, Key: 'a/b ñ.txt', Range: 'bytes=0-3' }));
    expect([await part.Body?.transformToString(), part.ContentRange]).toEqual(['hola', 'bytes 0-3/7']);
  });

  it('come back byte for byte from a streamed upload', async () => {
    const data = randomBytes(300_000);
    const Body = Readable.from([data.subarray(0, 100_000), data.subarray(100_000)]);
    await s3.send(new PutObjectCommand({ Bucket, Key: 'stream', Body, ContentLength: data.length }));
    expect((await bytes('stream')).equals(data)).toBe(true);
  });

  it.each(['CRC32', 'CRC32C', 'SHA256', 'CRC64NVME'] as const)('echo their %s checksum', async (algorithm) => {
    await s3.send(new PutObjectCommand({ Bucket, Key: algorithm, Body: 'x', ChecksumAlgorithm: algorithm }));
    const got = await s3.send(new GetObjectCommand({ Bucket, Key: algorithm, ChecksumMode: 'ENABLED' }));
    expect(got[`Checksum${algorithm}`]).toBeTruthy();
  });

  it('are refused with a wrong digest', async () => {
    const wrong = { Bucket, Key: 'bad', Body: 'x', ContentMD5: 'AAAAAAAAAAAAAAAAAAAAAA==' };
    await expect(s3.send(new PutObjectCommand(wrong))).rejects.toMatchObject({ name: 'BadDigest' });
  });

  it('that do not exist are told apart for GET and HEAD', async () => {
    await expect(s3.send(new GetObjectCommand({ Bucket, Key: 'nope' }))).rejects.toMatchObject({ name: 'NoSuchKey' });
    await expect(s3.send(new HeadObjectCommand({ Bucket, Key: 'nope' }))).rejects.toMatchObject({ name: 'NotFound' });
    await expect(s3.send(new HeadBucketCommand({ Bucket: 'nope' }))).rejects.toMatchObject({ name: 'NotFound' });
  });

  it('are not overwritten under If-None-Match: *', async () => {
    await put('once');
    const again = s3.send(new PutObjectCommand({ Bucket, Key: 'once', Body: 'y', IfNoneMatch: '*' }));
    await expect(again).rejects.toMatchObject({ $metadata: { httpStatusCode: 412 } });
    expect((await bytes('once')).toString()).toBe('x');
  });

  it('are copied, tagged and deleted', async () => {
    await put('original', 'copy me');
    await s3.send(new CopyObjectCommand({ Bucket, Key: 'copy', CopySource: `${Bucket}/original` }));
    expect((await bytes('copy')).toString()).toBe('copy me');
    await s3.send(
      new PutObjectTaggingCommand({ Bucket, Key: 'copy', Tagging: { TagSet: [{ Key: 'a', Value: 'b' }] } }),
    );
    expect((await s3.send(new GetObjectTaggingCommand({ Bucket, Key: 'copy' }))).TagSet).toEqual([
      { Key: 'a', Value: 'b' },
    ]);
    await s3.send(new DeleteObjectCommand({ Bucket, Key: 'copy' }));
    const gone = await s3.send(
      new DeleteObjectsCommand({ Bucket, Delete: { Objects: [{ Key: 'original' }, { Key: 'no & no' }] } }),
    );
    expect(gone.Deleted).toHaveLength(2);
    await expect(bytes('copy')).rejects.toMatchObject({ name: 'NoSuchKey' });
  });

  it('are put together from parts', async () => {
    const data = randomBytes(6 << 20);
    const { UploadId } = await s3.send(new CreateMultipartUploadCommand({ Bucket, Key: 'parts' }));
    const upload = { Bucket, Key: 'parts', UploadId: UploadId! };
    const halves = [data.subarray(0, 5 << 20), data.subarray(5 << 20)];
    const Parts = [];
    for (const [index, Body] of halves.entries()) {
      const { ETag } = await s3.send(new UploadPartCommand({ ...upload, PartNumber: index + 1, Body }));
      Parts.push({ ETag: ETag!, PartNumber: index + 1 });
    }
    await s3.send(new CompleteMultipartUploadCommand({ ...upload, MultipartUpload: { Parts } }));
    const hash = (content: Buffer) => createHash('sha256').update(content).digest('hex');
    expect(hash(await bytes('parts'))).toBe(hash(data));
  });
});

describe('listing', () => {
  it('pages through keys and folds folders, each once', async () => {
    for (let n = 0; n < 5; n += 1) await put(`p/${n}/f`);
    const folded = await s3.send(new ListObjectsV2Command({ Bucket, Prefix: 'p/', Delimiter: '/' }));
    expect(folded.CommonPrefixes?.map(({ Prefix }) => Prefix)).toEqual(['p/0/', 'p/1/', 'p/2/', 'p/3/', 'p/4/']);
    for (const Delimiter of [undefined, '/']) {
      const found: string[] = [];
      let ContinuationToken: string | undefined;
      do {
        const page = await s3.send(
          new ListObjectsV2Command({
            Bucket,
            Prefix: 'p/',
            MaxKeys: 2,
            ...(Delimiter ? { Delimiter } : {}),
            ...(ContinuationToken ? { ContinuationToken } : {}),
          }),
        );
        found.push(
          ...(page.Contents ?? []).map(({ Key }) => Key!),
          ...(page.CommonPrefixes ?? []).map(({ Prefix }) => Prefix!),
        );
        ContinuationToken = page.NextContinuationToken;
      } while (ContinuationToken !== undefined);
      expect(found).toHaveLength(5);
      expect(new Set(found).size).toBe(5);
    }
  });
});

describe('versions and locks', () => {
  it('old versions stay, a delete leaves a marker', async () => {
    await s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: 'Enabled' } }));
    const first = await put('v', '1');
    await put('v', '2');
    expect((await bytes('v', first.VersionId)).toString()).toBe('1');
    await s3.send(new DeleteObjectCommand({ Bucket, Key: 'v' }));
    await expect(bytes('v')).rejects.toMatchObject({ name: 'NoSuchKey' });
    const listed = await s3.send(new ListObjectVersionsCommand({ Bucket, Prefix: 'v' }));
    expect([listed.Versions?.length, listed.DeleteMarkers?.length]).toEqual([2, 1]);
  });

  it('locked versions cannot be deleted; retention is remembered, by default or as asked', async () => {
    const until = new Date(Date.now() + 3_600_000);
    const asked = { ObjectLockMode: 'COMPLIANCE' as const, ObjectLockRetainUntilDate: until };
    const { VersionId } = await s3.send(new PutObjectCommand({ Bucket: 'locked', Key: 'root', Body: '1', ...asked }));
    const version = { Bucket: 'locked', Key: 'root', VersionId: VersionId! };
    const { Retention } = await s3.send(new GetObjectRetentionCommand(version));
    expect(Retention?.Mode).toBe('COMPLIANCE');
    // Longer, it may be; weaker never, whoever asks.
    const weaker = (Mode: 'GOVERNANCE' | 'COMPLIANCE', ms: number) =>
      s3.send(
        new PutObjectRetentionCommand({
          ...version,
          BypassGovernanceRetention: true,
          Retention: { Mode, RetainUntilDate: new Date(until.getTime() + ms) },
        }),
      );
    await weaker('COMPLIANCE', 60_000);
    await expect(weaker('COMPLIANCE', 0)).rejects.toMatchObject({ name: 'AccessDenied' });
    await expect(weaker('GOVERNANCE', 120_000)).rejects.toMatchObject({ name: 'AccessDenied' });
    const remove = new DeleteObjectCommand({ ...version, BypassGovernanceRetention: true });
    await expect(s3.send(remove)).rejects.toMatchObject({ name: 'AccessDenied' });
    await s3.send(new PutObjectCommand({ Bucket: 'locked', Key: 'default', Body: '1' }));
    expect((await s3.send(new HeadObjectCommand({ Bucket: 'locked', Key: 'default' }))).ObjectLockMode).toBe(
      'GOVERNANCE',
    );
  });

  it('settings without effect here are accepted', async () => {
    const rule = { ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' as const } };
    const answer = await s3.send(
      new PutBucketEncryptionCommand({ Bucket, ServerSideEncryptionConfiguration: { Rules: [rule] } }),
    );
    expect(answer.$metadata.httpStatusCode).toBe(200);
  });
});

describe('signatures', () => {
  it('of another secret, or none, are refused', async () => {
    await expect(stranger.send(new HeadBucketCommand({ Bucket }))).rejects.toMatchObject({
      $metadata: { httpStatusCode: 403 },
    });
    const endpoint = await s3.config.endpoint?.();
    expect((await fetch(`http://127.0.0.1:${endpoint?.port}/${Bucket}/once`)).status).toBe(403);
  });

  const formFor = async (sizeBytes: number, change: (fields: Record<string, string>) => void = () => undefined) => {
    const { url, fields } = await createPresignedPost(s3, {
      Bucket,
      Key: `post/$\{filename}`,
      Conditions: [
        ['content-length-range', 1, 100],
        ['starts-with', '$Content-Type', 'image/'],
      ],
      Fields: { 'Content-Type': 'image/png' },
      Expires: 60,
    });
    change(fields);
    const form = new FormData();
    for (const [name, value] of Object.entries(fields)) form.append(name, value);
    form.append('file', new Blob([Buffer.alloc(sizeBytes)], { type: 'image/png' }), 'foto.png');
    return fetch(url, { method: 'POST', body: form });
  };

  it('of a browser form hold for the size range and the fields of its policy only', async () => {
    expect((await formFor(50)).status).toBe(204);
    expect((await s3.send(new HeadObjectCommand({ Bucket, Key: 'post/foto.png' }))).ContentLength).toBe(50);
    const tooLarge = await formFor(500);
    expect([tooLarge.status, await tooLarge.text()]).toEqual([400, expect.stringContaining('EntityTooLarge')]);
    expect(await (await formFor(0)).text()).toContain('EntityTooSmall');
    const otherType = await formFor(50, (fields) => {
      fields['Content-Type'] = 'text/html';
    });
    expect(otherType.status).toBe(403);
    const otherPolicy = await formFor(50, (fields) => {
      fields.Policy = Buffer.from('{"expiration":"2999-01-01T00:00:00Z","conditions":[]}').toString('base64');
    });
    expect(await otherPolicy.text()).toContain('SignatureDoesNotMatch');
    const extraField = await formFor(50, (fields) => {
      fields['x-amz-meta-owner'] = 'me';
    });
    expect(await extraField.text()).toContain('Extra input fields');
  });
});

describe('presigned GET', () => {
  const Key = 'cartas/estado de cuenta ñ.pdf';
  const disposition = 'attachment; filename="estado.pdf"';
  const linkFrom = (client: S3Client, signingDate = new Date()) =>
    getSignedUrl(
      client,
      new GetObjectCommand({
        Bucket,
        Key,
        ResponseContentDisposition: disposition,
        ResponseContentType: 'application/pdf',
      }),
      { expiresIn: 60, signingDate },
    );
  const answerOf = async (link: string | URL) => {
    const answer = await fetch(link);
    return { status: answer.status, text: await answer.text(), headers: answer.headers };
  };
  beforeAll(() => s3.send(new PutObjectCommand({ Bucket, Key, Body: 'the letter' })));

  it('gives the object with the headers that the link was signed for', async () => {
    const { status, text, headers } = await answerOf(await linkFrom(s3));
    expect([status, text]).toEqual([200, 'the letter']);
    expect(headers.get('content-disposition')).toBe(disposition);
    expect(headers.get('content-type')).toBe('application/pdf');
  });

  it('is refused once its time is over', async () => {
    const { status, text } = await answerOf(await linkFrom(s3, new Date(Date.now() - 61_000)));
    expect(status).toBe(403);
    expect(text).toContain('Request has expired');
    expect((await answerOf(await linkFrom(s3, new Date(Date.now() - 50_000)))).status).toBe(200);
  });

  it('is refused when somebody else signed it, or anything in it was changed', async () => {
    expect((await answerOf(await linkFrom(stranger))).text).toContain('SignatureDoesNotMatch');
    const changes: readonly ((link: URL) => void)[] = [
      (link) => link.searchParams.set('X-Amz-Expires', '600'),
      (link) => link.searchParams.set('X-Amz-Date', '20990101T000000Z'),
      (link) => link.searchParams.set('response-content-disposition', 'inline'),
      (link) => link.searchParams.delete('X-Amz-Expires'),
      (link) => {
        link.pathname = `/${Bucket}/another.pdf`;
      },
    ];
    for (const change of changes) {
      const link = new URL(await linkFrom(s3));
      change(link);
      const { status, text } = await answerOf(link);
      expect([status, text.includes('the letter')], link.search).toEqual([403, false]);
    }
    const unsigned = new URL(await linkFrom(s3));
    unsigned.search = '';
    expect((await answerOf(unsigned)).status).toBe(403);
    expect((await fetch(await linkFrom(s3), { method: 'DELETE' })).status).toBe(403);
  });
});
