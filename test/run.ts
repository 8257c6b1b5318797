import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as z from 'zod';
import { tryFirstCommands } from './checks/first-command.ts';
import { slowFiles } from './slow-files.ts';

/**
 * `npm test`: the checks of the house, the bundles, then every test, then one closing line "N passed, N failed" (a failed check
 * counts as one, and so does each file that is slow without a reason: slow-files.ts). Arguments go to vitest, for running a
 * part; `--first-command` (CI) also tries the README's first command.
 */
const report = z.object({ numPassedTests: z.int(), numFailedTests: z.int(), numPendingTests: z.int() });

const HELP = `Uso: npm test -- [RUTA …] [opciones de vitest] [--first-command]
Sin rutas revisa la casa y corre todas las pruebas; con ellas, solo esas. La última línea es «N passed, N failed».
  --first-command  prueba además el primer comando del README, como lo hace CI`;

if (process.argv.includes('-h') || process.argv.includes('--help')) {
  console.log(HELP);
  process.exit(0);
}

const folder = mkdtempSync(join(tmpdir(), 'cartera-tests-'));
const resultsFile = join(folder, 'results.json');
const timesFile = join(folder, 'times.json');
const FIRST_COMMAND = '--first-command';
const part = process.argv.slice(2).filter((argument) => argument !== FIRST_COMMAND);

const first = process.argv.includes(FIRST_COMMAND) ? await tryFirstCommands() : { passed: 0, failed: 0 };
const checks = part.length === 0 ? run('test/checks/run.ts', []) : true;
// The size limits are tests of the bundles: without them here those tests would be skipped on a clean clone.
const bundled = run('infra/bundle.ts', []);
const tests = run('node_modules/vitest/vitest.mjs', [
  'run',
  '--reporter=default',
  '--reporter=json',
  `--outputFile.json=${resultsFile}`,
  '--reporter=./test/support/file-times-reporter.ts',
  ...part,
]);
const { passed, failed, skipped } = results();
const slow = slowFiles(times());
for (const line of slow.lines) console.log(line);
rmSync(folder, { recursive: true });
const failures = failed + first.failed + slow.unexplained.length + (checks ? 0 : 1) + (bundled ? 0 : 1);
const closing = `${passed + first.passed + (checks && part.length === 0 ? 1 : 0)} passed, ${failures} failed`;
console.log(skipped === 0 ? closing : `${closing}, ${skipped} skipped`);
process.exit(failures === 0 && tests ? 0 : 1);

function run(script: string, args: readonly string[]): boolean {
  const env = { ...process.env, FILE_TIMES: timesFile };
  return spawnSync(process.execPath, [script, ...args], { stdio: 'inherit', env }).status === 0;
}

/** A run that never got to its results counts as one failure: silence is not success. */
function results(): { passed: number; failed: number; skipped: number } {
  try {
    const { numPassedTests, numFailedTests, numPendingTests } = report.parse(
      JSON.parse(readFileSync(resultsFile, 'utf8')),
    );
    const broken = numFailedTests === 0 && !tests ? 1 : 0;
    return { passed: numPassedTests, failed: numFailedTests + broken, skipped: numPendingTests };
  } catch {
    return { passed: 0, failed: 1, skipped: 0 };
  }
}

/** Milliseconds by file; none when the run never got to its end, which is a failure of its own. */
function times(): Record<string, number> {
  try {
    return z.record(z.string(), z.number()).parse(JSON.parse(readFileSync(timesFile, 'utf8')));
  } catch {
    return {};
  }
}
