import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { S3Error } from './s3-error.ts';

/** What a signed request says about its sender. */
export interface Signer {
  readonly accessKeyId: string;
  readonly presigned: boolean;
}

export interface SignedRequest {
  readonly method: string;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
}

/** RFC 3986 encoding as SigV4 wants it. */
export function encodeRfc3986(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`);
}

/** Hex signature of a string for a scope "date/region/service/aws4_request". */
export function sign(secret: string, scope: string, text: string): string {
  const key = scope.split('/').reduce<string | Buffer>((previous, part) => hmac(previous, part), `AWS4${secret}`);
  return hmac(key, text).toString('hex');
}

/**
 * Checks AWS Signature Version 4, in the header or in the query of a presigned link, with its expiry.
 * Throws AccessDenied or SignatureDoesNotMatch (403), as S3 does.
 */
export function checkSignature(request: SignedRequest, secret: string, now: number): Signer {
  const query = request.url.searchParams;
  const presigned = query.has('X-Amz-Signature');
  const parts = presigned ? partsOfQuery(query) : partsOfHeader(request.headers);
  if (presigned && now > timeOf(parts.date) + Number(query.get('X-Amz-Expires')) * 1000)
    throw new S3Error('AccessDenied', 403, 'Request has expired');
  const [accessKeyId = '', ...scopeParts] = parts.credential.split('/');
  const scope = scopeParts.join('/');
  const payload = presigned ? 'UNSIGNED-PAYLOAD' : (request.headers['x-amz-content-sha256'] ?? '');
  const canonical = canonicalRequest(request, parts.signedHeaders, payload);
  const toSign = ['AWS4-HMAC-SHA256', parts.date, scope, createHash('sha256').update(canonical).digest('hex')];
  if (!equal(sign(secret, scope, toSign.join('\n')), parts.signature))
    throw new S3Error('SignatureDoesNotMatch', 403, 'The request signature does not match the signature provided.');
  return { accessKeyId, presigned };
}

/** Constant-time comparison of two hex signatures. */
export function equal(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}

interface SignatureParts {
  readonly credential: string;
  readonly signedHeaders: readonly string[];
  readonly date: string;
  readonly signature: string;
}

function partsOfQuery(query: URLSearchParams): SignatureParts {
  return {
    credential: query.get('X-Amz-Credential') ?? '',
    signedHeaders: (query.get('X-Amz-SignedHeaders') ?? '').split(';'),
    date: query.get('X-Amz-Date') ?? '',
    signature: query.get('X-Amz-Signature') ?? '',
  };
}

function partsOfHeader(headers: Readonly<Record<string, string>>): SignatureParts {
  const authorization = headers.authorization ?? '';
  if (authorization === '') throw new S3Error('AccessDenied', 403, 'Access Denied');
  const field = (name: string): string => new RegExp(`${name}=([^, ]+)`).exec(authorization)?.[1] ?? '';
  return {
    credential: field('Credential'),
    signedHeaders: field('SignedHeaders').split(';'),
    date: headers['x-amz-date'] ?? '',
    signature: field('Signature'),
  };
}

function canonicalRequest({ method, url, headers }: SignedRequest, signed: readonly string[], payload: string): string {
  const path = url.pathname
    .split('/')
    .map((segment) => encodeRfc3986(decodeURIComponent(segment)))
    .join('/');
  const query = [...url.searchParams]
    .filter(([name]) => name !== 'X-Amz-Signature')
    .map(([name, value]) => `${encodeRfc3986(name)}=${encodeRfc3986(value)}`)
    .sort(byCodeUnits)
    .join('&');
  const lines = signed.map((name) => `${name}:${(headers[name] ?? '').trim().replace(/ +/g, ' ')}`);
  return [method, path, query, ...lines, '', signed.join(';'), payload].join('\n');
}

function byCodeUnits(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Epoch milliseconds of "20261121T134500Z". */
function timeOf(date: string): number {
  return Date.parse(date.replace(/^(....)(..)(..)T(..)(..)(..)Z$/, '$1-$2-$3T$4:$5:$6Z'));
}

function hmac(key: string | Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}
