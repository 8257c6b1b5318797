import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type AreaContracts, loadAreaContracts } from '../../infra/area-contracts.ts';
import { placeholderBundles } from '../../infra/bundles.ts';
import { carteraApp } from '../../infra/cartera-app.ts';
import { FUNCTIONS } from '../../infra/functions.ts';
import { STAGES, type StageName } from '../../infra/stages.ts';

// biome-ignore lint/suspicious/noExplicitAny: a template is JSON of hundreds of shapes; assertions say which they mean
type Properties = any;

export interface TemplateResource {
  readonly stack: string;
  readonly logicalId: string;
  readonly type: string;
  readonly properties: Properties;
  readonly deletionPolicy: string | undefined;
}

export interface Synthesized {
  readonly contracts: AreaContracts;
  readonly resources: readonly TemplateResource[];
  of(type: string): readonly TemplateResource[];
}

/**
 * Synthesizes a stage as deployed, without bundling code. Throws, as the real synthesis does, when cdk-nag finds
 * something that nobody acknowledged. Takes seconds: once per test file, in `beforeAll`.
 */
export async function synthesize(stageName: StageName): Promise<Synthesized> {
  const contracts = await loadAreaContracts(FUNCTIONS);
  const outdir = mkdtempSync(join(tmpdir(), 'cartera-synth-'));
  try {
    const app = carteraApp({ stage: STAGES[stageName], contracts, bundles: placeholderBundles(), outdir });
    const resources = app.synth().stacks.flatMap((stack) =>
      Object.entries<Properties>(stack.template.Resources ?? {}).map(
        ([logicalId, body]): TemplateResource => ({
          stack: stack.stackName,
          logicalId,
          type: body.Type,
          properties: body.Properties ?? {},
          deletionPolicy: body.DeletionPolicy,
        }),
      ),
    );
    return { contracts, resources, of: (type) => resources.filter((resource) => resource.type === type) };
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}

/** Every IAM statement of the stage with the logical id of the policy that holds it. */
export function iamStatements(synthesized: Synthesized) {
  return synthesized.of('AWS::IAM::Policy').flatMap(({ logicalId, properties }) =>
    [properties.PolicyDocument.Statement].flat().map((statement) => ({
      policy: logicalId,
      actions: [statement.Action].flat() as string[],
      resources: [statement.Resource].flat() as unknown[],
    })),
  );
}
