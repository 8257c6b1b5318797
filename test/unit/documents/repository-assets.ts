import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { layerAssets } from '../../../shared/documents/assets.ts';

/** The assets as they lie in the repository: fonts in layers/, the wasm in node_modules. */
export const repositoryAssets = layerAssets(resolve(import.meta.dirname, '../../../layers'), {
  'resvg/index_bg.wasm': createRequire(import.meta.url).resolve('@resvg/resvg-wasm/index_bg.wasm'),
});
