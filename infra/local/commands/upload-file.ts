import * as z from 'zod';
import { problemText } from './follow-file.ts';
import { patientFetch } from './patient-fetch.ts';

const uploadSchema = z.object({
  fileId: z.string(),
  upload: z.object({ url: z.string(), fields: z.record(z.string(), z.string()) }),
});

export interface UploadPlace {
  readonly apiUrl: string;
  /** Access token of somebody who may bring bank files. */
  readonly token: string;
}

/** Brings a bank file in as the portal does: registers it, then posts it to the signed form. Returns the file's id. */
export async function uploadFile(
  { apiUrl, token }: UploadPlace,
  file: { readonly fileName: string; readonly bytes: Uint8Array; readonly layout?: string | undefined },
): Promise<string> {
  const { fileName, bytes, layout } = file;
  const wanted = { fileName, sizeBytes: bytes.length, ...(layout === undefined ? {} : { layout }) };
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const registered = await patientFetch(`${apiUrl}/v1/intake-files`, {
    method: 'POST',
    headers,
    body: JSON.stringify(wanted),
  });
  if (!registered.ok) throw new Error(await problemText(registered));
  const { fileId, upload } = uploadSchema.parse(await registered.json());
  const form = new FormData();
  for (const [name, value] of Object.entries(upload.fields)) form.append(name, value);
  form.append('file', new Blob([new Uint8Array(bytes)]), fileName);
  const uploaded = await fetch(upload.url, { method: 'POST', body: form });
  if (!uploaded.ok) throw new Error(`No se pudo subir ${fileName} (${uploaded.status}): ${await uploaded.text()}`);
  return fileId;
}
