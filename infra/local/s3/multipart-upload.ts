import { createHash, randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import * as z from 'zod';
import { readJsonFile } from '../assembly/json.ts';
import { checkDigests } from './body-encoding.ts';
import { newObjectFrom, type ObjectArriving } from './object-operations.ts';
import type { ObjectStore } from './object-store.ts';
import type { S3Answer, S3Request } from './request.ts';
import { S3Error } from './s3-error.ts';
import { element, elementTexts, textElement } from './xml.ts';

/** True for the four requests of a multipart upload. */
export function isMultipart({ method, query }: S3Request): boolean {
  return query.has('uploadId') || (method === 'POST' && query.has('uploads'));
}

/** Starts, fills, completes or aborts an upload in parts; the parts wait in a folder of their own. */
export function multipartOperation(store: ObjectStore, request: S3Request, arriving: ObjectArriving): S3Answer {
  const { method, bucket, key, query, headers, body, trailers } = request;
  const uploadId = query.get('uploadId');
  if (uploadId === null) {
    store.bucket(bucket);
    const id = randomUUID();
    mkdirSync(store.uploadFolder(id), { recursive: true });
    writeFileSync(path.join(store.uploadFolder(id), 'headers.json'), JSON.stringify(headers));
    const names = [textElement('Bucket', bucket), textElement('Key', key), textElement('UploadId', id)];
    return { status: 200, body: element('InitiateMultipartUploadResult', ...names) };
  }
  const folder = store.uploadFolder(uploadId);
  if (!/^[\w-]+$/.test(uploadId) || !existsSync(folder)) throw new S3Error('NoSuchUpload', 404);
  switch (method) {
    case 'PUT': {
      checkDigests(body, { ...headers, ...trailers });
      writeFileSync(path.join(folder, String(Number(query.get('partNumber')))), body);
      return { status: 200, headers: { etag: `"${createHash('md5').update(body).digest('hex')}"` } };
    }
    case 'POST': {
      const parts = elementTexts(body.toString(), 'PartNumber').map((number) =>
        readFileSync(path.join(folder, String(Number(number)))),
      );
      const digests = parts.map((part) => createHash('md5').update(part).digest());
      const etag = `${createHash('md5').update(Buffer.concat(digests)).digest('hex')}-${parts.length}`;
      const given = newObjectFrom(readJsonFile(path.join(folder, 'headers.json'), z.record(z.string(), z.string())));
      const version = store.put(bucket, key, Buffer.concat(parts), { ...given, etag }, (arrived) =>
        arriving(bucket, arrived, 'ObjectCreated:CompleteMultipartUpload'),
      );
      rmSync(folder, { recursive: true });
      const names = [textElement('Bucket', bucket), textElement('Key', key), textElement('ETag', `"${version.etag}"`)];
      return { status: 200, body: element('CompleteMultipartUploadResult', ...names) };
    }
    case 'DELETE':
      rmSync(folder, { recursive: true });
      return { status: 204 };
  }
  throw new S3Error('NotImplemented', 501);
}
