import { frontServer } from '../front-server.ts';
import { plugIn } from '../plug-in.ts';
import { answerIdentity } from './identity-endpoint.ts';
import { openIdentity, type SigningIdentity } from './signing-key.ts';
import { userPoolFacts } from './user-pool.ts';

const TYPES = ['UserPool', 'UserPoolClient', 'UserPoolGroup', 'UserPoolResourceServer'];

/** Who signs tokens here, for the template's user pool; undefined when it has none. */
export const identity = plugIn<SigningIdentity | undefined>(
  TYPES.map((type) => `AWS::Cognito::${type}`),
  async (machine) => {
    const facts = userPoolFacts(machine.assembly);
    const signer = facts && (await openIdentity(machine.options.dataDir, facts));
    if (signer !== undefined)
      frontServer.of(machine).page('/_local/identity', ({ method, url, path, headers, body }) =>
        answerIdentity(signer, `${url.origin}/_local/identity`, {
          method,
          path: path.slice('/_local/identity'.length),
          headers,
          body: body.toString(),
        }),
      );
    return { gives: signer };
  },
);
