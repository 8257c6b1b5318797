import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Code } from 'aws-cdk-lib/aws-lambda';

export const ROOT_FOLDER = fileURLToPath(new URL('..', import.meta.url));
export const DIST_FOLDER = join(ROOT_FOLDER, 'dist');
/** Built by infra/bundle.ts from layers/ and node_modules. */
export const ASSETS_LAYER_FOLDER = join(DIST_FOLDER, 'assets-layer');

/** Where the code of the functions comes from. */
export interface Bundles {
  codeOf(functionName: string): Code;
  layer(): Code;
}

/**
 * The bundles in dist/. A function in `unfinished` (its entry does not exist yet) gets code that answers with an
 * error; any other function without a bundle is an Error, for an empty one must not go out.
 */
export function builtBundles(unfinished: readonly string[] = []): Bundles {
  return {
    codeOf: (name) => (unfinished.includes(name) ? placeholder() : fromFolder(join(DIST_FOLDER, name))),
    layer: () => fromFolder(ASSETS_LAYER_FOLDER),
  };
}

/** One placeholder for all code: for tests of the templates, which need no bundles. */
export function placeholderBundles(): Bundles {
  return { codeOf: placeholder, layer: placeholder };
}

function fromFolder(folder: string): Code {
  if (!existsSync(folder) || readdirSync(folder).length === 0) {
    throw new Error(`${folder} is missing or empty: run "npm run bundle" first`);
  }
  return Code.fromAsset(folder, { exclude: ['*.map'] });
}

/** A new Code each time, because CDK binds one to a stack; the folder is the same, so it is staged once. */
function placeholder(): Code {
  const folder = join(tmpdir(), 'cartera-placeholder-code');
  mkdirSync(folder, { recursive: true });
  writeFileSync(
    join(folder, 'index.mjs'),
    "export const handler = async () => { throw new Error('this function is not built'); };\n",
  );
  return Code.fromAsset(folder);
}
