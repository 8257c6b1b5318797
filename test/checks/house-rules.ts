import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';

/**
 * Rules of the house that neither the compiler nor the linter knows (`npm run check`). Each has a name and says what
 * to do; any finding fails the check.
 */
interface Finding {
  readonly place: string;
  readonly rule: string;
}

/** Tracked files and new ones that git does not ignore. */
function files(): string[] {
  const listed = execFileSync('git', ['ls-files', '-co', '--exclude-standard'], { encoding: 'utf8' });
  // A file that was just removed is listed until its removal is committed.
  return listed.split('\n').filter((file) => file !== '' && existsSync(file));
}

const SAYS_NOTHING = /(^|\/)(utils?|helpers?|common|misc|manager)([./-]|$)/;
const source = (file: string) => /\.ts$/.test(file) && /^(functions|shared|infra|test\/demonstration)\//.test(file);

/** Rules on the text of a line of source. */
const LINE_RULES: readonly { readonly found: RegExp; readonly where?: RegExp; readonly rule: string }[] = [
  {
    found: /import \{[^}]*\bz\b[^}]*\} from 'zod'/,
    rule: "import * as z from 'zod': the named import bundles every locale (+360 KB)",
  },
  { found: /\b(TODO|FIXME|XXX)\b/, rule: 'no TODO: file an issue instead' },
  { found: /@ts-ignore|@ts-expect-error|biome-ignore/, rule: 'no silenced check without an ADR' },
  {
    found: /process\.env/,
    where: /^(functions\/(?!.*-handler\.ts$)|shared\/)/,
    rule: 'only handlers read the environment',
  },
  {
    found: /new Date\(\)|Date\.now\(\)/,
    where: /^shared\/(loan-book|money|calendar|transitions)\//,
    rule: 'pure rooms have no clock',
  },
  {
    found: /Math\.random|randomUUID/,
    where: /^shared\/(loan-book|money|calendar|transitions)\//,
    rule: 'pure rooms have no chance',
  },
  {
    found: /\bparseFloat\(|\.toFixed\(/,
    where: /^(functions|shared)\/(?!documents\/)/,
    rule: 'money is whole centavos: no floating point',
  },
];

function nameFindings(all: readonly string[]): Finding[] {
  return all
    .filter((file) => SAYS_NOTHING.test(file))
    .map((place) => ({ place, rule: 'a name that says nothing: call it what it does' }));
}

function lineFindings(all: readonly string[]): Finding[] {
  return all.filter(source).flatMap((file) =>
    readFileSync(file, 'utf8')
      .split('\n')
      .flatMap((line, index) =>
        LINE_RULES.filter(({ found, where }) => (where === undefined || where.test(file)) && found.test(line)).map(
          ({ rule }) => ({
            place: `${file}:${index + 1}`,
            rule,
          }),
        ),
      ),
  );
}

function lockfileFindings(): Finding[] {
  return readFileSync('package-lock.json', 'utf8').includes('"resolved"')
    ? [{ place: 'package-lock.json', rule: 'the lockfile names no registry (omit-lockfile-registry-resolved=true)' }]
    : [];
}

const all = files();
const findings = [...nameFindings(all), ...lineFindings(all), ...lockfileFindings()];
for (const { place, rule } of findings) console.error(`${place}: ${rule}`);
if (findings.length > 0) process.exit(1);
console.log(`house rules: ${all.length} files, nothing found`);
