import type { Signer } from './signature.ts';

/** One S3 request, read whole, its signature already checked. */
export interface S3Request {
  readonly method: string;
  readonly bucket: string;
  readonly key: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  readonly trailers: Readonly<Record<string, string>>;
  readonly signer: Signer;
}

export interface S3Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string | number>>;
  readonly body?: string | Buffer;
}

/** `"abc"` → `abc`; clients quote ETags or not. */
export function bareEtag(etag: string): string {
  return etag.replaceAll('"', '');
}

/** The query parameter, undefined when absent. */
export function queryValue(query: URLSearchParams, name: string): string | undefined {
  return query.get(name) ?? undefined;
}
