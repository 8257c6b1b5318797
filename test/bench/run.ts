import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { arch, cpus, loadavg, platform, totalmem } from 'node:os';
import { dirname, join } from 'node:path';
import { ArgumentFault, readCommandLine } from '../../infra/local/command-line.ts';
import { askingAlike } from './asking-alike.ts';
import { type BenchLine, type BenchPart, verdictOf } from './bench-line.ts';
import { shortfalls, tableOf } from './bench-table.ts';
import { borrowerSearch } from './borrower-search.ts';
import { bundleSizes } from './bundle-sizes.ts';
import { BENCH_FOLDER, ROOT } from './cached-store.ts';
import { coldStart } from './cold-start.ts';
import { fileRatio } from './file-ratio.ts';
import { fileThroughput } from './file-throughput.ts';
import { inventoryRound } from './inventory-round.ts';
import { monthlyMails } from './monthly-mails.ts';
import { portfolioValuation } from './portfolio-valuation.ts';
import { postingCpu } from './posting-cpu.ts';
import { postingRatio } from './posting-ratio.ts';
import { postingUnits } from './posting-units.ts';
import { releaseLetters } from './release-letters.ts';
import { replayNote } from './replay-note.ts';
import { replayPast } from './replay-past.ts';
import { reportCost } from './report-cost.ts';
import { restatePast } from './restate-past.ts';
import { rowCost } from './row-cost.ts';

/**
 * `npm run bench [-- [part …] [--quick] [--json FILE]]`: measures, prints one table and writes it as JSON. A missed
 * target is printed as "falls short" and does not fail the command; a measure that could not be taken does.
 */
const PARTS: readonly BenchPart[] = [
  postingRatio,
  postingCpu,
  postingUnits,
  rowCost,
  fileRatio,
  fileThroughput,
  reportCost,
  portfolioValuation,
  replayNote,
  replayPast,
  restatePast,
  borrowerSearch,
  askingAlike,
  monthlyMails,
  inventoryRound,
  releaseLetters,
  bundleSizes,
  coldStart,
];

const HELP = `Uso: npm run bench -- [PARTE …] [--quick] [--json ARCHIVO]
  PARTE    ${PARTS.map(({ name }) => name).join(', ')}
  --quick  tamaños pequeños: para ver que funciona, no para juzgar
  --json   dónde escribir las cifras (.local/bench.json)`;

const { values, positionals } = commandLine();
if (values.help) {
  console.log(HELP);
  process.exit(0);
}
const chosen = positionals.length === 0 ? PARTS : PARTS.filter(({ name }) => positionals.includes(name));

mkdirSync(BENCH_FOLDER, { recursive: true });
console.error('bundling the functions');
execFileSync(process.execPath, [join(ROOT, 'infra', 'bundle.ts')], {
  cwd: ROOT,
  stdio: ['ignore', 'ignore', 'inherit'],
});

const lines: BenchLine[] = [];
const failures: string[] = [];
for (const part of chosen) {
  console.error(`— ${part.title}`);
  try {
    lines.push(...(await part.run({ quick: values.quick, say: (progress) => console.error(`  ${progress}`) })));
  } catch (error) {
    console.error(error);
    failures.push(part.name);
  }
}

const machine = {
  processors: cpus().length,
  model: cpus()[0]?.model ?? 'unknown',
  memoryGiB: Math.round(totalmem() / 1_024 ** 3),
  platform: `${platform()}-${arch()}`,
  node: process.version,
  loadAverage: loadavg(),
};
console.log(tableOf(lines));
for (const shortfall of shortfalls(lines)) console.log(shortfall);
if (values.quick) console.log('quick sizes: to see that the bench works, not to judge by');
mkdirSync(dirname(values.json), { recursive: true });
const verdicts = lines.map((line) => ({ ...line, verdict: verdictOf(line) }));
const result = { measuredAt: new Date().toISOString(), quick: values.quick, machine, lines: verdicts, failures };
writeFileSync(values.json, `${JSON.stringify(result, null, 2)}\n`);
if (failures.length > 0) {
  console.error(`could not be measured: ${failures.join(', ')}`);
  process.exitCode = 1;
}

function commandLine() {
  try {
    const options = {
      quick: { type: 'boolean', default: false },
      json: { type: 'string', default: join(ROOT, '.local', 'bench.json') },
    } as const;
    const read = readCommandLine(process.argv.slice(2), options, { help: HELP, most: PARTS.length });
    const unknown = read.positionals.filter((name) => !PARTS.some((part) => part.name === name));
    if (unknown.length > 0) throw new ArgumentFault(`No existe la parte ${unknown.join(', ')}.\n\n${HELP}`);
    return read;
  } catch (error) {
    if (!(error instanceof ArgumentFault)) throw error;
    console.error(error.message);
    process.exit(2);
  }
}
