import * as z from 'zod';
import { type ScanFile, UNREAD_ES, type UnreadFile } from './scan-files.ts';

/** Files that are in memory and asked about together, and their bytes. */
const TOGETHER = 50;
const TOGETHER_BYTES = 60_000_000;
/** Uploads on their way at once. */
const UPLOADS_AT_ONCE = 8;

const answerSchema = z.object({
  rows: z.array(
    z.object({
      fileName: z.string(),
      outcome: z.string(),
      outcomeName: z.string(),
      documentId: z.string().nullable(),
      form: z.object({ url: z.string(), fields: z.record(z.string(), z.string()) }).nullable(),
    }),
  ),
});

/** What became of one file. */
export interface BroughtScan {
  readonly fileName: string;
  /** As the API says it, or why it was not read; `uploaded` when its bytes are there now, `failed` when they could not be sent. */
  readonly outcome: string;
  /** Spanish. */
  readonly outcomeName: string;
  readonly documentId: string | null;
}

export interface ScanApi {
  readonly apiUrl: string;
  /** Asked anew for each part: a long upload outlives a token. */
  readonly token: () => Promise<string>;
}

/**
 * Brings the scans of a folder or zip into the vault's quarantine, fifty at a time or some sixty megabytes, so that memory stays as it is however many there are.
 * Begun again it uploads what is missing. `isTrial` only asks what would be done.
 */
export async function* bringScans(
  api: ScanApi,
  files: AsyncIterable<ScanFile | UnreadFile>,
  isTrial: boolean,
): AsyncGenerator<BroughtScan, void, undefined> {
  let together: ScanFile[] = [];
  let bytes = 0;
  for await (const file of files) {
    if ('fault' in file) {
      yield { fileName: file.fileName, outcome: file.fault, outcomeName: UNREAD_ES[file.fault], documentId: null };
      continue;
    }
    together.push(file);
    bytes += file.bytes.length;
    if (together.length < TOGETHER && bytes < TOGETHER_BYTES) continue;
    yield* await bringSome(api, together, isTrial);
    together = [];
    bytes = 0;
  }
  if (together.length > 0) yield* await bringSome(api, together, isTrial);
}

async function bringSome(api: ScanApi, files: readonly ScanFile[], isTrial: boolean): Promise<BroughtScan[]> {
  const rows = files.map(({ fileName, sha256, bytes }) => ({ fileName, sha256, bytes: bytes.length }));
  const answer = await fetch(`${api.apiUrl}/v1/scan-batches`, {
    method: 'POST',
    headers: { authorization: `Bearer ${await api.token()}`, 'content-type': 'application/json' },
    body: JSON.stringify({ isTrial, rows }),
  });
  if (!answer.ok) throw new Error(`El sistema respondió ${answer.status}: ${await answer.text()}`);
  const { rows: answers } = answerSchema.parse(await answer.json());
  const brought: BroughtScan[] = [];
  for (let first = 0; first < answers.length; first += UPLOADS_AT_ONCE) {
    const some = answers.slice(first, first + UPLOADS_AT_ONCE);
    brought.push(...(await Promise.all(some.map((row, index) => upload(row, files[first + index])))));
  }
  return brought;
}

async function upload(
  { form, ...row }: z.output<typeof answerSchema>['rows'][number],
  file: ScanFile | undefined,
): Promise<BroughtScan> {
  if (form === null || file === undefined) return row;
  const body = new FormData();
  for (const [name, value] of Object.entries(form.fields)) body.set(name, value);
  body.set('file', new Blob([new Uint8Array(file.bytes)]), file.fileName);
  const isThere = await fetch(form.url, { method: 'POST', body }).then(
    ({ ok }) => ok,
    () => false,
  );
  return isThere
    ? { ...row, outcome: 'uploaded', outcomeName: 'Subido' }
    : { ...row, outcome: 'failed', outcomeName: 'No se pudo subir: repita la carga' };
}
