import { existsSync } from 'node:fs';
import { cp, mkdir, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build, type Metafile } from 'esbuild';
import { apiDocument } from './api-document.ts';
import { type AreaContracts, loadAreaContracts } from './area-contracts.ts';
import {
  dropUnusedSchemas,
  leaveOutEndpointDiscovery,
  leaveOutEventStreams,
  leaveOutJsonSchema,
  leaveOutWoff2,
} from './bundle-diet.ts';
import { ASSETS_LAYER_FOLDER, DIST_FOLDER, ROOT_FOLDER } from './bundles.ts';
import type { FunctionDefinition } from './functions/function-definition.ts';
import { FUNCTIONS } from './functions.ts';
import { commandLineOrExit } from './local/command-line.ts';

/** CommonJS packages inside an ES module still ask for `require`. */
const REQUIRE_BANNER =
  "import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);";

/**
 * pdfkit's build for Node loads its standard fonts from its own folder at run time, which a bundle does not have.
 * Its browser build takes fonts from code; Helvetica is imported where it is registered.
 */
const PDFKIT_ALIASES = {
  'pdfkit/standard-fonts/Helvetica': './node_modules/pdfkit/js/standard-fonts/Helvetica.mjs',
  pdfkit: './node_modules/pdfkit/js/pdfkit.browser.mjs',
};

/**
 * Ways of finding credentials outside Lambda (profiles, SSO, instance metadata). The SDK loads each of them only when
 * the environment holds no credentials, and Lambda always puts them there. Left out: 107 KB of every function.
 */
const CREDENTIALS_NOT_OF_LAMBDA = [
  '@aws-sdk/credential-provider-http',
  '@aws-sdk/credential-provider-ini',
  '@aws-sdk/credential-provider-login',
  '@aws-sdk/credential-provider-process',
  '@aws-sdk/credential-provider-sso',
  '@aws-sdk/credential-provider-web-identity',
  '@smithy/credential-provider-imds',
];

export interface BundleResult {
  /** Functions whose entry file does not exist; they have no bundle. */
  readonly skipped: readonly FunctionDefinition[];
}

/**
 * Bundles every function in one esbuild run into dist/<name>/index.mjs (SDK inside: a smaller cold start than the
 * runtime's own copy, and the versions of the lockfile), and builds the layer with fonts and wasm.
 * Writes what each bundle contains to dist/meta.json, and the OpenAPI document beside the function that shows it.
 * Throws with esbuild's messages when code does not build.
 */
export async function bundle(
  contracts: AreaContracts,
  functions: readonly FunctionDefinition[] = FUNCTIONS,
): Promise<BundleResult> {
  const skipped = functions.filter(({ entry }) => !existsSync(join(ROOT_FOLDER, entry)));
  for (const { name, entry } of skipped) console.warn(`not bundled: ${name}, ${entry} does not exist`);
  const present = functions.filter((definition) => !skipped.includes(definition));
  await mkdir(DIST_FOLDER, { recursive: true });
  const { metafile } = await build({
    absWorkingDir: ROOT_FOLDER,
    entryPoints: Object.fromEntries(present.map(({ name, entry }) => [`${name}/index`, entry])),
    outdir: DIST_FOLDER,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    minify: true,
    sourcemap: 'external',
    metafile: true,
    platform: 'node',
    format: 'esm',
    target: 'node24',
    mainFields: ['module', 'main'],
    banner: { js: REQUIRE_BANNER },
    alias: PDFKIT_ALIASES,
    external: CREDENTIALS_NOT_OF_LAMBDA,
    plugins: [dropUnusedSchemas, leaveOutWoff2, leaveOutEndpointDiscovery, leaveOutEventStreams, leaveOutJsonSchema],
    logLevel: 'warning',
  });
  await writeFile(join(DIST_FOLDER, 'meta.json'), JSON.stringify(withoutMaps(metafile)));
  await writeOpenApi(contracts);
  await buildAssetsLayer();
  return { skipped };
}

/** The metafile with code only: its readers ask what a bundle weighs and contains. */
function withoutMaps(metafile: Metafile): Metafile {
  const outputs = Object.entries(metafile.outputs).filter(([file]) => !file.endsWith('.map'));
  return { ...metafile, outputs: Object.fromEntries(outputs) };
}

/** The OpenAPI document is made here, from the route tables, so that no function carries its generator. */
async function writeOpenApi(contracts: AreaContracts): Promise<void> {
  const folder = join(DIST_FOLDER, 'reference-api');
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'openapi.json'), JSON.stringify(apiDocument(contracts)));
}

/** layers/ as Lambda unpacks it under /opt, with the wasm that is not kept in git (layers/README.md). */
async function buildAssetsLayer(): Promise<void> {
  await mkdir(ASSETS_LAYER_FOLDER, { recursive: true });
  await cp(join(ROOT_FOLDER, 'layers'), ASSETS_LAYER_FOLDER, {
    recursive: true,
    filter: (path) => !path.endsWith('.md'),
  });
  const resvg = dirname(createRequire(import.meta.url).resolve('@resvg/resvg-wasm'));
  await cp(join(resvg, 'index_bg.wasm'), join(ASSETS_LAYER_FOLDER, 'resvg', 'index_bg.wasm'));
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  commandLineOrExit(
    {},
    { help: 'Uso: npm run bundle\nEmpaqueta cada función en dist/; "npm run synth" y "npm test" lo hacen solos.' },
  );
  const started = performance.now();
  const { skipped } = await bundle(await loadAreaContracts(FUNCTIONS));
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(`${FUNCTIONS.length - skipped.length} functions bundled in ${seconds} s`);
}
