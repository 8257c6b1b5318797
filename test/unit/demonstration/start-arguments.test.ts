import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { ArgumentFault } from '../../../infra/local/command-line.ts';
import { startArguments } from '../../demonstration/start-arguments.ts';

function refused(...argv: string[]): string {
  try {
    startArguments(argv);
  } catch (error) {
    if (error instanceof ArgumentFault) return error.message;
    throw error;
  }
  throw new Error('the arguments were taken');
}

describe('the command line of npm start', () => {
  it('takes what the README says, and its defaults', () => {
    expect(startArguments([])).toEqual({
      port: 3000,
      dataDir: path.resolve('.local'),
      today: undefined,
      seed: 'demo',
      faults: undefined,
      help: false,
    });
    const all = ['--port', '4000', '--data-dir', '/tmp/x', '--today=2026-11-20', '--seed', 'none', '--faults', '7'];
    expect(startArguments(all)).toEqual({
      port: 4000,
      dataDir: '/tmp/x',
      today: '2026-11-20',
      seed: 'none',
      faults: 7,
      help: false,
    });
  });

  it('knows -h and --help', () => {
    expect([startArguments(['-h']).help, startArguments(['--help']).help]).toEqual([true, true]);
  });

  it('says in Spanish, at once, every option that it cannot read, and then the help', () => {
    const [faults = '', help = ''] = refused('--prot', '-x', '--help=yes', 'here', '--seed', '--port').split('\n\n');
    expect(faults.split('\n')).toEqual([
      'No existe la opción --prot.',
      'No existe la opción -x.',
      '--help no lleva valor.',
      '--seed necesita un valor.',
      'Sobra "here".',
    ]);
    expect(help).toMatch(/^Uso: npm start/);
  });

  it('says at once every value that makes no sense', () => {
    expect(refused('--port', '80', '--seed', 'much', '--today', '2026-02-30').split('\n')).toEqual([
      '--port 80 no es válido: use un número del 1024 al 65532.',
      '--seed much no existe: use none, demo o full.',
      '--today 2026-02-30 no es una fecha: escríbala como 2026-11-20.',
    ]);
    for (const port of ['0x1000', '1e4', '4000.5', '65533', '-4000'])
      expect(refused(`--port=${port}`)).toMatch(/^--port/);
    expect(refused('--data-dir', '')).toMatch(/^--data-dir necesita un valor/);
  });
});
