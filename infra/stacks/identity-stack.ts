import { CfnOutput, Duration, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import {
  AccountRecovery,
  CfnUserPoolGroup,
  FeaturePlan,
  Mfa,
  OAuthScope,
  ResourceServerScope,
  StandardThreatProtectionMode,
  UserPool,
  type UserPoolClient,
  type UserPoolResourceServer,
} from 'aws-cdk-lib/aws-cognito';
import type { Construct } from 'constructs';
import { OFFICE_GROUP_PREFIX, PORTAL_SCOPES, ROLE_GROUP_PREFIX } from '../../shared/http/groups-and-scopes.ts';
import { OFFICES } from '../../shared/institute/offices.ts';
import { ROLE_POSTS } from '../../shared/institute/posts.ts';
import { resourceName } from '../names.ts';
import type { Stage } from '../stages.ts';

const RESOURCE_SERVER = 'cartera';
const SCOPES = Object.entries(PORTAL_SCOPES).map(
  ([scope, scopeDescription]) =>
    new ResourceServerScope({ scopeName: scope.replace(`${RESOURCE_SERVER}/`, ''), scopeDescription }),
);
/** A working morning: a stolen access token is of use for no longer. */
const ACCESS_TOKEN_MINUTES = 60;
const WORKING_DAY_HOURS = 10;

/**
 * Who may call the API: people (one user each, no self sign-up, second factor always) whose groups are roles and
 * offices, and the portal's machine client, whose rights are scopes.
 */
export class IdentityStack extends Stack {
  readonly userPool: UserPool;
  readonly staffClient: UserPoolClient;
  readonly portalClient: UserPoolClient;

  constructor(scope: Construct, id: string, props: StackProps & { readonly stage: Stage }) {
    super(scope, id, props);
    const { stage } = props;
    this.userPool = new UserPool(this, 'UserPool', {
      userPoolName: resourceName(stage, 'people'),
      selfSignUpEnabled: false,
      signInAliases: { email: true },
      signInCaseSensitive: false,
      mfa: Mfa.REQUIRED,
      mfaSecondFactor: { otp: true, sms: false },
      passwordPolicy: {
        minLength: 14,
        requireDigits: true,
        requireLowercase: true,
        requireUppercase: true,
        requireSymbols: true,
        tempPasswordValidity: Duration.days(3),
      },
      accountRecovery: AccountRecovery.EMAIL_ONLY,
      featurePlan: FeaturePlan.PLUS,
      standardThreatProtectionMode: StandardThreatProtectionMode.FULL_FUNCTION,
      deletionProtection: true,
      removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    });
    const domain = this.userPool.addDomain('Domain', {
      cognitoDomain: { domainPrefix: `${resourceName(stage, 'people')}-${stage.account}` },
    });
    this.#addGroups();
    const server = this.userPool.addResourceServer('ResourceServer', { identifier: RESOURCE_SERVER, scopes: SCOPES });
    this.staffClient = this.#addStaffClient(stage);
    this.portalClient = this.#addPortalClient(stage, server);
    new CfnOutput(this, 'UserPoolId', { value: this.userPool.userPoolId });
    new CfnOutput(this, 'SignInUrl', { value: domain.baseUrl() });
    new CfnOutput(this, 'StaffClientId', { value: this.staffClient.userPoolClientId });
    new CfnOutput(this, 'PortalClientId', { value: this.portalClient.userPoolClientId });
  }

  #addGroups(): void {
    const people = Object.entries(ROLE_POSTS).filter(([, post]) => post.kind === 'person');
    const groups = [
      ...people.map(([role, post]) => ({
        id: `GroupRole-${role}`,
        name: `${ROLE_GROUP_PREFIX}${role}`,
        about: post.name,
      })),
      ...OFFICES.map((office) => ({
        id: `GroupOffice-${office}`,
        name: `${OFFICE_GROUP_PREFIX}${office}`,
        about: `Oficina: ${office}`,
      })),
    ];
    for (const { id, name, about } of groups) {
      new CfnUserPoolGroup(this, id, {
        userPoolId: this.userPool.userPoolId,
        groupName: name,
        description: about,
      });
    }
  }

  /** The browser of a person: no secret, authorization code with PKCE. */
  #addStaffClient(stage: Stage): UserPoolClient {
    return this.userPool.addClient('StaffClient', {
      userPoolClientName: resourceName(stage, 'staff'),
      generateSecret: false,
      oAuth: {
        flows: { authorizationCodeGrant: true },
        scopes: [OAuthScope.OPENID, OAuthScope.EMAIL],
        callbackUrls: [...stage.signInUrls],
        logoutUrls: [...stage.signInUrls],
      },
      accessTokenValidity: Duration.minutes(ACCESS_TOKEN_MINUTES),
      idTokenValidity: Duration.minutes(ACCESS_TOKEN_MINUTES),
      refreshTokenValidity: Duration.hours(WORKING_DAY_HOURS),
      enableTokenRevocation: true,
      preventUserExistenceErrors: true,
    });
  }

  /** The institute's portal: a machine with a secret; its rights are the two scopes. */
  #addPortalClient(stage: Stage, server: UserPoolResourceServer): UserPoolClient {
    return this.userPool.addClient('PortalClient', {
      userPoolClientName: resourceName(stage, 'portal'),
      generateSecret: true,
      oAuth: {
        flows: { clientCredentials: true },
        scopes: SCOPES.map((scope) => OAuthScope.resourceServer(server, scope)),
      },
      accessTokenValidity: Duration.minutes(ACCESS_TOKEN_MINUTES),
      enableTokenRevocation: true,
    });
  }
}
