import { loadAreaContracts } from './area-contracts.ts';
import { bundle } from './bundle.ts';
import { builtBundles } from './bundles.ts';
import { carteraApp } from './cartera-app.ts';
import { FUNCTIONS } from './functions.ts';
import { commandLineOrExit } from './local/command-line.ts';
import { STAGE_NAMES, stageNamed } from './stages.ts';

/**
 * `npm run synth [-- --stage production]`: bundles the functions and writes the CloudFormation templates to cdk.out, or
 * to a folder in it for a stage that is deployed, so that `npm start` never boots one of those.
 * The CDK command line calls it too and then says where to write. Only the local stage may be unfinished.
 */
const HELP = `Uso: npm run synth -- [--stage ETAPA] [--outdir CARPETA]
  --stage   ${STAGE_NAMES.join(', ')} (local)
  --outdir  dónde escribir las plantillas (cdk.out, o cdk.out/ETAPA si la etapa se despliega)`;

const { values } = commandLineOrExit(
  {
    stage: { type: 'string', default: process.env.STAGE ?? 'local' },
    outdir: { type: 'string', ...(process.env.CDK_OUTDIR !== undefined && { default: process.env.CDK_OUTDIR }) },
  },
  { help: HELP },
);
if (!STAGE_NAMES.some((name) => name === values.stage)) {
  console.error(
    `La etapa ${values.stage} no existe: use ${STAGE_NAMES.slice(0, -1).join(', ')} o ${STAGE_NAMES.at(-1)}.`,
  );
  process.exit(1);
}
const stage = stageNamed(values.stage);
const outdir = values.outdir ?? (stage.name === 'local' ? 'cdk.out' : `cdk.out/${stage.name}`);
const contracts = await loadAreaContracts(FUNCTIONS);
const { skipped } = await bundle(contracts);
for (const missing of contracts.missing) console.warn(`missing: ${missing}`);
if (stage.name !== 'local' && contracts.missing.length + skipped.length > 0) {
  throw new Error(`${stage.name} cannot be synthesized while parts of it are missing`);
}
const bundles = builtBundles(skipped.map(({ name }) => name));
carteraApp({ stage, contracts, bundles, outdir }).synth();
// What the account's quota must hold besides the 100 that Lambda keeps for itself (docs/deploy.md).
const reserved = FUNCTIONS.reduce((sum, { reservedConcurrency = 0 }) => sum + reservedConcurrency, 0);
console.log(
  `${stage.name}: ${contracts.routes.length} routes, ${FUNCTIONS.length} functions that reserve ${reserved} concurrent executions, in ${outdir}`,
);
