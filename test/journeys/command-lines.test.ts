import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';

const folder = mkdtempSync(path.join(tmpdir(), 'cartera-commands-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** A command as the terminal shows it. */
function typed(script: string, ...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, ...args], { encoding: 'utf8' });
  return { status, stdout: stdout.trim(), stderr: stderr.trim() };
}

const COMMANDS = [
  ['npm start', 'test/demonstration/start.ts'],
  ['npm run token', 'infra/local/commands/token.ts'],
  ['npm run drop', 'infra/local/commands/drop.ts'],
  ['npm run rebuild-rollups', 'infra/local/commands/rebuild-rollups.ts'],
  ['npm run restate-portfolio', 'infra/local/commands/restate-portfolio.ts'],
  ['npm run bench', 'test/bench/run.ts'],
] as const;

describe('the commands at a terminal', () => {
  it.each(COMMANDS)(
    '%s explains itself on -h and --help, and says so when an option does not exist',
    (name, script) => {
      const help = typed(script, '--help');
      expect(help).toMatchObject({ status: 0, stderr: '' });
      expect(help.stdout).toMatch(new RegExp(`^Uso: ${name} -- `));
      expect(typed(script, '-h')).toEqual(help);
      const wrong = typed(script, '--nope');
      expect(wrong.status).not.toBe(0);
      expect(wrong.stderr).toBe(`No existe la opción --nope.\n\n${help.stdout}`);
    },
  );

  it('npm start refuses a date before the data of its folder, in one sentence and before it builds anything', () => {
    const dataDir = path.join(folder, 'begun');
    mkdirSync(dataDir);
    const begun = { day: '2026-11-19', seed: 'demo', done: [] };
    writeFileSync(path.join(dataDir, 'working-day.json'), JSON.stringify(begun));
    const refused = typed('test/demonstration/start.ts', '--data-dir', dataDir, '--today', '1990-01-01');
    expect(refused).toEqual({
      status: 1,
      stdout: '',
      stderr:
        `La fecha 1990-01-01 es anterior a los datos de ${dataDir}, que llegan al 2026-11-19: ` +
        'indique con --today esa fecha o una posterior, o use otra carpeta con --data-dir.',
    });
  });
});
