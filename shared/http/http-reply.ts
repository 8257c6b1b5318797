/** What the HTTP API takes back (payload format 2.0). */
export interface HttpReply {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  /** `Set-Cookie`, one each. */
  readonly cookies?: readonly string[];
  readonly body: string;
  readonly isBase64Encoded: boolean;
}

/**
 * Headers of every answer: nothing is cached (it is personal data), sniffed, framed or run. The reference page is
 * the one page people see; its style is inside it and it has no script.
 */
export const EVERY_ANSWER: Readonly<Record<string, string>> = {
  'cache-control': 'no-store',
  'content-security-policy':
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
  'strict-transport-security': 'max-age=31536000; includeSubDomains',
  'x-content-type-options': 'nosniff',
};

export function jsonReply(
  statusCode: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
  contentType = 'application/json',
): HttpReply {
  return {
    statusCode,
    headers: { 'content-type': contentType, ...headers },
    body: JSON.stringify(body),
    isBase64Encoded: false,
  };
}

/** A document. With a file name browsers save it, otherwise they show it. */
export function bytesReply(
  statusCode: number,
  document: { readonly bytes: Uint8Array; readonly contentType: string; readonly fileName?: string | undefined },
  headers: Readonly<Record<string, string>> = {},
): HttpReply {
  return {
    statusCode,
    headers: {
      'content-type': document.contentType,
      ...(document.fileName !== undefined && { 'content-disposition': attachment(document.fileName) }),
      ...headers,
    },
    body: Buffer.from(document.bytes).toString('base64'),
    isBase64Encoded: true,
  };
}

/** RFC 6266: a plain name for old clients and the full one (accents) for the rest. */
function attachment(fileName: string): string {
  const plain = fileName.normalize('NFD').replace(/[^\x20-\x7e]|["\\%]/g, '');
  const full = encodeURIComponent(fileName).replace(
    /['()*]/g,
    (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${plain}"; filename*=UTF-8''${full}`;
}
