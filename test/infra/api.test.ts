import { beforeAll, describe, expect, it } from 'vitest';
import { OFFICES } from '../../shared/institute/offices.ts';
import { ROLES } from '../../shared/institute/posts.ts';
import { type Synthesized, synthesize } from '../support/synthesized.ts';

let synthesized: Synthesized;
beforeAll(async () => {
  synthesized = await synthesize('production');
});

describe('the HTTP API', () => {
  it('has the routes of the tables, one to one', () => {
    const declared = synthesized.contracts.routes.map(({ route }) => `${route.method} ${route.path}`);
    const deployed = synthesized.of('AWS::ApiGatewayV2::Route').map(({ properties }) => properties.RouteKey);
    expect(declared.length).toBeGreaterThan(0);
    expect(deployed.toSorted()).toEqual(declared.toSorted());
  });

  it('asks for a token on every route that is not public', () => {
    const open = synthesized
      .of('AWS::ApiGatewayV2::Route')
      .filter(({ properties }) => properties.AuthorizationType !== 'JWT' || properties.AuthorizerId === undefined)
      .map(({ properties }) => properties.RouteKey);
    const publicRoutes = synthesized.contracts.routes
      .filter(({ route }) => route.roles === 'public')
      .map(({ route }) => `${route.method} ${route.path}`);
    expect(open.toSorted()).toEqual(publicRoutes.toSorted());
  });

  it('sends every route to the function of its area', () => {
    const integrations = new Map(
      synthesized
        .of('AWS::ApiGatewayV2::Integration')
        .map((found) => [found.logicalId, JSON.stringify(found.properties)]),
    );
    for (const { properties } of synthesized.of('AWS::ApiGatewayV2::Route')) {
      const served = synthesized.contracts.routes.find(
        ({ route }) => `${route.method} ${route.path}` === properties.RouteKey,
      );
      const id = JSON.stringify(properties.Target).match(/"Ref":"([A-Za-z0-9]+)"/)?.[1] ?? '';
      const functionId = `${served?.area}${served?.route.servedBy}`;
      expect(integrations.get(id)?.toLowerCase(), properties.RouteKey).toContain(functionId);
    }
  });

  it('accepts tokens of the two clients of the pool only', () => {
    const [authorizer, ...others] = synthesized.of('AWS::ApiGatewayV2::Authorizer');
    expect(others).toEqual([]);
    expect(authorizer?.properties.AuthorizerType).toBe('JWT');
    expect(authorizer?.properties.JwtConfiguration.Audience).toHaveLength(2);
  });

  it('limits the rate and logs requests without anything personal', () => {
    const [deployed] = synthesized.of('AWS::ApiGatewayV2::Stage');
    expect(deployed?.properties.DefaultRouteSettings).toMatchObject({
      ThrottlingRateLimit: 100,
      ThrottlingBurstLimit: 200,
    });
    const format = deployed?.properties.AccessLogSettings.Format;
    expect(Object.keys(JSON.parse(format))).toContain('requestId');
    for (const personal of ['sourceIp', 'claims', 'context.path', 'userAgent', 'querystring', 'identity']) {
      expect(format).not.toContain(personal);
    }
  });
});

describe('identity', () => {
  it('has a second factor for everybody, no self sign-up and threat protection', () => {
    const [pool] = synthesized.of('AWS::Cognito::UserPool');
    expect(pool?.properties).toMatchObject({
      MfaConfiguration: 'ON',
      EnabledMfas: ['SOFTWARE_TOKEN_MFA'],
      AdminCreateUserConfig: { AllowAdminCreateUserOnly: true },
      UserPoolAddOns: { AdvancedSecurityMode: 'ENFORCED' },
      DeletionProtection: 'ACTIVE',
      // Then a user name is the `sub` of its tokens, by which the access area calls people.
      UsernameAttributes: ['email'],
    });
  });

  it('has a group for every post of a person and for every office', () => {
    const groups = synthesized.of('AWS::Cognito::UserPoolGroup').map(({ properties }) => properties.GroupName);
    const posts = ROLES.filter((role) => role !== 'portal').map((role) => `role:${role}`);
    expect(groups.toSorted()).toEqual([...posts, ...OFFICES.map((office) => `office:${office}`)].toSorted());
  });

  it('gives the portal two scopes and people none', () => {
    const clients = synthesized.of('AWS::Cognito::UserPoolClient').map(({ properties }) => properties);
    const staff = clients.find((client) => client.AllowedOAuthFlows.includes('code'));
    const portal = clients.find((client) => client.AllowedOAuthFlows.includes('client_credentials'));
    expect(staff.AllowedOAuthScopes).toEqual(['openid', 'email']);
    expect(staff.GenerateSecret).toBe(false);
    expect(portal.GenerateSecret).toBe(true);
    expect(portal.AllowedOAuthScopes).toHaveLength(3);
  });
});
