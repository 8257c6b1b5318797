import * as z from 'zod';
import type { Assembly } from '../assembly/assembly.ts';
import { LOCAL_REGION, propertiesOf } from '../assembly/resource.ts';

const clientSchema = z.object({
  UserPoolId: z.string(),
  AllowedOAuthFlows: z.array(z.string()).default([]),
  AllowedOAuthScopes: z.array(z.string()).default([]),
  CallbackURLs: z.array(z.string()).default([]),
  AccessTokenValidity: z.coerce.number().default(60),
  RefreshTokenValidity: z.coerce.number().default(600),
});

/** Who issues tokens and for whom, as the template's user pool says. */
export interface UserPoolFacts {
  /** The `iss` of every token; the JWT authorizer of the template expects exactly this. */
  readonly issuer: string;
  readonly staff: ClientFacts | undefined;
  /** The machine client: the one with the client-credentials flow. */
  readonly machine: ClientFacts | undefined;
}

export interface ClientFacts {
  readonly clientId: string;
  readonly scopes: readonly string[];
  /** Where sign-in may return to. */
  readonly callbackUrls: readonly string[];
  readonly accessTokenMinutes: number;
  readonly refreshTokenMinutes: number;
}

/** Reads the user pool and its clients; undefined when the template declares none. */
export function userPoolFacts(assembly: Assembly): UserPoolFacts | undefined {
  const pool = assembly.of('AWS::Cognito::UserPool')[0];
  if (pool === undefined) return undefined;
  const clients = assembly
    .of('AWS::Cognito::UserPoolClient')
    .map((resource) => ({ clientId: resource.name, ...propertiesOf(resource, clientSchema) }))
    .filter(({ UserPoolId }) => UserPoolId === pool.name);
  const isMachine = (client: (typeof clients)[number]): boolean =>
    client.AllowedOAuthFlows.includes('client_credentials');
  const facts = (client: (typeof clients)[number] | undefined): ClientFacts | undefined =>
    client && {
      clientId: client.clientId,
      scopes: client.AllowedOAuthScopes,
      callbackUrls: client.CallbackURLs,
      // CDK writes both in minutes.
      accessTokenMinutes: client.AccessTokenValidity,
      refreshTokenMinutes: client.RefreshTokenValidity,
    };
  return {
    issuer: `https://cognito-idp.${LOCAL_REGION}.amazonaws.com/${pool.name}`,
    staff: facts(clients.find((client) => !isMachine(client))),
    machine: facts(clients.find(isMachine)),
  };
}
