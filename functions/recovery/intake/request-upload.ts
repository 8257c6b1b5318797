import type { Clock } from '../../../shared/calendar/clock.ts';
import type { Caller } from '../../../shared/http/route.ts';
import { refuseOverSize } from '../readers/file-size.ts';
import { LAYOUT_DECLARATIONS } from '../readers/layout-declarations.ts';
import type { IntakeFile } from './intake-file.ts';
import { refuseIntake } from './intake-refusals.ts';
import type { IntakeStore } from './intake-store.ts';
import { emptyFile } from './register-file.ts';

/** A form that lets a browser put one object, of at most so many bytes, under one key, for a few minutes. */
export interface UploadForm {
  readonly url: string;
  readonly fields: Readonly<Record<string, string>>;
}

export interface UploadSigner {
  sign(upload: { readonly key: string; readonly maxBytes: number; readonly seconds: number }): Promise<UploadForm>;
}

export interface RequestUploadDeps {
  readonly files: IntakeStore;
  readonly clock: Clock;
  readonly signer: UploadSigner;
  readonly newId: () => string;
}

/** How long the form may be used (real time). */
const UPLOAD_SECONDS = 300;

/**
 * Registers a bank file that somebody is about to upload and answers the form for it. The layout is optional: without
 * it the content decides. Refuses an unknown layout and a size above the layout's limit before a byte is sent.
 */
export async function requestUpload(
  deps: RequestUploadDeps,
  input: { readonly fileName: string; readonly layout?: string | undefined; readonly sizeBytes: number },
  caller: Caller,
): Promise<{ file: IntakeFile; upload: UploadForm }> {
  const layout = LAYOUT_DECLARATIONS.find(({ id }) => id === input.layout);
  if (input.layout !== undefined && layout === undefined) {
    const known = [...new Set(LAYOUT_DECLARATIONS.map(({ id }) => id))].join(', ');
    throw refuseIntake('layout-unknown', `No se conoce el formato «${input.layout}». Formatos: ${known}.`, {
      details: [{ pointer: '/layout', message: `Use uno de: ${known}.` }],
    });
  }
  const largest = layout ?? LAYOUT_DECLARATIONS.reduce((a, b) => (b.maxBytes > a.maxBytes ? b : a));
  refuseOverSize(largest, input.sizeBytes);
  const fileId = deps.newId();
  const today = deps.clock.today();
  const key = `${layout?.id ?? 'any'}/${today}/${fileId}/${safeName(input.fileName)}`;
  const file: IntakeFile = {
    ...emptyFile(deps.clock),
    fileId,
    fileName: input.fileName,
    state: 'awaiting-upload',
    objectKey: key,
    objectVersion: null,
    arrival: null,
    registeredBy: caller.subject,
    layout: layout?.id ?? null,
    sizeBytes: input.sizeBytes,
  };
  await deps.files.write(file);
  const upload = await deps.signer.sign({ key, maxBytes: largest.maxBytes, seconds: UPLOAD_SECONDS });
  return { file, upload };
}

/** A name without folders or anything that a URL or a shell would read as more than a name. */
function safeName(fileName: string): string {
  const name = fileName.split(/[/\\]/).at(-1) ?? '';
  const unaccented = name.normalize('NFD').replace(/\p{M}/gu, '');
  const plain = unaccented.replace(/[^A-Za-z0-9._-]+/g, '-').replace(/^[.-]+/, '');
  return plain.slice(0, 100) || 'archivo';
}
