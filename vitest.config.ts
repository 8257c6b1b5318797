import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/support/run-folder.ts'],
    // Two cores: the engine under test (dynoxide) needs one of them.
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // A second, as Vitest would have it, is soon over on a loaded machine.
    expect: { poll: { timeout: 20_000 } },
  },
});
