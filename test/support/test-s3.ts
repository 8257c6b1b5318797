import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { S3Client } from '@aws-sdk/client-s3';
import { freePort } from '../../infra/local/free-port.ts';
import { headersOf, readBody, send } from '../../infra/local/http-messages.ts';
import { close, listen } from '../../infra/local/ports.ts';
import { type BucketSettings, ObjectStore } from '../../infra/local/s3/object-store.ts';
import { answerS3 } from '../../infra/local/s3/s3-server.ts';

const PLAIN: BucketSettings = { versioned: false, objectLock: false, defaultRetention: undefined };

/** The local S3 with plain buckets, or such as are named with their settings, for tests that keep objects. */
export async function startTestS3(buckets: string | Readonly<Record<string, BucketSettings>>) {
  const folder = mkdtempSync(path.join(tmpdir(), 'cartera-s3-'));
  const store = new ObjectStore(folder);
  const port = await freePort();
  const server = createServer(async (request, response) => {
    const url = new URL(request.url ?? '/', `http://${request.headers.host}`);
    const raw = { method: request.method ?? '', url, headers: headersOf(request), body: await readBody(request) };
    send(
      response,
      answerS3(raw, { store, secret: 'secret', arriving: () => () => undefined, called: () => undefined }),
    );
  });
  await listen(server, port);
  const s3 = new S3Client({
    ...{ endpoint: `http://127.0.0.1:${port}`, region: 'us-east-1', maxAttempts: 1, forcePathStyle: true },
    credentials: { accessKeyId: 'a', secretAccessKey: 'secret' },
  });
  for (const [name, settings] of Object.entries(typeof buckets === 'string' ? { [buckets]: PLAIN } : buckets))
    store.createBucket(name, { ...settings });
  const stop = async (): Promise<void> => {
    s3.destroy();
    await close(server);
    rmSync(folder, { recursive: true });
  };
  return { s3, store, stop };
}
