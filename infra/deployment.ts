import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Architecture, LayerVersion, Runtime } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import type { AreaContracts } from './area-contracts.ts';
import type { Bundles } from './bundles.ts';
import { AppFunction } from './constructs/app-function.ts';
import type { Resources } from './constructs/function-permissions.ts';
import { environmentOf } from './environment.ts';
import { functionNamed } from './functions.ts';
import { resourceName } from './names.ts';
import type { Stage } from './stages.ts';

/** What every stack with functions receives. */
export interface Deployment extends Resources {
  readonly stage: Stage;
  readonly contracts: AreaContracts;
  readonly bundles: Bundles;
  readonly logsKey: IKey;
}

/** The layer with fonts, letterhead and wasm. One for each stack that renders, so that no stack waits for another. */
export function addAssetsLayer(scope: Construct, deployment: Deployment): LayerVersion {
  return new LayerVersion(scope, 'AssetsLayer', {
    layerVersionName: resourceName(deployment.stage, `assets-${scope.node.id.toLowerCase()}`),
    description: 'Fonts, letterhead and wasm that renderers read',
    code: deployment.bundles.layer(),
    compatibleRuntimes: [Runtime.NODEJS_24_X],
    compatibleArchitectures: [Architecture.ARM_64],
  });
}

/** Adds the function of that name, with exactly the environment that its schema asks for. */
export function addFunction(
  scope: Construct,
  deployment: Deployment,
  name: string,
  assets?: LayerVersion,
): AppFunction {
  const definition = functionNamed(name);
  const constructId = name
    .split('-')
    .map((part) => `${part.charAt(0).toUpperCase()}${part.slice(1)}`)
    .join('');
  return new AppFunction(scope, constructId, {
    stage: deployment.stage,
    definition,
    environment: environmentOf(definition, deployment.stage, deployment.contracts.variables[name], {
      USER_POOL_ID: deployment.userPool.userPoolId,
    }),
    bundles: deployment.bundles,
    keys: deployment.keys,
    userPool: deployment.userPool,
    logsKey: deployment.logsKey,
    ...(assets !== undefined && { assets }),
  });
}
