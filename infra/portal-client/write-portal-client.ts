import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { apiDocument } from '../api-document.ts';
import { loadAreaContracts } from '../area-contracts.ts';
import { DIST_FOLDER } from '../bundles.ts';
import { FUNCTIONS } from '../functions.ts';
import { commandLineOrExit } from '../local/command-line.ts';
import { portalClientSource } from './portal-client-source.ts';

const DEFAULT_FILE = path.join(DIST_FOLDER, 'portal-client', 'cartera-portal.ts');
const HELP = `Uso: npm run client -- [FILE]
  FILE  archivo que se escribe (dist/portal-client/cartera-portal.ts)
Escribe el cliente tipado del portal en TypeScript, un archivo que solo necesita openapi-fetch, desde el documento OpenAPI.`;

/** `npm run client`: writes the portal's client. */
const { positionals } = commandLineOrExit({}, { help: HELP, most: 1 });
const file = path.resolve(positionals[0] ?? DEFAULT_FILE);
const source = await portalClientSource(apiDocument(await loadAreaContracts(FUNCTIONS)));
mkdirSync(path.dirname(file), { recursive: true });
writeFileSync(file, source);
console.log(file);
