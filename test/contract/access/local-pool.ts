import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { createCognitoDirectory } from '../../../functions/access/users/cognito-directory.ts';
import type { Directory } from '../../../functions/access/users/directory.ts';
import { createAwsEndpoint } from '../../../infra/local/aws-endpoint.ts';
import { freePort } from '../../../infra/local/free-port.ts';
import { LocalUsers } from '../../../infra/local/identity/local-users.ts';
import { answerUserPool } from '../../../infra/local/identity/user-pool-protocol.ts';
import { close, listen } from '../../../infra/local/ports.ts';
import { OFFICES } from '../../../shared/institute/offices.ts';
import { ROLES } from '../../../shared/institute/posts.ts';

export interface LocalPool {
  readonly directory: Directory;
  readonly users: LocalUsers;
  /** Operations that it was asked for, oldest first. */
  readonly called: readonly string[];
  /** The people as a restart finds them. */
  reopened(): LocalUsers;
  stop(): Promise<void>;
}

/** The user pool of this machine behind its AWS endpoint, and the deployed adapter that speaks to it. */
export async function startLocalPool(): Promise<LocalPool> {
  const folder = mkdtempSync(path.join(tmpdir(), 'cartera-pool-'));
  const file = path.join(folder, 'users.json');
  const users = new LocalUsers(file);
  const groups = new Set([...ROLES.map((role) => `role:${role}`), ...OFFICES.map((office) => `office:${office}`)]);
  const called: string[] = [];
  const pool = { users, groups, called: (operation: string) => void called.push(operation) };
  const server = createAwsEndpoint(new Map([['cognito-idp', (request) => answerUserPool(pool, request)]]));
  const port = await freePort();
  await listen(server, port);
  const client = new CognitoIdentityProviderClient({
    region: 'us-east-1',
    endpoint: `http://127.0.0.1:${port}`,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
  return {
    directory: createCognitoDirectory(client, 'us-east-1_local'),
    users,
    called,
    reopened: () => new LocalUsers(file),
    async stop() {
      client.destroy();
      await close(server);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
