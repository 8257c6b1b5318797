import { existsSync, readFileSync } from 'node:fs';
import type { SourceMapPayload } from 'node:module';
import path from 'node:path';
import { FUNCTIONS } from '../../functions.ts';
import { ROOT_FOLDER } from '../build.ts';
import { readCommandLine } from '../command-line.ts';
import { sourcePlace } from './source-place.ts';

const HELP = `Uso: npm run where -- FUNCIÓN LUGAR
  FUNCIÓN  ${FUNCTIONS.map(({ name }) => name).join(', ')}
  LUGAR    un renglón de errorAt, entre comillas: "at h (file:///var/task/index.mjs:57:1203)"
Dice a qué lugar del código corresponde. Use el commit que está desplegado, con "npm run synth" recién hecho.`;

/** `npm run where -- <function> <place>`: what a place in a minified bundle is in the sources. */
function answer(): string {
  const { values, positionals } = readCommandLine(process.argv.slice(2), {}, { help: HELP, most: 2 });
  if (values.help) return HELP;
  const [name = '', place = ''] = positionals;
  if (!FUNCTIONS.some((known) => known.name === name))
    throw new Error(`${name || '(ninguna)'} no es una función.\n${HELP}`);
  const file = path.join(ROOT_FOLDER, 'dist', name, 'index.mjs.map');
  if (!existsSync(file)) throw new Error('No hay mapa de esta función. Haga antes "npm run synth".');
  const map: SourceMapPayload = JSON.parse(readFileSync(file, 'utf8'));
  const found = sourcePlace(map, place);
  if (found === undefined) throw new Error(`«${place}» no es un lugar de ${name}.\n${HELP}`);
  return found;
}

try {
  console.log(answer());
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}
