import { checkDigests } from './body-encoding.ts';
import type { NewObject, ObjectStore, ObjectVersion } from './object-store.ts';
import { bareEtag, queryValue, type S3Answer, type S3Request } from './request.ts';
import { S3Error } from './s3-error.ts';
import { element, elementTexts, textElement } from './xml.ts';

/** Told of every object before it becomes visible (`event` is S3's name: "ObjectCreated:Put"); what it returns runs after. */
export type ObjectArriving = (bucket: string, version: ObjectVersion, event: string) => () => void;

/** Headers that S3 keeps with an object and gives back as they were. */
const KEPT_HEADERS = ['content-disposition', 'content-language', 'cache-control', 'expires'];

/** GET, HEAD, PUT, copy and DELETE of one object, its tags, retention and legal hold. */
export function objectOperation(store: ObjectStore, request: S3Request, arriving: ObjectArriving): S3Answer {
  const { method, query, headers } = request;
  if (query.has('tagging')) return tagging(store, request);
  if (query.has('retention') || query.has('legal-hold')) return objectLock(store, request);
  switch (method) {
    case 'PUT':
      return headers['x-amz-copy-source'] === undefined
        ? putObject(store, request, arriving)
        : copyObject(store, request, arriving);
    case 'DELETE': {
      const bypass = headers['x-amz-bypass-governance-retention'] === 'true';
      store.remove(request.bucket, request.key, queryValue(query, 'versionId'), bypass);
      return { status: 204 };
    }
    case 'HEAD':
    case 'GET':
      return getObject(store, request);
  }
  throw new S3Error('NotImplemented', 501, `${method} is not available locally`);
}

/** What a request says about the object it creates: type, metadata, tags, lock. */
export function newObjectFrom(headers: Readonly<Record<string, string>>): NewObject {
  const metadata: Record<string, string> = {};
  const kept: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (name.startsWith('x-amz-meta-')) metadata[name.slice('x-amz-meta-'.length)] = value;
    if (KEPT_HEADERS.includes(name)) kept[name] = value;
  }
  const mode = headers['x-amz-object-lock-mode'];
  const until = headers['x-amz-object-lock-retain-until-date'];
  return {
    metadata,
    headers: kept,
    ...(headers['content-type'] === undefined ? {} : { contentType: headers['content-type'] }),
    ...(mode === undefined || until === undefined ? {} : { retention: { mode, until } }),
    ...(headers['x-amz-object-lock-legal-hold'] === 'ON' ? { legalHold: true } : {}),
  };
}

function putObject(store: ObjectStore, request: S3Request, arriving: ObjectArriving): S3Answer {
  const { bucket, key, headers, trailers, body, signer } = request;
  const current = store.versions(bucket, key).at(-1);
  const present = current !== undefined && current.deleted !== true;
  if (headers['if-none-match'] === '*' && present) throw new S3Error('PreconditionFailed', 412);
  const ifMatch = headers['if-match'];
  if (ifMatch !== undefined && bareEtag(ifMatch) !== current?.etag) throw new S3Error('PreconditionFailed', 412);
  // A presigned link carries the checksum of an empty body, made before there was one (local.md 2).
  const checksums = signer.presigned ? {} : checkDigests(body, { ...headers, ...trailers });
  const given = { ...newObjectFrom(headers), checksums };
  const version = store.put(bucket, key, body, given, (arrived) => arriving(bucket, arrived, 'ObjectCreated:Put'));
  return { status: 200, headers: { etag: `"${version.etag}"`, ...versionHeader(version), ...checksums } };
}

function copyObject(store: ObjectStore, request: S3Request, arriving: ObjectArriving): S3Answer {
  const { bucket, key, headers } = request;
  const [source = '', query = ''] = (headers['x-amz-copy-source'] ?? '').replace(/^\//, '').split('?');
  const [fromBucket = '', ...fromKey] = decodeURIComponent(source).split('/');
  const versionId = queryValue(new URLSearchParams(query), 'versionId');
  const original = store.version(fromBucket, fromKey.join('/'), versionId);
  const given = newObjectFrom(headers);
  const replaces = headers['x-amz-metadata-directive'] === 'REPLACE';
  const description = replaces ? {} : { metadata: original.metadata, contentType: original.contentType };
  const copy = { ...given, ...description, etag: original.etag };
  const version = store.put(bucket, key, store.bytes(fromBucket, original), copy, (arrived) =>
    arriving(bucket, arrived, 'ObjectCreated:Copy'),
  );
  const body = element(
    'CopyObjectResult',
    textElement('ETag', `"${version.etag}"`),
    textElement('LastModified', version.modified),
  );
  return { status: 200, headers: versionHeader(version), body };
}

function getObject(store: ObjectStore, { method, bucket, key, query, headers }: S3Request): S3Answer {
  const version = store.version(bucket, key, queryValue(query, 'versionId'));
  const tag = `"${version.etag}"`;
  if (headers['if-none-match'] === tag) return { status: 304, headers: { etag: tag } };
  if (headers['if-match'] !== undefined && bareEtag(headers['if-match']) !== version.etag)
    throw new S3Error('PreconditionFailed', 412);
  const described: Record<string, string | number> = {
    etag: tag,
    'last-modified': new Date(version.modified).toUTCString(),
    'content-type': version.contentType,
    'accept-ranges': 'bytes',
    ...version.headers,
    ...versionHeader(version),
    ...lockHeaders(version),
  };
  for (const [name, value] of Object.entries(version.metadata)) described[`x-amz-meta-${name}`] = value;
  for (const [name, value] of query)
    if (name.startsWith('response-')) described[name.slice('response-'.length)] = value;
  if (headers['x-amz-checksum-mode'] !== undefined && headers.range === undefined)
    Object.assign(described, version.checksums);
  if (method === 'HEAD') return { status: 200, headers: { ...described, 'content-length': version.size } };
  const bytes = store.bytes(bucket, version);
  const range = /^bytes=(\d*)-(\d*)$/.exec(headers.range ?? '');
  if (range === null) return { status: 200, headers: { ...described, 'content-length': bytes.length }, body: bytes };
  const [, first = '', last = ''] = range;
  const start = first === '' ? Math.max(0, bytes.length - Number(last)) : Number(first);
  const end = first !== '' && last !== '' ? Math.min(Number(last), bytes.length - 1) : bytes.length - 1;
  if (start >= bytes.length) throw new S3Error('InvalidRange', 416);
  return {
    status: 206,
    headers: {
      ...described,
      'content-range': `bytes ${start}-${end}/${bytes.length}`,
      'content-length': end - start + 1,
    },
    body: bytes.subarray(start, end + 1),
  };
}

function tagging(store: ObjectStore, { method, bucket, key, query, body }: S3Request): S3Answer {
  const version = store.version(bucket, key, queryValue(query, 'versionId'));
  if (method === 'GET')
    return { status: 200, headers: versionHeader(version), body: version.tags ?? '<Tagging><TagSet/></Tagging>' };
  const { tags: _tags, ...untagged } = version;
  store.replace(bucket, method === 'PUT' ? { ...version, tags: body.toString() } : untagged);
  return { status: method === 'PUT' ? 200 : 204 };
}

function objectLock(store: ObjectStore, request: S3Request): S3Answer {
  const { method, bucket, key, query, body, headers } = request;
  const version = store.version(bucket, key, queryValue(query, 'versionId'));
  if (!store.bucket(bucket).objectLock)
    throw new S3Error('InvalidRequest', 400, 'Bucket is missing Object Lock Configuration');
  if (query.has('legal-hold')) {
    if (method === 'PUT') store.replace(bucket, { ...version, legalHold: body.toString().includes('<Status>ON<') });
    return {
      status: 200,
      body: element('LegalHold', textElement('Status', version.legalHold === true ? 'ON' : 'OFF')),
    };
  }
  if (method === 'PUT') {
    const [mode = '', until = ''] = ['Mode', 'RetainUntilDate'].map((name) => elementTexts(body.toString(), name)[0]);
    const shortens = version.retention !== undefined && Date.parse(until) < Date.parse(version.retention.until);
    const bypass = version.retention?.mode === 'GOVERNANCE' && headers['x-amz-bypass-governance-retention'] === 'true';
    const weakens = version.retention?.mode === 'COMPLIANCE' && mode !== 'COMPLIANCE';
    if (weakens) throw new S3Error('AccessDenied', 403, 'Object Lock retention in compliance mode cannot be weakened');
    if (shortens && !bypass) throw new S3Error('AccessDenied', 403, 'Object Lock retention cannot be shortened');
    store.replace(bucket, { ...version, retention: { mode, until } });
    return { status: 200 };
  }
  if (version.retention === undefined) throw new S3Error('NoSuchObjectLockConfiguration', 404);
  const { mode, until } = version.retention;
  return { status: 200, body: element('Retention', textElement('Mode', mode), textElement('RetainUntilDate', until)) };
}

function versionHeader({ versionId }: ObjectVersion): Record<string, string> {
  return versionId === 'null' ? {} : { 'x-amz-version-id': versionId };
}

function lockHeaders({ retention, legalHold }: ObjectVersion): Record<string, string> {
  return {
    ...(retention === undefined
      ? {}
      : { 'x-amz-object-lock-mode': retention.mode, 'x-amz-object-lock-retain-until-date': retention.until }),
    ...(legalHold === true ? { 'x-amz-object-lock-legal-hold': 'ON' } : {}),
  };
}
