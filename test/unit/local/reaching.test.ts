import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { DEFAULT_DATA_DIR, DEFAULT_PORT, reachingOptions } from '../../../infra/local/reaching.ts';

describe('what a second command needs to reach a start', () => {
  it('is nothing for a usual one', () => {
    expect(reachingOptions({ port: DEFAULT_PORT, dataDir: path.resolve(DEFAULT_DATA_DIR) })).toEqual({
      port: '',
      dataDir: '',
    });
  });

  it('is its port and its folder, as a shell reads them back', () => {
    expect(reachingOptions({ port: 4000, dataDir: '/tmp/x-1' })).toEqual({
      port: ' --port 4000',
      dataDir: ' --data-dir /tmp/x-1',
    });
    expect(reachingOptions({ port: 4000, dataDir: "/tmp/D'Anda y $HOME" }).dataDir).toBe(
      " --data-dir '/tmp/D'\\''Anda y $HOME'",
    );
  });
});
