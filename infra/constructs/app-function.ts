import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import {
  Architecture,
  Function as LambdaFunction,
  type LayerVersion,
  LoggingFormat,
  Runtime,
  Tracing,
} from 'aws-cdk-lib/aws-lambda';
import { SqsDestination } from 'aws-cdk-lib/aws-lambda-destinations';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { Bundles } from '../bundles.ts';
import { type FunctionDefinition, isAsynchronous } from '../functions/function-definition.ts';
import { functionName, logGroupName } from '../names.ts';
import { acknowledgeFunction } from '../policies/acknowledgements.ts';
import type { Stage } from '../stages.ts';
import { addFailedQueue } from './alarmed-queue.ts';
import { type Resources, statementsOf } from './function-permissions.ts';

/** Six hours of retries: longer than any outage we would want to repair by hand, shorter than a business day. */
const ASYNC_EVENT_HOURS = 6;
const ASYNC_RETRIES = 2;

export interface AppFunctionProps extends Resources {
  readonly stage: Stage;
  readonly definition: FunctionDefinition;
  readonly environment: Readonly<Record<string, string>>;
  readonly bundles: Bundles;
  readonly logsKey: IKey;
  /** Fonts, letterhead and wasm; for functions that read them. */
  readonly assets?: LayerVersion;
}

/**
 * A Lambda as every one of ours must be: ARM, Node 24, its own role with named actions only, JSON logs under our
 * key with a retention, traces, and a queue for what fails when nobody waits for the answer.
 */
export class AppFunction extends Construct {
  readonly definition: FunctionDefinition;
  readonly lambda: LambdaFunction;
  /** Present when the function is called without anybody waiting. */
  readonly failed: Queue | undefined;

  constructor(scope: Construct, id: string, props: AppFunctionProps) {
    super(scope, id);
    const { stage, definition } = props;
    if (definition.errorImpact.trim() === '') throw new Error(`${definition.name} must state its business impact`);
    this.definition = definition;
    const logGroup = new LogGroup(this, 'Logs', {
      logGroupName: logGroupName(stage, definition.name),
      retention: stage.logRetentionDays,
      encryptionKey: props.logsKey,
      removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    });
    const role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
      description: `What ${functionName(stage, definition.name)} may do`,
    });
    for (const statement of statementsOf(stage, definition, props)) role.addToPolicy(statement);
    this.failed = isAsynchronous(definition) ? addFailedQueue(this, 'Failed', stage, definition.name) : undefined;
    this.lambda = new LambdaFunction(this, 'Function', {
      functionName: functionName(stage, definition.name),
      description: definition.purpose,
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      handler: 'index.handler',
      code: props.bundles.codeOf(definition.name),
      memorySize: definition.memoryMb,
      timeout: Duration.seconds(definition.timeoutSeconds),
      environment: { ...props.environment },
      role,
      logGroup,
      loggingFormat: LoggingFormat.JSON,
      tracing: Tracing.ACTIVE,
      ...(definition.readsAssets && props.assets !== undefined && { layers: [props.assets] }),
      ...(definition.reservedConcurrency !== undefined && {
        reservedConcurrentExecutions: definition.reservedConcurrency,
      }),
      ...(this.failed !== undefined && {
        onFailure: new SqsDestination(this.failed),
        maxEventAge: Duration.hours(ASYNC_EVENT_HOURS),
        retryAttempts: ASYNC_RETRIES,
      }),
    });
    acknowledgeFunction(this, stage, definition);
  }
}
