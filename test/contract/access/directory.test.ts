import { randomUUID } from 'node:crypto';
import {
  AdminCreateUserCommand,
  AdminGetUserCommand,
  CognitoIdentityProviderClient,
} from '@aws-sdk/client-cognito-identity-provider';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCognitoDirectory } from '../../../functions/access/users/cognito-directory.ts';
import { type Directory, DirectoryRefused } from '../../../functions/access/users/directory.ts';
import { type LocalPool, startLocalPool } from './local-pool.ts';

/**
 * What the area expects of a directory: of the pool of this machine always, of a pool in AWS when COGNITO_TEST_POOL names one
 * made for it (it is left with disabled users).
 */
const AWS_POOL = process.env.COGNITO_TEST_POOL;
let pool: LocalPool;
let directory: Directory;
beforeAll(async () => {
  pool = await startLocalPool();
});
afterAll(() => pool.stop());

const PLACES: readonly [string, () => Directory][] = [
  ['the pool of this machine', () => pool.directory],
  ...(AWS_POOL === undefined
    ? []
    : [
        ['Cognito', () => createCognitoDirectory(new CognitoIdentityProviderClient({}), AWS_POOL)] as [
          string,
          () => Directory,
        ],
      ]),
];

const someone = () => ({ email: `prueba-${randomUUID()}@cartera.example`, name: 'Rosa Peña' });

describe.each(PLACES)('a directory: %s', (_name, of) => {
  beforeAll(() => {
    directory = of();
  });

  it('has a person once an address, however it is written, under an id of its own', async () => {
    const { email, name } = someone();
    const subject = await directory.ensure({ email, name });
    expect(subject).toMatch(/^[0-9a-f-]{36}$/);
    expect(await directory.ensure({ email: email.toUpperCase(), name })).toBe(subject);
    expect(await directory.find(subject)).toEqual({ subject, email, enabled: true });
  });

  it('finds two requests at once to be one person', async () => {
    const person = someone();
    const [first, second] = await Promise.all([directory.ensure(person), directory.ensure(person)]);
    expect(second).toBe(first);
  });

  it('refuses for good what is no address', async () => {
    await expect(directory.ensure({ email: 'nadie', name: 'Nadie' })).rejects.toBeInstanceOf(DirectoryRefused);
  });

  it('knows nobody by an unknown id, and changes nobody', async () => {
    const nobody = randomUUID();
    expect(await directory.find(nobody)).toBeUndefined();
    for (const change of [
      () => directory.setEnabled(nobody, false),
      () => directory.setGroups(nobody, []),
      () => directory.signOut(nobody),
      () => directory.reset(nobody),
    ])
      await expect(change()).rejects.toMatchObject({ name: 'UserNotFoundException' });
  });

  it('gives exactly the groups that are said, said once or twice', async () => {
    const subject = await directory.ensure(someone());
    expect(await directory.groupsOf(subject)).toEqual([]);
    for (const groups of [
      ['role:cashier', 'office:nogales'],
      ['role:cashier', 'office:nogales'],
      ['role:auditor'],
      [],
    ]) {
      await directory.setGroups(subject, groups);
      expect([...(await directory.groupsOf(subject))].toSorted()).toEqual(groups.toSorted());
    }
    await expect(directory.setGroups(subject, ['role:king'])).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
  });

  it('lets in or keeps out, said once or twice', async () => {
    const subject = await directory.ensure(someone());
    for (const enabled of [false, false, true, true]) {
      await directory.setEnabled(subject, enabled);
      expect((await directory.find(subject))?.enabled).toBe(enabled);
    }
  });

  it('signs out and resets, also whoever never came in, said once or twice', async () => {
    const subject = await directory.ensure(someone());
    for (const _ of [1, 2]) {
      await directory.signOut(subject);
      await directory.reset(subject);
    }
    expect(await directory.find(subject)).toMatchObject({ enabled: true });
  });

  it('lists everybody, page by page', async () => {
    const made: string[] = [];
    for (let index = 0; index < 65; index += 1) made.push(await directory.ensure(someone()));
    const listed: string[] = [];
    for await (const { subject } of directory.all()) listed.push(subject);
    expect(new Set(listed).size).toBe(listed.length);
    expect(listed).toEqual(expect.arrayContaining(made));
    for (const subject of made) await directory.setEnabled(subject, false);
  }, 120_000);
});

describe('what Cognito is told and answers', () => {
  const client = new CognitoIdentityProviderClient({ region: 'us-east-1' });
  const cognito = mockClient(client);
  const told = { sub: 's-1', email: 'rosa@cartera.example' };
  const attributes = Object.entries(told).map(([Name, Value]) => ({ Name, Value }));

  it('invites by e-mail, to an address that Sistemas answers for', async () => {
    cognito.on(AdminCreateUserCommand).resolves({ User: { Attributes: attributes, Enabled: true } });
    const rosa = { email: 'rosa@cartera.example', name: 'Rosa Peña' };
    expect(await createCognitoDirectory(client, 'p-1').ensure(rosa)).toBe('s-1');
    expect(cognito.commandCalls(AdminCreateUserCommand)[0]?.args[0].input).toMatchObject({
      ...{ UserPoolId: 'p-1', Username: 'rosa@cartera.example', DesiredDeliveryMediums: ['EMAIL'] },
      UserAttributes: expect.arrayContaining([{ Name: 'email_verified', Value: 'true' }]),
    });
  });

  it('lets nobody in of whom it does not say that they may', async () => {
    cognito.on(AdminGetUserCommand).resolves({ UserAttributes: attributes });
    expect(await createCognitoDirectory(client, 'p-1').find('s-1')).toMatchObject({ enabled: false });
  });
});

describe('the pool of this machine', () => {
  it('keeps its people over a restart, and forgets a password only of who has one', async () => {
    const subject = await pool.directory.ensure(someone());
    await pool.directory.setGroups(subject, ['role:auditor']);
    await pool.directory.reset(subject);
    expect(pool.reopened().find(subject)).toMatchObject({ groups: ['role:auditor'], status: 'FORCE_CHANGE_PASSWORD' });
    const [seeded] = pool.users.all();
    await pool.directory.reset(seeded!.subject);
    expect(pool.reopened().find(seeded!.subject)).toMatchObject({ status: 'RESET_REQUIRED' });
  });

  it('is told to forget the second factor at each reset, and to invite again whoever never came in', async () => {
    const subject = await pool.directory.ensure(someone());
    const [seeded] = pool.users.all();
    const asked = async (one: string) => {
      const before = pool.called.length;
      await pool.directory.reset(one);
      return pool.called.slice(before);
    };
    expect(await asked(seeded!.subject)).toEqual(['AdminSetUserMFAPreference', 'AdminResetUserPassword']);
    expect((await asked(subject)).filter((operation) => operation !== 'AdminGetUser')).toEqual([
      'AdminSetUserMFAPreference',
      'AdminResetUserPassword',
      'AdminCreateUser',
    ]);
  });

  it('has one of each post and office at first', () => {
    expect(pool.users.find('cashier.nogales@cartera.localhost')).toMatchObject({
      name: 'Caja, Nogales',
      groups: ['role:cashier', 'office:nogales'],
    });
    expect(pool.users.find('director@cartera.localhost')).toMatchObject({ groups: ['role:director'] });
  });
});
