import * as z from 'zod';
import { parseJson } from '../assembly/json.ts';
import { checkDigests } from './body-encoding.ts';
import type { NewObject } from './object-store.ts';
import { S3Error } from './s3-error.ts';
import { equal, sign } from './signature.ts';

/** A browser's form upload, its policy already checked. */
export interface PostedObject {
  readonly accessKeyId: string;
  readonly key: string;
  readonly bytes: Buffer;
  readonly given: NewObject;
  /** 200, 201 or 204, as the form asks. */
  readonly successStatus: number;
  /** Where the browser is to go, as the form asks; S3 adds what it has stored. */
  readonly successRedirect: string | undefined;
}

const policySchema = z.object({
  expiration: z.string(),
  conditions: z.array(
    z.union([
      z.tuple([z.literal('content-length-range'), z.coerce.number(), z.coerce.number()]),
      z.tuple([z.enum(['eq', 'starts-with']), z.string(), z.string()]),
      z.record(z.string(), z.string()),
    ]),
  ),
});

/** Where a form's key takes the name of the uploaded file. */
const FILE_NAME_PLACE = '$' + '{filename}';

/** Fields of a form that need no condition in the policy. */
const FREE_FIELDS = new Set(['policy', 'x-amz-signature', 'file']);

/**
 * Reads a presigned POST: checks the policy's signature and expiry, every condition with
 * `content-length-range` in bytes, and that every field of the form is covered. Throws as S3 does.
 */
export function readPostForm(
  bucket: string,
  contentType: string,
  raw: Buffer,
  secret: string,
  now: number,
): PostedObject {
  const { fields, file, fileName } = readMultipartForm(contentType, raw);
  const policyText = fields.policy ?? '';
  const [accessKeyId = '', ...scope] = (fields['x-amz-credential'] ?? '').split('/');
  if (!equal(sign(secret, scope.join('/'), policyText), fields['x-amz-signature'] ?? ''))
    throw new S3Error('SignatureDoesNotMatch', 403);
  const policy = policySchema.parse(parseJson(Buffer.from(policyText, 'base64').toString()));
  if (now > Date.parse(policy.expiration)) throw denied('Policy expired.');
  const key = (fields.key ?? '').replace(FILE_NAME_PLACE, fileName);
  const covered = new Set(FREE_FIELDS);
  const givenValue = (name: string): string => (name === 'bucket' ? bucket : (fields[name] ?? ''));
  for (const condition of policy.conditions) {
    if (!Array.isArray(condition)) {
      for (const [name, value] of Object.entries(condition)) {
        covered.add(name.toLowerCase());
        if (givenValue(name.toLowerCase()) !== value)
          throw denied(`Policy Condition failed: ["eq", "$${name}", "${value}"]`);
      }
    } else if (condition[0] === 'content-length-range') {
      if (file.length > condition[2])
        throw new S3Error('EntityTooLarge', 400, 'Your proposed upload exceeds the maximum allowed size');
      if (file.length < condition[1])
        throw new S3Error('EntityTooSmall', 400, 'Your proposed upload is smaller than the minimum allowed size');
    } else {
      const [operator, field, wanted] = condition;
      const name = field.replace(/^\$/, '').toLowerCase();
      covered.add(name);
      const holds = operator === 'eq' ? givenValue(name) === wanted : givenValue(name).startsWith(wanted);
      if (!holds) throw denied(`Policy Condition failed: ${JSON.stringify(condition)}`);
    }
  }
  const stranger = Object.keys(fields).find((name) => !covered.has(name) && !name.startsWith('x-ignore-'));
  if (stranger !== undefined) throw denied(`Extra input fields: ${stranger}`);
  const metadata: Record<string, string> = {};
  for (const [name, value] of Object.entries(fields))
    if (name.startsWith('x-amz-meta-')) metadata[name.slice('x-amz-meta-'.length)] = value;
  const type = fields['content-type'];
  return {
    accessKeyId,
    key,
    bytes: file,
    given: { metadata, checksums: checkDigests(file, fields), ...(type === undefined ? {} : { contentType: type }) },
    successStatus: Number(fields.success_action_status ?? 204),
    successRedirect: fields.success_action_redirect,
  };
}

function denied(why: string): S3Error {
  return new S3Error('AccessDenied', 403, `Invalid according to Policy: ${why}`);
}

interface Form {
  /** Names in lower case. */
  readonly fields: Readonly<Record<string, string>>;
  readonly file: Buffer;
  readonly fileName: string;
}

/** multipart/form-data with one file; fields after the file are ignored, as S3 does. */
function readMultipartForm(contentType: string, raw: Buffer): Form {
  const boundary = /boundary="?([^";]+)"?/.exec(contentType)?.[1];
  if (boundary === undefined) throw new S3Error('MalformedPOSTRequest', 400);
  const mark = Buffer.from(`--${boundary}`);
  const fields: Record<string, string> = {};
  let start = raw.indexOf(mark);
  while (start >= 0) {
    const next = raw.indexOf(mark, start + mark.length);
    if (next < 0) break;
    const part = raw.subarray(start + mark.length + 2, next - 2);
    const headEnd = part.indexOf('\r\n\r\n');
    const head = part.subarray(0, headEnd).toString();
    const content = part.subarray(headEnd + 4);
    const name = /name="([^"]*)"/.exec(head)?.[1]?.toLowerCase() ?? '';
    if (name === 'file')
      return { fields, file: Buffer.from(content), fileName: /filename="([^"]*)"/.exec(head)?.[1] ?? '' };
    fields[name] = content.toString();
    start = next;
  }
  throw new S3Error('InvalidArgument', 400, 'POST requires exactly one file upload per request.');
}
