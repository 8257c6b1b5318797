import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dropUnusedSchemas, leaveOutJsonSchema } from '../../infra/bundle-diet.ts';

const PROGRAM = `
import { GetObjectCommand, NoSuchKey, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
export { GetObjectCommand, NoSuchKey, PutObjectCommand, S3Client };`;

const folder = mkdtempSync(join(tmpdir(), 'cartera-diet-'));
const requests: { method: string; url: string; headers: NodeJS.Dict<string | string[]>; body: string }[] = [];
const server = createServer((request, response) => {
  let body = '';
  request.on('data', (chunk) => {
    body += chunk;
  });
  request.on('end', () => {
    requests.push({ method: request.method ?? '', url: request.url ?? '', headers: request.headers, body });
    const found = !request.url?.includes('missing');
    response.writeHead(found ? 200 : 404, { 'content-type': 'application/xml', 'x-amz-version-id': 'v7' });
    response.end(found ? 'contents' : '<Error><Code>NoSuchKey</Code><Message>gone</Message></Error>');
  });
});

async function bundled(name: string, plugins: Parameters<typeof build>[0]['plugins'], contents = PROGRAM) {
  const outfile = join(folder, `${name}.mjs`);
  const { metafile } = await build({
    stdin: { contents, resolveDir: fileURLToPath(new URL('../..', import.meta.url)) },
    outfile,
    bundle: true,
    minify: true,
    metafile: true,
    format: 'esm',
    platform: 'node',
    target: 'node24',
    mainFields: ['module', 'main'],
    banner: { js: "import{createRequire as r}from'node:module';const require=r(import.meta.url);" },
    ...(plugins !== undefined && { plugins }),
  });
  return { outfile, bytes: Object.values(metafile.outputs)[0]?.bytes ?? 0 };
}

beforeAll(() => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve)));
afterAll(async () => {
  await new Promise((resolve) => server.close(resolve));
  rmSync(folder, { recursive: true, force: true });
});

describe('a client whose unused operations were dropped', () => {
  it('is much smaller and still writes, reads a version, and knows its errors', async () => {
    const whole = await bundled('whole', undefined);
    const slim = await bundled('slim', [dropUnusedSchemas]);
    expect(whole.bytes - slim.bytes).toBeGreaterThan(40_000);

    const { GetObjectCommand, NoSuchKey, PutObjectCommand, S3Client } = await import(pathToFileURL(slim.outfile).href);
    const address = server.address();
    const port = address !== null && typeof address === 'object' ? address.port : 0;
    const client = new S3Client({
      endpoint: `http://127.0.0.1:${port}`,
      region: 'us-east-1',
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    });
    const object = { Bucket: 'roots', Key: 'roots/2026-11-20.json' };
    await client.send(
      new PutObjectCommand({ ...object, Body: '{"a":1}', IfNoneMatch: '*', ChecksumAlgorithm: 'SHA256' }),
    );
    expect(requests.at(-1)).toMatchObject({
      method: 'PUT',
      body: '{"a":1}',
      headers: { 'if-none-match': '*', 'x-amz-checksum-sha256': expect.any(String) },
    });
    const read = await client.send(new GetObjectCommand({ ...object, VersionId: 'v7' }));
    expect(requests.at(-1)?.url).toContain('versionId=v7');
    expect([read.VersionId, await read.Body?.transformToString()]).toEqual(['v7', 'contents']);
    const missing = client.send(new GetObjectCommand({ Bucket: 'roots', Key: 'missing' }));
    await expect(missing).rejects.toBeInstanceOf(NoSuchKey);
    client.destroy();
  });
});

describe('zod without its JSON Schema', () => {
  it('is much smaller and still parses, says its faults and speaks its standard; the document is refused', async () => {
    const program = `
import * as z from 'zod';
export const schema = z.strictObject({ amount: z.string().regex(/^1/).meta({ description: 'x' }), on: z.int().optional() });`;
    const whole = await bundled('zod-whole', undefined, program);
    const slim = await bundled('zod-slim', [leaveOutJsonSchema], program);
    expect(whole.bytes - slim.bytes).toBeGreaterThan(10_000);

    const { schema } = await import(pathToFileURL(slim.outfile).href);
    expect(schema.parse({ amount: '1', on: 2 })).toEqual({ amount: '1', on: 2 });
    expect(schema.safeParse({ amount: '2', other: 1 }).error.issues).toMatchObject([
      { code: 'invalid_format', path: ['amount'] },
      { code: 'unrecognized_keys', keys: ['other'] },
    ]);
    expect(schema['~standard'].validate({ amount: '1' })).toEqual({ value: { amount: '1' } });
    expect(() => schema.toJSONSchema()).toThrow('JSON Schema is left out');
  });
});
