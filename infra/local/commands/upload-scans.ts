import { existsSync, writeFileSync } from 'node:fs';
import { readCommandLine } from '../command-line.ts';
import { readIdentity } from '../identity/signing-key.ts';
import { staffToken } from '../identity/token-issuer.ts';
import { DEFAULT_DATA_DIR, DEFAULT_PORT, portFrom } from '../reaching.ts';
import { type BroughtScan, bringScans } from './bring-scans.ts';
import { scanFiles } from './scan-files.ts';

const HELP = `Uso: npm run upload-scans -- CARPETA|ARCHIVO.zip [--dry-run] [--report ARCHIVO.csv] [--port N] [--data-dir CARPETA]

Sube los documentos digitalizados de una carpeta o un zip. El nombre de cada uno dice de quién es y qué es:
  CE-2014-00231 pagare.pdf   CE-2014-00231_contrato.tif   CE-2014-00231 identificacion.jpg
Con --dry-run sólo dice qué haría. Repetido sube únicamente lo que falta.`;

/** `npm run upload-scans -- FOLDER`: as the custodian would, and what became of each file. */
async function uploadScans(): Promise<void> {
  const { values, positionals } = readCommandLine(
    process.argv.slice(2),
    {
      'dry-run': { type: 'boolean', default: false },
      report: { type: 'string' },
      port: { type: 'string', default: String(DEFAULT_PORT) },
      'data-dir': { type: 'string', default: DEFAULT_DATA_DIR },
    },
    { help: HELP, most: 1 },
  );
  if (values.help) return console.log(HELP);
  const [from] = positionals;
  if (from === undefined) throw new Error(HELP);
  if (!existsSync(from)) throw new Error(`No existe ${from}.\n\n${HELP}`);
  const identity = await readIdentity(values['data-dir']);
  if (identity === undefined)
    throw new Error(`La carpeta ${values['data-dir']} no tiene llave: arranque con "npm start" o indique --data-dir.`);
  const token = () => staffToken(identity, { role: 'recovery-technician' });
  const api = { apiUrl: `http://localhost:${portFrom(values.port)}`, token };
  const rows: BroughtScan[] = [];
  try {
    for await (const row of bringScans(api, scanFiles(from), values['dry-run'])) {
      rows.push(row);
      if (process.stdout.isTTY) process.stdout.write(`\r${rows.length} archivos`);
    }
  } finally {
    // What came before a failure is told too.
    if (values.report !== undefined) writeFileSync(values.report, csvOf(rows));
  }
  if (process.stdout.isTTY) process.stdout.write('\r');
  const counts = new Map<string, number>();
  for (const { outcomeName } of rows) counts.set(outcomeName, (counts.get(outcomeName) ?? 0) + 1);
  console.log(`${rows.length} archivos${values['dry-run'] ? ' (prueba: no se subió nada)' : ''}`);
  for (const [name, count] of counts) console.log(`  ${name}: ${count}`);
}

const csvOf = (rows: readonly BroughtScan[]): string =>
  [
    'archivo,resultado,documento',
    ...rows.map((row) => [row.fileName, row.outcomeName, row.documentId ?? ''].map(quoted).join()),
  ].join('\r\n');

const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;

uploadScans().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
});
