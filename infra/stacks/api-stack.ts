import { CfnOutput, Duration, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import {
  CorsHttpMethod,
  HttpApi,
  HttpMethod,
  HttpNoneAuthorizer,
  HttpStage,
  LogGroupLogDestination,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpUserPoolAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import type { AreaRoute } from '../area-contracts.ts';
import type { AppFunction } from '../constructs/app-function.ts';
import { addAssetsLayer, addFunction, type Deployment } from '../deployment.ts';
import { FUNCTIONS } from '../functions.ts';
import { resourceName } from '../names.ts';
import { acknowledgeRoute } from '../policies/acknowledgements.ts';
import type { IdentityStack } from './identity-stack.ts';

/** Enough for three offices and the portal; a client in a loop meets it before DynamoDB does. */
const REQUESTS_PER_SECOND = 100;
const BURST = 200;

/** No path parameters' values beyond ids, no query, no user, no address: nothing personal is logged. */
const ACCESS_LOG_FORMAT = JSON.stringify({
  requestId: '$context.requestId',
  requestTime: '$context.requestTime',
  routeKey: '$context.routeKey',
  status: '$context.status',
  responseLatency: '$context.responseLatency',
  integrationStatus: '$context.integration.status',
  integrationError: '$context.integration.error',
  authorizerError: '$context.authorizer.error',
});

export interface ApiStackProps extends StackProps {
  readonly deployment: Deployment;
  readonly identity: IdentityStack;
}

/** Which function serves a route: each area's API, or the renderer for documents. */
const servingFunction = ({ area, route }: AreaRoute) => `${area}-${route.servedBy}`;

/**
 * The HTTP API, made from the route tables of the areas. The JWT authorizer is the default of every route;
 * only a route whose table says `public` goes without. Roles, offices and the portal's scopes are checked by
 * shared/http/caller.ts: tokens of people carry no scopes of ours, so the gateway cannot demand them of everybody.
 */
export class ApiStack extends Stack {
  readonly api: HttpApi;

  constructor(scope: Construct, id: string, props: ApiStackProps) {
    super(scope, id, props);
    const { deployment, identity } = props;
    const { stage } = deployment;
    const assets = addAssetsLayer(this, deployment);
    this.api = new HttpApi(this, 'HttpApi', {
      apiName: resourceName(stage, 'api'),
      description: 'Cartera: recovery of educational loans',
      createDefaultStage: false,
      defaultAuthorizer: new HttpUserPoolAuthorizer('People', identity.userPool, {
        userPoolClients: [identity.staffClient, identity.portalClient],
        authorizerName: resourceName(stage, 'people'),
      }),
      corsPreflight: {
        allowOrigins: [...stage.origins],
        allowMethods: [
          CorsHttpMethod.GET,
          CorsHttpMethod.POST,
          CorsHttpMethod.PUT,
          CorsHttpMethod.PATCH,
          CorsHttpMethod.DELETE,
        ],
        allowHeaders: ['authorization', 'content-type', 'idempotency-key', 'if-match', 'x-correlation-id'],
        exposeHeaders: ['etag', 'location', 'retry-after', 'x-correlation-id', 'content-disposition'],
        maxAge: Duration.hours(1),
      },
    });
    const functions = FUNCTIONS.filter(({ triggers }) => triggers.some(({ type }) => type === 'http')).map(({ name }) =>
      addFunction(this, deployment, name, assets),
    );
    this.#addRoutes(deployment.contracts.routes, functions);
    this.#addStage(deployment);
    new CfnOutput(this, 'ApiUrl', { value: this.api.apiEndpoint });
  }

  #addRoutes(routes: readonly AreaRoute[], functions: readonly AppFunction[]): void {
    const integrations = new Map(
      functions.map((served) => [
        served.definition.name,
        // One permission a function: one a route would fill the function's policy with some forty routes.
        new HttpLambdaIntegration(`${served.node.id}Integration`, served.lambda, {
          timeout: Duration.seconds(29),
          scopePermissionToRoute: false,
        }),
      ]),
    );
    for (const areaRoute of routes) {
      const { route } = areaRoute;
      const integration = integrations.get(servingFunction(areaRoute));
      if (integration === undefined) {
        throw new Error(`${route.operationId} is served by ${servingFunction(areaRoute)}, which is not a function`);
      }
      const added = this.api.addRoutes({
        path: route.path,
        methods: [HttpMethod[route.method]],
        integration,
        ...(route.roles === 'public' && { authorizer: new HttpNoneAuthorizer() }),
      });
      if (route.roles === 'public') for (const construct of added) acknowledgeRoute(construct, route.operationId);
    }
  }

  #addStage({ stage, logsKey }: Deployment): void {
    const logGroup = new LogGroup(this, 'AccessLogs', {
      logGroupName: `/aws/apigateway/${resourceName(stage, 'api')}`,
      retention: stage.logRetentionDays,
      encryptionKey: logsKey,
      removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    });
    new HttpStage(this, 'DefaultStage', {
      httpApi: this.api,
      stageName: '$default',
      autoDeploy: true,
      detailedMetricsEnabled: false,
      throttle: { rateLimit: REQUESTS_PER_SECOND, burstLimit: BURST },
      accessLogSettings: {
        destination: new LogGroupLogDestination(logGroup),
        format: AccessLogFormat.custom(ACCESS_LOG_FORMAT),
      },
    });
  }
}
