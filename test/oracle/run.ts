import path from 'node:path';
import { commandLineOrExit } from '../../infra/local/command-line.ts';
import { type OracleCase, OracleFault, readOracle } from './read-oracle.ts';
import type { Verdict } from './verdict.ts';

const ROOT = path.join(import.meta.dirname, '..', '..');
const DEFAULT_FILE = '../shared/oracles/fineract-loans.json';
const HELP = `Uso: npm run oracle -- [FILE]
  FILE  préstamos de otro motor, o historias resueltas fuera (test/fixtures/oracles, test/fixtures/histories);
        desde la raíz del repositorio (${DEFAULT_FILE})
Juega cada caso con el libro de préstamos y dice passed, failed o not covered, con la razón. Termina en 1 si algo falló.`;

/** `npm run oracle`: holds the loan book against numbers from outside, case by case. */
function run(): void {
  const { positionals } = commandLineOrExit({}, { help: HELP, most: 1 });
  const verdicts = readOracle(path.resolve(ROOT, positionals[0] ?? DEFAULT_FILE)).map(verdictOf);
  for (const verdict of verdicts) console.log(linesOf(verdict).join('\n'));
  const count = (outcome: Verdict['outcome']) => verdicts.filter((one) => one.outcome === outcome).length;
  const figures = verdicts.reduce((sum, { compared }) => sum + compared, 0);
  console.log(
    `${count('passed')} passed, ${count('failed')} failed, ${count('not covered')} not covered; ${figures} figures compared`,
  );
  if (count('failed') > 0) process.exitCode = 1;
}

/** A case on which the engine throws has failed, and the others are played all the same. */
function verdictOf({ id, play }: OracleCase): Verdict {
  try {
    return play();
  } catch (error) {
    const threw = `threw ${error instanceof Error ? error.message : error}`;
    return { id, outcome: 'failed', compared: 0, differences: [threw], setAside: [] };
  }
}

function linesOf({ id, outcome, compared, differences, setAside }: Verdict): string[] {
  const reasons = setAside.join('; ');
  if (outcome === 'not covered') return [`not covered  ${id}: ${reasons}`];
  const aside = reasons === '' ? '' : `; set aside: ${reasons}`;
  return [`${outcome.padEnd(11)}  ${id}: ${compared} figures${aside}`, ...differences.map((line) => `    ${line}`)];
}

try {
  run();
} catch (error) {
  if (!(error instanceof OracleFault)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
