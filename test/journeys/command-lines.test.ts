import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { lockDataFolder } from '../../infra/local/data-folder-lock.ts';
import { keepLatestDay } from '../../infra/local/latest-day.ts';
import { calendarDate } from '../../shared/calendar/calendar-date.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'cartera-commands-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** A command that goes on behind this did what it was to refuse. */
const MOST_MS = 45_000;

/** A command as the terminal shows it. */
function typed(script: string, ...args: string[]) {
  const ending = { timeout: MOST_MS, killSignal: 'SIGKILL' } as const;
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, ...args], { encoding: 'utf8', ...ending });
  return { status, stdout: stdout.trim(), stderr: stderr.trim() };
}

const COMMANDS = [
  ['npm start', 'test/demonstration/start.ts'],
  ['npm run token', 'infra/local/commands/token.ts'],
  ['npm run drop', 'infra/local/commands/drop.ts'],
  ['npm run rebuild-rollups', 'infra/local/commands/rebuild-rollups.ts'],
  ['npm run restate-portfolio', 'infra/local/commands/restate-portfolio.ts'],
  ['npm run bench', 'test/bench/run.ts'],
  ['npm run oracle', 'test/oracle/run.ts'],
  ['npm run synth', 'infra/app.ts'],
  ['npm run bundle', 'infra/bundle.ts'],
  ['npm run check', 'test/checks/run.ts'],
  ['npm run client', 'infra/portal-client/write-portal-client.ts'],
  ['npm run where', 'infra/local/commands/where.ts'],
] as const;

describe('the commands at a terminal', () => {
  it.each(COMMANDS)(
    '%s explains itself on -h and --help, and says so when an option does not exist',
    (name, script) => {
      const help = typed(script, '--help');
      expect(help).toMatchObject({ status: 0, stderr: '' });
      expect(help.stdout).toMatch(new RegExp(`^Uso: ${name}(?: -- |\\n)`));
      expect(typed(script, '-h')).toEqual(help);
      const wrong = typed(script, '--nope');
      expect(wrong.status).not.toBe(0);
      expect(wrong.stderr).toBe(`No existe la opción --nope.\n\n${help.stdout}`);
    },
  );

  it('npm test explains itself instead of running anything', () => {
    expect(typed('test/run.ts', '--help').stdout).toMatch(/^Uso: npm test -- /);
    expect(typed('test/run.ts', '-h')).toMatchObject({ status: 0, stderr: '' });
  });

  it('npm run synth names the stages when one does not exist', () => {
    const refused = typed('infra/app.ts', '--stage', 'produccion');
    expect(refused).toMatchObject({ status: 1, stdout: '' });
    expect(refused.stderr).toBe('La etapa produccion no existe: use local, staging o production.');
  });

  it.each([
    ['is a file', 'file', 'una parte de esa ruta es un archivo, no una carpeta'],
    ['lies in a file', 'file/below', 'una parte de esa ruta es un archivo, no una carpeta'],
    ['lies in /proc', '/proc/x', 'ahí no se pueden crear carpetas'],
  ])('npm start says that the folder %s before it builds anything', (_case, place, why) => {
    writeFileSync(path.join(folder, 'file'), '');
    const dataDir = path.resolve(folder, place);
    expect(typed('test/demonstration/start.ts', '--data-dir', dataDir)).toEqual({
      status: 1,
      stdout: '',
      stderr: `No se puede escribir en la carpeta de datos ${dataDir}: ${why}. Elija otra con --data-dir.`,
    });
  });

  it('npm start does not go back behind the latest day of its folder: one sentence, before it builds anything', () => {
    const dataDir = path.join(folder, 'used');
    mkdirSync(dataDir);
    for (const day of ['2026-11-19', '2026-11-24', '2026-11-20']) keepLatestDay(dataDir, calendarDate(day));
    expect(typed('test/demonstration/start.ts', '--data-dir', dataDir, '--today', '2026-11-23')).toEqual({
      status: 1,
      stdout: '',
      stderr:
        `La fecha 2026-11-23 es anterior a los datos de ${dataDir}, que llegan al 2026-11-24: ` +
        'indique con --today esa fecha o una posterior, o use otra carpeta con --data-dir.',
    });
  });

  it('npm start does not go back with the clock of the system either, and comes back on the very day', () => {
    const dataDir = path.join(folder, 'ahead');
    mkdirSync(dataDir);
    keepLatestDay(dataDir, calendarDate('2099-12-31'));
    const today = typed('test/demonstration/start.ts', '--data-dir', dataDir);
    expect(today).toMatchObject({ status: 1, stdout: '' });
    expect(today.stderr).toContain(`es anterior a los datos de ${dataDir}, que llegan al 2099-12-31`);
    const release = lockDataFolder(dataDir);
    const again = typed('test/demonstration/start.ts', '--data-dir', dataDir, '--today', '2099-12-31');
    release();
    expect([again.status, again.stderr.includes('anterior'), again.stderr.includes(dataDir)]).toEqual([1, false, true]);
  });
});
