import * as z from 'zod';
import { propertiesOf } from '../assembly/resource.ts';
import { awsEndpoint } from '../aws-endpoint.ts';
import { frontServer } from '../front-server.ts';
import { plugIn } from '../plug-in.ts';
import { callerOf } from '../recording/caller.ts';
import { recording } from '../recording/plug-in.ts';
import { answerIdentity } from './identity-endpoint.ts';
import { LocalUsers } from './local-users.ts';
import { SIGN_IN_PLACE, signInHandler } from './oidc-provider.ts';
import { openIdentity, type SigningIdentity } from './signing-key.ts';
import { userPoolFacts } from './user-pool.ts';
import { answerUserPool } from './user-pool-protocol.ts';

const TYPES = ['UserPool', 'UserPoolClient', 'UserPoolGroup', 'UserPoolResourceServer'];
const groupSchema = z.object({ GroupName: z.string() });

/** Who signs tokens here, for the template's user pool, and its people; undefined when it has none. */
export const identity = plugIn<SigningIdentity | undefined>(
  TYPES.map((type) => `AWS::Cognito::${type}`),
  async (machine) => {
    const { assembly, ports } = machine;
    const facts = userPoolFacts(assembly);
    const signer = facts && (await openIdentity(machine.options.dataDir, facts));
    if (signer === undefined) return { gives: signer };
    const front = frontServer.of(machine);
    front.page('/_local/identity', ({ method, url, path, headers, body }) =>
      answerIdentity(signer, `${url.origin}/_local/identity`, {
        method,
        path: path.slice('/_local/identity'.length),
        headers,
        body: body.toString(),
      }),
    );
    const users = new LocalUsers(machine.inside('identity', 'users.json'));
    if (signer.facts.staff !== undefined)
      front.mount(SIGN_IN_PLACE, signInHandler(signer, users, `http://localhost:${ports.api}`));
    const record = recording.of(machine);
    const resource = assembly.of('AWS::Cognito::UserPool')[0]?.arn ?? '';
    awsEndpoint.of(machine).serve('cognito-idp', (request) =>
      answerUserPool(
        {
          users,
          groups: new Set(
            assembly.of('AWS::Cognito::UserPoolGroup').map((group) => propertiesOf(group, groupSchema).GroupName),
          ),
          called: (operation, authorization) =>
            record({
              function: callerOf(authorization),
              service: 'cognito-idp',
              action: `cognito-idp:${operation}`,
              resource,
            }),
        },
        request,
      ),
    );
    return { gives: signer };
  },
);
