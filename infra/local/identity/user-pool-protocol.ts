import * as z from 'zod';
import { type Answer, jsonAnswer } from '../http-messages.ts';
import type { RawRequest } from '../s3/s3-server.ts';
import type { LocalUser, LocalUsers } from './local-users.ts';

/** The operations of a Cognito user pool that Cartera's directory uses, over the people of this machine. */

/** What Cognito answers when it does not do what was asked. */
class PoolError extends Error {
  readonly type: string;
  constructor(type: string, message: string) {
    super(message);
    this.type = type;
  }
}

const named = z.object({ Username: z.string() });
const creation = named.extend({
  MessageAction: z.enum(['RESEND']).optional(),
  UserAttributes: z.array(z.object({ Name: z.string(), Value: z.string().optional() })).default([]),
});
const inGroup = named.extend({ GroupName: z.string() });
const listing = z.object({ Limit: z.int().max(60).default(60), PaginationToken: z.string().optional() });

type Operation = (users: LocalUsers, groups: ReadonlySet<string>, input: unknown) => object;

const OPERATIONS: Readonly<Record<string, Operation>> = {
  AdminCreateUser(users, _groups, input) {
    const { Username, MessageAction, UserAttributes } = creation.parse(input);
    const found = users.find(Username);
    if (MessageAction === 'RESEND') return { User: userTypeOf(userNamed(users, Username), 'Attributes') };
    if (found !== undefined) throw new PoolError('UsernameExistsException', 'User account already exists');
    if (!z.email().safeParse(Username).success)
      throw new PoolError('InvalidParameterException', 'Username should be an email.');
    const name = UserAttributes.find(({ Name }) => Name === 'name')?.Value ?? '';
    return { User: userTypeOf(users.invite({ email: Username, name }), 'Attributes') };
  },
  AdminGetUser: (users, _groups, input) => userTypeOf(userNamed(users, named.parse(input).Username), 'UserAttributes'),
  AdminEnableUser: changing(() => ({ enabled: true })),
  AdminDisableUser: changing(() => ({ enabled: false })),
  // Sessions of this very second are over too: tokens count whole seconds.
  AdminUserGlobalSignOut: changing(() => ({ signedOutAt: Math.floor(Date.now() / 1_000) + 1 })),
  // There is no second factor on one machine; the call is answered as by a pool that has one.
  AdminSetUserMFAPreference: changing(() => ({})),
  AdminResetUserPassword: changing(({ status }) => {
    if (status === 'FORCE_CHANGE_PASSWORD')
      throw new PoolError('NotAuthorizedException', 'User password cannot be reset in the current state.');
    return { status: 'RESET_REQUIRED' };
  }),
  AdminListGroupsForUser: (users, _groups, input) => ({
    Groups: userNamed(users, named.parse(input).Username).groups.map((GroupName) => ({ GroupName })),
  }),
  AdminAddUserToGroup(users, groups, input) {
    const { Username, GroupName } = inGroup.parse(input);
    if (!groups.has(GroupName)) throw new PoolError('ResourceNotFoundException', 'Group not found.');
    const user = userNamed(users, Username);
    users.keep({ ...user, groups: [...user.groups.filter((group) => group !== GroupName), GroupName] });
    return {};
  },
  AdminRemoveUserFromGroup(users, _groups, input) {
    const { Username, GroupName } = inGroup.parse(input);
    const user = userNamed(users, Username);
    users.keep({ ...user, groups: user.groups.filter((group) => group !== GroupName) });
    return {};
  },
  ListUsers(users, _groups, input) {
    const { Limit, PaginationToken = '0' } = listing.parse(input);
    const [all, from] = [users.all(), Number(PaginationToken)];
    const next = from + Limit < all.length ? { PaginationToken: String(from + Limit) } : {};
    return { Users: all.slice(from, from + Limit).map((user) => userTypeOf(user, 'Attributes')), ...next };
  },
};

export interface UserPoolService {
  readonly users: LocalUsers;
  /** Groups that the template declares. */
  readonly groups: ReadonlySet<string>;
  /** Told of each operation and its signature, for the least-privilege test. */
  readonly called: (operation: string, authorization: string | undefined) => void;
}

/** Answers one request in Cognito's JSON protocol. Never throws for what Cognito would refuse. */
export function answerUserPool({ users, groups, called }: UserPoolService, request: RawRequest): Answer {
  const operation = request.headers['x-amz-target']?.split('.')[1] ?? '';
  const operate = OPERATIONS[operation];
  if (operate === undefined) return refused('UnknownOperationException', `${operation} is not available locally`);
  called(operation, request.headers.authorization);
  try {
    return jsonAnswer(200, operate(users, groups, JSON.parse(request.body.toString())), 'application/x-amz-json-1.1');
  } catch (error) {
    if (error instanceof PoolError) return refused(error.type, error.message);
    if (error instanceof z.ZodError) return refused('InvalidParameterException', error.message);
    throw error;
  }
}

const refused = (type: string, message: string): Answer =>
  jsonAnswer(400, { __type: type, message }, 'application/x-amz-json-1.1');

function changing(change: (user: LocalUser) => Partial<LocalUser>): Operation {
  return (users, _groups, input) => {
    const user = userNamed(users, named.parse(input).Username);
    users.keep({ ...user, ...change(user) });
    return {};
  };
}

function userNamed(users: LocalUsers, name: string): LocalUser {
  const user = users.find(name);
  if (user === undefined) throw new PoolError('UserNotFoundException', 'User does not exist.');
  return user;
}

function userTypeOf({ subject, email, name, enabled, status }: LocalUser, attributes: 'Attributes' | 'UserAttributes') {
  const values = Object.entries({ sub: subject, email, email_verified: 'true', name });
  return {
    Username: subject,
    Enabled: enabled,
    UserStatus: status,
    [attributes]: values.map(([Name, Value]) => ({ Name, Value })),
  };
}
