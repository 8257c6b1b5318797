import { frontServer } from '../front-server.ts';
import { identity } from '../identity/plug-in.ts';
import { lambda } from '../lambda/plug-in.ts';
import { plugIn } from '../plug-in.ts';
import { type ApiRoute, apiRoutes } from './api-routes.ts';
import { answerApi } from './api-server.ts';
import { corsConfiguration } from './cors.ts';

const TYPES = ['Api', 'Authorizer', 'Integration', 'Route', 'Stage'];

/** The template's HTTP API, on the address that people open. */
export const httpApi = plugIn<readonly ApiRoute[]>(
  TYPES.map((type) => `AWS::ApiGatewayV2::${type}`),
  (machine) => {
    const { assembly } = machine;
    const routes = apiRoutes(assembly);
    const api = {
      routes,
      cors: corsConfiguration(assembly),
      identity: identity.of(machine),
      lambdas: lambda.of(machine).lambdas,
    };
    frontServer.of(machine).api(({ url, ...request }) => {
      const path = decoded(url.pathname);
      return answerApi({ ...request, url, path, sourceIp: '127.0.0.1' }, api);
    });
    return { gives: routes };
  },
);

/** The path as routes see it; one that is not valid UTF-8 stays as it came. */
function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
