import { existsSync, readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { DIST_FOLDER } from '../../infra/bundles.ts';
import { FUNCTIONS } from '../../infra/functions.ts';

const META = join(DIST_FOLDER, 'meta.json');
const metafile = z.object({
  outputs: z.record(
    z.string(),
    z.object({
      bytes: z.int(),
      inputs: z.record(z.string(), z.unknown()),
      imports: z.array(z.object({ path: z.string(), kind: z.string(), external: z.boolean().optional() })),
    }),
  ),
});
const KILOBYTE = 1000;
const LIGHT = 602 * KILOBYTE;
const RENDERER = 2_500 * KILOBYTE;
/** Opens the SAT's certificate, by a library of 370 KB in pure JavaScript; nobody waits for it. */
const SEALER = { name: 'invoicing-stamp', bytes: 1_050 * KILOBYTE };
/** Those that read fonts and pictures from the layer. */
const RENDERERS = FUNCTIONS.filter(({ readsAssets }) => readsAssets).map(({ name }) => name);

// `npm run synth` and `npm start` write the bundles; without them there is nothing to weigh.
describe.skipIf(!existsSync(META))('bundles', () => {
  const outputs = existsSync(META) ? metafile.parse(JSON.parse(readFileSync(META, 'utf8'))).outputs : {};
  const built = FUNCTIONS.flatMap(({ name }) => {
    const output = outputs[`dist/${name}/index.mjs`];
    return output === undefined ? [] : [{ name, ...output }];
  });

  it('exist for every function', () => {
    expect(built.map(({ name }) => name)).toEqual(FUNCTIONS.map(({ name }) => name));
  });

  it.each(built)('$name weighs what it may', ({ name, bytes }) => {
    const most = name === SEALER.name ? SEALER.bytes : LIGHT;
    expect(bytes).toBeLessThan(RENDERERS.includes(name) ? RENDERER : most);
  });

  it.each(built.filter(({ name }) => !RENDERERS.includes(name)))('$name holds no renderer', ({ inputs }) => {
    const renderers = Object.keys(inputs).filter((file) => /node_modules\/(pdfkit|exceljs|@resvg)\//.test(file));
    expect(renderers).toEqual([]);
  });

  it.each(built)('$name needs nothing at start that is not in the bundle or in Node', ({ imports }) => {
    const atStart = imports.filter(({ kind }) => kind !== 'dynamic-import').map(({ path }) => path);
    expect(atStart.filter((path) => !isBuiltin(path))).toEqual([]);
  });
});
