import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Worked values take milliseconds and kill most: the properties, which take seconds, are for what is left. */
class QuickestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification) => `${slowness(moduleId)} ${moduleId}`;
    return files.toSorted((a, b) => (place(a) < place(b) ? -1 : 1));
  }
}

function slowness(file: string): number {
  if (file.endsWith('/stream-handler.test.ts')) return 2;
  if (file.includes('/test/contract/')) return 2;
  if (file.includes('/test/unit/')) return 0;
  return /\/(independent|punctuality)\.test\.ts$/.test(file) ? 3 : 1;
}

/** ENGINE=1: the ledger's tests on the engine too, for its rules that only a posting reaches. */
const onEngine = process.env.ENGINE === '1' ? ['test/contract/ledger/**/*.test.ts'] : [];

/** The tests that need no engine, for `npm run mutate` (docs/mutation.md): each mutant is run against those that reach it. */
export default defineConfig({
  test: {
    include: [
      'test/unit/{loan-book,money,ledger}/**/*.test.ts',
      'test/unit/recovery/rollups/**/*.test.ts',
      'test/property/{loan-book,money,ledger,rollups}/**/*.test.ts',
      ...onEngine,
    ],
    // Enough random cases to find a mutant, few enough that thousands of mutants can be tried.
    env: { RUNS: process.env.RUNS ?? '20' },
    setupFiles: ['test/mutation/seed.ts'],
    // One worker reads the modules once for all files of a run; a run of the next mutant reads them anew.
    isolate: false,
    sequence: { sequencer: QuickestFirst },
    testTimeout: 60_000,
  },
});
