import { parseArgs } from 'node:util';
import { loadAreaContracts } from './area-contracts.ts';
import { bundle } from './bundle.ts';
import { builtBundles } from './bundles.ts';
import { carteraApp } from './cartera-app.ts';
import { FUNCTIONS } from './functions.ts';
import { stageNamed } from './stages.ts';

/**
 * `npm run synth [-- --stage production]`: bundles the functions and writes the CloudFormation templates to cdk.out, or
 * to a folder in it for a stage that is deployed, so that `npm start` never boots one of those.
 * The CDK command line calls it too and then says where to write. Only the local stage may be unfinished.
 */
const { values } = parseArgs({
  options: {
    stage: { type: 'string', default: process.env.STAGE ?? 'local' },
    outdir: { type: 'string', ...(process.env.CDK_OUTDIR !== undefined && { default: process.env.CDK_OUTDIR }) },
  },
});
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
console.log(`${stage.name}: ${contracts.routes.length} routes, ${FUNCTIONS.length} functions, in ${outdir}`);
