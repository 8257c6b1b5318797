import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { readCommandLine } from '../command-line.ts';
import { readIdentity } from '../identity/signing-key.ts';
import { staffToken } from '../identity/token-issuer.ts';
import { DEFAULT_DATA_DIR, DEFAULT_PORT, portFrom } from '../reaching.ts';
import { followFile, outcomeLines, progressBar } from './follow-file.ts';
import { uploadFile } from './upload-file.ts';

const HELP = `Uso: npm run drop -- ARCHIVO [--layout FORMATO] [--office OFICINA] [--port N] [--data-dir CARPETA]`;

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
  const apiUrl = `http://localhost:${portFrom(values.port)}`;
  const fileName = path.basename(file);
  const brought = { fileName, bytes: readFileSync(file), layout: values.layout };
  const fileId = await reach(() => uploadFile({ apiUrl, token }, brought), values.port);

  const bar = (text: string): void => {
    if (process.stdout.isTTY) process.stdout.write(`\r\u001b[2K${text}`);
  };
  const ended = await followFile(
    () => fetch(`${apiUrl}/v1/intake-files/${fileId}`, { headers: { authorization: `Bearer ${token}` } }),
    (state) => bar(progressBar(state)),
  );
  bar('');
  console.log(`${fileName}: ${progressBar(ended)}`);
  for (const line of outcomeLines(ended)) console.log(line);
  if (ended.status !== 'done') process.exitCode = 1;
}

async function reach<T>(ask: () => Promise<T>, port: string): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    // What fetch throws when nobody listens; a refusal is an Error that says why.
    if (!(error instanceof TypeError)) throw error;
    throw new Error(`Nadie responde en el puerto ${port}: arranque con "npm start", o indique --port.`);
  }
}

drop().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
});
