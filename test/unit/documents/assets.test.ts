import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ASSET_NAMES, layerAssets } from '../../../shared/documents/assets.ts';
import { repositoryAssets } from './repository-assets.ts';

describe('assets', () => {
  it('are all where the repository says', async () => {
    for (const name of ASSET_NAMES) expect((await repositoryAssets.read(name)).length).toBeGreaterThan(10_000);
  });

  it('say which one is missing, and are tried again later', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'assets-'));
    const path = join(folder, 'late.ttf');
    const assets = layerAssets(folder, { 'fonts/roboto-bold.ttf': path });
    await expect(assets.read('fonts/roboto-bold.ttf')).rejects.toThrow(/fonts\/roboto-bold\.ttf.*layer/);
    await writeFile(path, 'x');
    expect(Buffer.from(await assets.read('fonts/roboto-bold.ttf')).toString()).toBe('x');
  });
});
