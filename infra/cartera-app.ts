import { App, type Environment, Tags, Validations } from 'aws-cdk-lib';
import featureFlags from 'aws-cdk-lib/recommended-feature-flags.json' with { type: 'json' };
import { AwsSolutionsChecks, ServerlessChecks } from 'cdk-nag';
import type { AreaContracts } from './area-contracts.ts';
import type { Bundles } from './bundles.ts';
import type { Deployment } from './deployment.ts';
import { ApiStack } from './stacks/api-stack.ts';
import { DataStack } from './stacks/data-stack.ts';
import { EventsStack } from './stacks/events-stack.ts';
import { IdentityStack } from './stacks/identity-stack.ts';
import { MailStack } from './stacks/mail-stack.ts';
import { ObservabilityStack } from './stacks/observability-stack.ts';
import { SchedulesStack } from './stacks/schedules-stack.ts';
import type { Stage } from './stages.ts';

export interface CarteraAppProps {
  readonly stage: Stage;
  readonly contracts: AreaContracts;
  readonly bundles: Bundles;
  readonly outdir: string;
}

/**
 * The whole application of one stage. Its `synth()` throws when cdk-nag finds something that is not
 * acknowledged with a reason (infra/policies). Needs neither credentials nor network: nothing is looked up.
 */
export function carteraApp({ stage, contracts, bundles, outdir }: CarteraAppProps): App {
  const app = new App({
    outdir,
    analyticsReporting: false,
    // Strong references: a table's stream cannot be replaced while something still follows it.
    context: { ...featureFlags, '@aws-cdk/core:defaultCrossStackReferences': 'strong' },
  });
  const env: Environment = { account: stage.account, region: stage.region };
  const common = { env, stage, terminationProtection: stage.terminationProtection };
  const stackId = (name: string) => `Cartera-${stage.name}-${name}`;

  const data = new DataStack(app, stackId('Data'), common);
  const identity = new IdentityStack(app, stackId('Identity'), common);
  new MailStack(app, stackId('Mail'), common);
  const deployment: Deployment = {
    stage,
    contracts,
    bundles,
    keys: { tables: data.tablesKey, files: data.filesKey },
    userPool: identity.userPool,
    logsKey: data.logsKey,
  };
  const api = new ApiStack(app, stackId('Api'), { ...common, deployment, identity });
  new EventsStack(app, stackId('Events'), { ...common, deployment, tables: data.tables }).addStackDependency(data);
  new SchedulesStack(app, stackId('Schedules'), { ...common, deployment, tables: data.tables }).addStackDependency(
    data,
  );
  new ObservabilityStack(app, stackId('Observability'), { ...common, apiId: api.api.apiId });

  Tags.of(app).add('product', 'cartera');
  Tags.of(app).add('stage', stage.name);
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app), new ServerlessChecks(app));
  return app;
}
