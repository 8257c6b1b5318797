import { spawnSync } from 'node:child_process';
import { commandLineOrExit } from '../../infra/local/command-line.ts';

/** `npm run check`: every check of the house, each to its end, so that one look shows all findings. */
const CHECKS: readonly (readonly [script: string, ...args: string[]])[] = [
  ['node_modules/typescript-native/bin/tsc', '--noEmit'],
  ['node_modules/@biomejs/biome/bin/biome', 'check', '.'],
  [
    'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs',
    '--config',
    '.dependency-cruiser.cjs',
    'functions',
    'infra',
    'shared',
    'test',
  ],
  ['test/checks/house-rules.ts'],
];

commandLineOrExit(
  {},
  { help: 'Uso: npm run check\nRevisa tipos, estilo, qué importa qué y las reglas de la casa; no corre pruebas.' },
);

const failed = CHECKS.filter((check) => spawnSync(process.execPath, check, { stdio: 'inherit' }).status !== 0);
for (const [script] of failed) console.error(`check failed: ${script}`);
process.exit(failed.length === 0 ? 0 : 1);
