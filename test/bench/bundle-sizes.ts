import { statSync } from 'node:fs';
import { join } from 'node:path';
import type { FunctionDefinition } from '../../infra/functions/function-definition.ts';
import { FUNCTIONS } from '../../infra/functions.ts';
import type { BenchLine, BenchPart } from './bench-line.ts';
import { ROOT } from './cached-store.ts';

/** Decimal units, as the sizes of packages are usually given. */
const KILOBYTE = 1_000;
const MOST_OF_RENDERERS = 2_500;
const MOST_OF_THE_REST = 600;

/** Size of each function's code, minified, before zip. Renderers are those that read the layer of fonts and wasm. */
export const bundleSizes: BenchPart = {
  name: 'bundles',
  title: 'Bundles',
  run: async () => FUNCTIONS.map(lineOf),
};

function lineOf({ name, readsAssets }: FunctionDefinition): BenchLine {
  return {
    measure: `bundle of ${name}`,
    figure: Math.round(statSync(join(ROOT, 'dist', name, 'index.mjs')).size / KILOBYTE),
    unit: 'KB',
    target: { atMost: readsAssets ? MOST_OF_RENDERERS : MOST_OF_THE_REST },
    ...(readsAssets && { remark: 'renderer' }),
  };
}
