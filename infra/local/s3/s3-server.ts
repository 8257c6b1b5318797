import { randomUUID } from 'node:crypto';
import { decodeBody } from './body-encoding.ts';
import { bucketOperation, listBuckets } from './bucket-operations.ts';
import { isMultipart, multipartOperation } from './multipart-upload.ts';
import { type ObjectArriving, objectOperation } from './object-operations.ts';
import type { ObjectStore } from './object-store.ts';
import { readPostForm } from './post-form.ts';
import type { S3Answer, S3Request } from './request.ts';
import { S3Error } from './s3-error.ts';
import { checkSignature, encodeRfc3986 } from './signature.ts';
import { element, textElement } from './xml.ts';

export interface S3ServerOptions {
  readonly store: ObjectStore;
  /** The secret key that signs every request on this machine. */
  readonly secret: string;
  readonly arriving: ObjectArriving;
  /** Told of each accepted request, for the least-privilege test. */
  readonly called: (
    request: Pick<S3Request, 'method' | 'bucket' | 'key' | 'query' | 'headers'>,
    accessKeyId: string,
  ) => void;
}

export interface RawRequest {
  readonly method: string;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** Answers one S3 request (path style). Never throws: refusals and faults become S3's XML errors. */
export function answerS3(raw: RawRequest, options: S3ServerOptions): S3Answer {
  const answer = refusalsAsAnswers(() => route(raw, options));
  const headers: Record<string, string | number> = { 'x-amz-request-id': randomUUID(), ...answer.headers };
  if (typeof answer.body === 'string' && answer.body !== '') headers['content-type'] = 'application/xml';
  if (raw.headers.origin !== undefined) Object.assign(headers, corsHeaders(raw.headers));
  const body = raw.method === 'HEAD' ? '' : (answer.body ?? '');
  return { status: answer.status, headers, body };
}

function route(raw: RawRequest, options: S3ServerOptions): S3Answer {
  const { method, url, headers } = raw;
  if (method === 'OPTIONS') return { status: 200, headers: corsHeaders(headers) };
  const [, bucket = '', ...segments] = url.pathname.split('/');
  const key = segments.map(decodeURIComponent).join('/');
  const contentType = headers['content-type'] ?? '';
  if (method === 'POST' && key === '' && contentType.startsWith('multipart/form-data'))
    return postObject(bucket, contentType, raw, options);
  const signer = checkSignature(raw, options.secret, Date.now());
  const { bytes, trailers } = decodeBody(raw.body, headers);
  const request: S3Request = { method, bucket, key, query: url.searchParams, headers, body: bytes, trailers, signer };
  options.called(request, signer.accessKeyId);
  if (bucket === '') return listBuckets(options.store);
  if (key === '') return bucketOperation(options.store, request);
  if (isMultipart(request)) return multipartOperation(options.store, request, options.arriving);
  return objectOperation(options.store, request, options.arriving);
}

function postObject(bucket: string, contentType: string, raw: RawRequest, options: S3ServerOptions): S3Answer {
  const posted = readPostForm(bucket, contentType, raw.body, options.secret, Date.now());
  // A presigned form acts with the rights of whoever signed it.
  const asPut = { method: 'PUT', bucket, key: posted.key, query: new URLSearchParams(), headers: {} };
  options.called(asPut, posted.accessKeyId);
  const version = options.store.put(bucket, posted.key, posted.bytes, posted.given, (arrived) =>
    options.arriving(bucket, arrived, 'ObjectCreated:Post'),
  );
  const location = `/${bucket}/${posted.key.split('/').map(encodeRfc3986).join('/')}`;
  if (posted.successRedirect !== undefined) {
    const to = new URL(posted.successRedirect);
    for (const [name, value] of Object.entries({ bucket, key: posted.key, etag: `"${version.etag}"` }))
      to.searchParams.set(name, value);
    return { status: 303, headers: { etag: `"${version.etag}"`, location: to.href } };
  }
  return { status: posted.successStatus, headers: { etag: `"${version.etag}"`, location } };
}

function refusalsAsAnswers(work: () => S3Answer): S3Answer {
  try {
    return work();
  } catch (error) {
    const refusal = error instanceof S3Error ? error : new S3Error('InternalError', 500, String(error));
    if (refusal.status === 500) console.error(error);
    const body = element('Error', textElement('Code', refusal.code), textElement('Message', refusal.message));
    return { status: refusal.status, body: `<?xml version="1.0" encoding="UTF-8"?>${body}` };
  }
}

function corsHeaders(headers: Readonly<Record<string, string>>): Record<string, string> {
  return {
    'access-control-allow-origin': '*',
    'access-control-allow-methods': 'GET,PUT,POST,DELETE,HEAD',
    'access-control-allow-headers': headers['access-control-request-headers'] ?? '*',
    'access-control-expose-headers': 'etag,x-amz-version-id',
  };
}
