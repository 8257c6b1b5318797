import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Files that renderers read; `layers/README.md` says where each comes from. */
export const ASSET_NAMES = [
  'fonts/roboto-regular.ttf',
  'fonts/roboto-medium.ttf',
  'fonts/roboto-bold.ttf',
  'resvg/index_bg.wasm',
] as const;
export type AssetName = (typeof ASSET_NAMES)[number];

/** Gives the bytes of an asset. Renderers take it as a dependency, so they know no paths and no environment. */
export interface AssetReader {
  read(name: AssetName): Promise<Uint8Array>;
}

/**
 * Assets in the folder `layerRoot` (`/opt` in Lambda, the bundled layer on one machine); `elsewhere` names the
 * path of single files that are not in it (tests take the wasm from node_modules). Every file is read once.
 * A missing file is an Error that names the asset; a failed read is tried again at the next call.
 */
export function layerAssets(layerRoot: string, elsewhere: Partial<Record<AssetName, string>> = {}): AssetReader {
  const reading = new Map<AssetName, Promise<Uint8Array>>();
  const load = async (name: AssetName): Promise<Uint8Array> => {
    try {
      return await readFile(elsewhere[name] ?? join(layerRoot, name));
    } catch (cause) {
      reading.delete(name);
      throw new Error(`asset ${name} cannot be read; is the assets layer attached?`, { cause });
    }
  };
  return {
    read(name) {
      const started = reading.get(name) ?? load(name);
      reading.set(name, started);
      return started;
    },
  };
}
