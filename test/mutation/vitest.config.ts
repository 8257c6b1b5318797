import { defineConfig } from 'vitest/config';

/** The tests that need no engine, for `npm run mutate` (docs/mutation.md): each mutant is run against those that reach it. */
export default defineConfig({
  test: {
    include: [
      'test/unit/{loan-book,money,ledger}/**/*.test.ts',
      'test/unit/recovery/rollups/**/*.test.ts',
      'test/property/{loan-book,money,ledger,rollups}/**/*.test.ts',
    ],
    // Enough random cases to find a mutant, few enough that thousands of mutants can be tried.
    env: { RUNS: process.env.RUNS ?? '20' },
    setupFiles: ['test/mutation/seed.ts'],
    isolate: false,
    testTimeout: 60_000,
  },
});
