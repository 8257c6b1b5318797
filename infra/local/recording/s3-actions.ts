import type { S3Request } from '../s3/request.ts';

/** The IAM actions that allow an S3 request, and the resource they are asked on. */
export function s3Actions({
  method,
  bucket,
  key,
  query,
  headers,
}: Pick<S3Request, 'method' | 'bucket' | 'key' | 'query' | 'headers'>): readonly {
  action: string;
  resource: string;
}[] {
  const bucketArn = `arn:aws:s3:::${bucket}`;
  if (key === '') return [{ action: bucketAction(method, query), resource: bucketArn }];
  const resource = `${bucketArn}/${key}`;
  const actions = objectActions(method, query, headers).map((action) => ({ action, resource }));
  const source = headers['x-amz-copy-source'];
  if (method !== 'PUT' || source === undefined) return actions;
  const from = decodeURIComponent(source.replace(/^\//, '').split('?')[0] ?? '');
  return [...actions, { action: 's3:GetObject', resource: `arn:aws:s3:::${from}` }];
}

function bucketAction(method: string, query: URLSearchParams): string {
  if (method === 'GET' || method === 'HEAD') return query.has('versions') ? 's3:ListBucketVersions' : 's3:ListBucket';
  if (method === 'POST' && query.has('delete')) return 's3:DeleteObject';
  return method === 'DELETE' ? 's3:DeleteBucket' : 's3:PutBucketConfiguration';
}

function objectActions(
  method: string,
  query: URLSearchParams,
  headers: Readonly<Record<string, string>>,
): readonly string[] {
  const version = query.has('versionId') ? 'Version' : '';
  const verb = method === 'GET' || method === 'HEAD' ? 'Get' : method === 'DELETE' ? 'Delete' : 'Put';
  if (query.has('tagging')) return [`s3:${verb}Object${version}Tagging`];
  if (query.has('retention')) return [`s3:${verb}ObjectRetention`];
  if (query.has('legal-hold')) return [`s3:${verb}ObjectLegalHold`];
  if (query.has('uploadId') && method === 'DELETE') return ['s3:AbortMultipartUpload'];
  if (verb !== 'Put') return [`s3:${verb}Object${version}`];
  return [
    's3:PutObject',
    ...(headers['x-amz-object-lock-mode'] === undefined ? [] : ['s3:PutObjectRetention']),
    ...(headers['x-amz-object-lock-legal-hold'] === undefined ? [] : ['s3:PutObjectLegalHold']),
    ...(headers['x-amz-tagging'] === undefined ? [] : ['s3:PutObjectTagging']),
  ];
}
