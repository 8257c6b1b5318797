import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import * as z from 'zod';
import { readCommandLine } from '../command-line.ts';
import { readIdentity } from '../identity/signing-key.ts';
import { staffToken } from '../identity/token-issuer.ts';
import { DEFAULT_DATA_DIR, DEFAULT_PORT, portFrom } from '../reaching.ts';
import { followFile, outcomeLines, problemText, progressBar } from './follow-file.ts';

const HELP = `Uso: npm run drop -- ARCHIVO [--layout FORMATO] [--office OFICINA] [--port N] [--data-dir CARPETA]`;

const uploadSchema = z.object({
  fileId: z.string(),
  upload: z.object({ url: z.string(), fields: z.record(z.string(), z.string()) }),
});

/** `npm run drop -- FILE`: uploads a bank file as the recovery technician would, and follows it to its end. */
async function drop(): Promise<void> {
  const { values, positionals } = readCommandLine(
    process.argv.slice(2),
    {
      layout: { type: 'string' },
      office: { type: 'string', default: 'hermosillo' },
      port: { type: 'string', default: String(DEFAULT_PORT) },
      'data-dir': { type: 'string', default: DEFAULT_DATA_DIR },
    },
    { help: HELP, most: 1 },
  );
  if (values.help) return console.log(HELP);
  const file = positionals[0];
  if (file === undefined) throw new Error(HELP);
  if (!existsSync(file)) throw new Error(`No existe el archivo ${file}.\n${HELP}`);
  const identity = await readIdentity(values['data-dir']);
  if (identity === undefined)
    throw new Error(`La carpeta ${values['data-dir']} no tiene llave: arranque con "npm start" o indique --data-dir.`);
  const token = await staffToken(identity, { role: 'recovery-technician', office: values.office });
  const api = `http://localhost:${portFrom(values.port)}/v1/intake-files`;
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const bytes = readFileSync(file);
  const fileName = path.basename(file);

  const wanted = {
    fileName,
    sizeBytes: bytes.length,
    ...(values.layout === undefined ? {} : { layout: values.layout }),
  };
  const registered = await reach(
    () => fetch(api, { method: 'POST', headers, body: JSON.stringify(wanted) }),
    values.port,
  );
  if (!registered.ok) throw new Error(await problemText(registered));
  const { fileId, upload } = uploadSchema.parse(await registered.json());

  const form = new FormData();
  for (const [name, value] of Object.entries(upload.fields)) form.append(name, value);
  form.append('file', new Blob([new Uint8Array(bytes)]), fileName);
  const uploaded = await fetch(upload.url, { method: 'POST', body: form });
  if (!uploaded.ok) throw new Error(`No se pudo subir el archivo (${uploaded.status}): ${await uploaded.text()}`);

  const bar = (text: string): void => {
    if (process.stdout.isTTY) process.stdout.write(`\r\u001b[2K${text}`);
  };
  const ended = await followFile(
    () => fetch(`${api}/${fileId}`, { headers }),
    (state) => bar(progressBar(state)),
  );
  bar('');
  console.log(`${fileName}: ${progressBar(ended)}`);
  for (const line of outcomeLines(ended)) console.log(line);
  if (ended.status !== 'done') process.exitCode = 1;
}

async function reach(ask: () => Promise<Response>, port: string): Promise<Response> {
  try {
    return await ask();
  } catch {
    throw new Error(`Nadie responde en el puerto ${port}: arranque con "npm start", o indique --port.`);
  }
}

drop().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
});
