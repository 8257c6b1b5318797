import type { ObjectStore, ObjectVersion } from './object-store.ts';
import type { S3Answer, S3Request } from './request.ts';
import { element, escapeXml, textElement } from './xml.ts';

/** ListObjectsV2 (and the first version's fields that clients still read): prefix, delimiter, pages. */
export function listObjects(store: ObjectStore, { bucket, query }: S3Request): S3Answer {
  const prefix = query.get('prefix') ?? '';
  const delimiter = query.get('delimiter') ?? '';
  const limit = Math.min(1000, Number(query.get('max-keys') ?? 1000));
  const after = query.get('continuation-token') ?? query.get('start-after') ?? query.get('marker') ?? '';
  const objects: ObjectVersion[] = [];
  const folders = new Set<string>();
  let next = '';
  let lastSeen = '';
  for (const versions of store.keys(bucket)) {
    const current = versions.at(-1);
    if (current === undefined || current.deleted === true) continue;
    if (!current.key.startsWith(prefix) || !(current.key > after)) continue;
    const cut = delimiter === '' ? -1 : current.key.indexOf(delimiter, prefix.length);
    const folder = cut < 0 ? undefined : current.key.slice(0, cut + delimiter.length);
    if (folder !== undefined && (folders.has(folder) || after.startsWith(folder))) {
      lastSeen = current.key;
      continue;
    }
    if (objects.length + folders.size >= limit) {
      next = lastSeen;
      break;
    }
    if (folder === undefined) objects.push(current);
    else folders.add(folder);
    lastSeen = current.key;
  }
  const body = element(
    'ListBucketResult',
    textElement('Name', bucket),
    textElement('Prefix', prefix),
    textElement('KeyCount', objects.length + folders.size),
    textElement('MaxKeys', limit),
    textElement('IsTruncated', next !== ''),
    next === '' ? '' : textElement('NextContinuationToken', next) + textElement('NextMarker', next),
    ...objects.map((version) =>
      element(
        'Contents',
        textElement('Key', version.key),
        textElement('LastModified', version.modified),
        textElement('ETag', `"${version.etag}"`),
        textElement('Size', version.size),
        textElement('StorageClass', 'STANDARD'),
      ),
    ),
    ...[...folders].map((folder) => element('CommonPrefixes', textElement('Prefix', folder))),
  );
  return { status: 200, body };
}

/** ListObjectVersions, newest first in each key. */
export function listVersions(store: ObjectStore, { bucket, query }: S3Request): S3Answer {
  const prefix = query.get('prefix') ?? '';
  const rows = store.keys(bucket).flatMap((versions) =>
    [...versions].reverse().map((version, age) => {
      if (!version.key.startsWith(prefix)) return '';
      return element(
        version.deleted === true ? 'DeleteMarker' : 'Version',
        textElement('Key', version.key),
        textElement('VersionId', version.versionId),
        textElement('IsLatest', age === 0),
        textElement('LastModified', version.modified),
        version.deleted === true ? '' : `<ETag>&quot;${escapeXml(version.etag)}&quot;</ETag>`,
        version.deleted === true ? '' : textElement('Size', version.size),
      );
    }),
  );
  return {
    status: 200,
    body: element(
      'ListVersionsResult',
      textElement('Name', bucket),
      textElement('Prefix', prefix),
      textElement('IsTruncated', false),
      ...rows,
    ),
  };
}
