import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { createAwsEndpoint } from '../../infra/local/aws-endpoint.ts';
import { freePort } from '../../infra/local/free-port.ts';
import { close, listen } from '../../infra/local/ports.ts';
import { ObjectStore } from '../../infra/local/s3/object-store.ts';
import { answerS3, type RawRequest } from '../../infra/local/s3/s3-server.ts';
import { BENCH_CREDENTIALS } from './bench-store.ts';
import { BENCH_FOLDER } from './cached-store.ts';

/** The local S3 of the runner with one bucket, empty. */
export interface BenchBuckets {
  readonly endpoint: string;
  put(key: string, bytes: Uint8Array): void;
  stop(): Promise<void>;
}

export async function openBuckets(bucket: string): Promise<BenchBuckets> {
  const folder = mkdtempSync(join(BENCH_FOLDER, 's3-run-'));
  const store = new ObjectStore(join(folder, 's3'));
  store.createBucket(bucket, { versioned: false, objectLock: false, defaultRetention: undefined });
  const nobodyListens = () => () => undefined;
  const options = {
    store,
    secret: BENCH_CREDENTIALS.secretAccessKey,
    arriving: nobodyListens,
    called: () => undefined,
  };
  const server = createAwsEndpoint(new Map([['s3', (request: RawRequest) => answerS3(request, options)]]));
  const port = await freePort();
  await listen(server, port);
  return {
    endpoint: `http://127.0.0.1:${port}`,
    put: (key, bytes) => {
      store.put(bucket, key, Buffer.from(bytes));
    },
    async stop() {
      await close(server);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
