import { listObjects, listVersions } from './list-objects.ts';
import type { ObjectStore } from './object-store.ts';
import type { S3Answer, S3Request } from './request.ts';
import { S3Error } from './s3-error.ts';
import { element, elementTexts, textElement, unescapeXml } from './xml.ts';

/** Requests on a bucket as a whole. Settings that nothing here acts on (encryption, lifecycle …) are accepted. */
export function bucketOperation(store: ObjectStore, request: S3Request): S3Answer {
  const { method, bucket, query, body } = request;
  const subresources = [...query.keys()].filter((name) => name !== 'x-id');
  if (method === 'PUT' && subresources.length === 0) return createBucket(store, bucket);
  const settings = store.bucket(bucket);
  switch (method) {
    case 'HEAD':
      return { status: 200, headers: { 'x-amz-bucket-region': 'us-east-1' } };
    case 'PUT':
      if (query.has('versioning')) settings.versioned = body.toString().includes('Enabled');
      return { status: 200 };
    case 'DELETE':
      store.deleteBucket(bucket);
      return { status: 204 };
    case 'POST':
      if (query.has('delete')) return deleteMany(store, request);
      break;
    case 'GET':
      if (query.has('versions')) return listVersions(store, request);
      if (query.has('versioning'))
        return {
          status: 200,
          body: element('VersioningConfiguration', settings.versioned ? textElement('Status', 'Enabled') : ''),
        };
      if (query.has('location')) return { status: 200, body: element('LocationConstraint') };
      return listObjects(store, request);
  }
  throw new S3Error('NotImplemented', 501, `${method} ${subresources.join(' ')} is not available locally`);
}

/** All buckets, for GET /. */
export function listBuckets(store: ObjectStore): S3Answer {
  const buckets = store.bucketNames.map((name) => element('Bucket', textElement('Name', name)));
  return { status: 200, body: element('ListAllMyBucketsResult', element('Buckets', ...buckets)) };
}

function createBucket(store: ObjectStore, bucket: string): S3Answer {
  if (store.hasBucket(bucket)) throw new S3Error('BucketAlreadyOwnedByYou', 409);
  store.createBucket(bucket, { versioned: false, objectLock: false, defaultRetention: undefined });
  return { status: 200, headers: { location: `/${bucket}` } };
}

function deleteMany(store: ObjectStore, { bucket, body, headers }: S3Request): S3Answer {
  const bypass = headers['x-amz-bypass-governance-retention'] === 'true';
  const rows = elementTexts(body.toString(), 'Object').map((object) => {
    const key = unescapeXml(elementTexts(object, 'Key')[0] ?? '');
    try {
      store.remove(bucket, key, elementTexts(object, 'VersionId')[0], bypass);
      return element('Deleted', textElement('Key', key));
    } catch (error) {
      if (!(error instanceof S3Error)) throw error;
      return element(
        'Error',
        textElement('Key', key),
        textElement('Code', error.code),
        textElement('Message', error.message),
      );
    }
  });
  return { status: 200, body: element('DeleteResult', ...rows) };
}
