import {
  AdminAddUserToGroupCommand,
  AdminCreateUserCommand,
  AdminDisableUserCommand,
  AdminEnableUserCommand,
  AdminGetUserCommand,
  AdminListGroupsForUserCommand,
  AdminRemoveUserFromGroupCommand,
  AdminResetUserPasswordCommand,
  AdminSetUserMFAPreferenceCommand,
  AdminUserGlobalSignOutCommand,
  type AttributeType,
  type CognitoIdentityProviderClient,
  ListUsersCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { type Directory, DirectoryRefused, type DirectoryUser } from './directory.ts';

/** The most that ListUsers and AdminListGroupsForUser give at once. */
const PAGE = 60;

/** The directory as a Cognito user pool whose user names are its own ids (the pool signs people in by e-mail). */
export function createCognitoDirectory(client: CognitoIdentityProviderClient, UserPoolId: string): Directory {
  const of = (subject: string) => ({ UserPoolId, Username: subject });

  async function byName(name: string): Promise<DirectoryUser | undefined> {
    try {
      const { UserAttributes, Enabled } = await client.send(new AdminGetUserCommand(of(name)));
      return userFrom(UserAttributes, Enabled);
    } catch (error) {
      if (isNamed(error, 'UserNotFoundException')) return undefined;
      throw error;
    }
  }

  async function groupsOf(subject: string): Promise<string[]> {
    const groups: string[] = [];
    let NextToken: string | undefined;
    do {
      const page = await client.send(new AdminListGroupsForUserCommand({ ...of(subject), Limit: PAGE, NextToken }));
      groups.push(...(page.Groups ?? []).flatMap(({ GroupName }) => GroupName ?? []));
      NextToken = page.NextToken;
    } while (NextToken !== undefined);
    return groups;
  }

  const invite = (email: string, more: { name?: string; again?: true }) =>
    client.send(
      new AdminCreateUserCommand({
        UserPoolId,
        Username: email,
        DesiredDeliveryMediums: ['EMAIL'],
        ...(more.again === true
          ? { MessageAction: 'RESEND' }
          : {
              UserAttributes: Object.entries({ email, email_verified: 'true', name: more.name }).map(
                ([Name, Value]) => ({ Name, Value }),
              ),
            }),
      }),
    );

  return {
    async ensure({ email, name }) {
      try {
        const { User } = await invite(email, { name });
        return userFrom(User?.Attributes, User?.Enabled).subject;
      } catch (error) {
        if (isNamed(error, 'InvalidParameterException')) throw new DirectoryRefused('not an address', { cause: error });
        if (!isNamed(error, 'UsernameExistsException')) throw error;
        const found = await byName(email);
        if (found === undefined) throw error;
        return found.subject;
      }
    },
    find: byName,
    async *all() {
      let PaginationToken: string | undefined;
      do {
        const page = await client.send(new ListUsersCommand({ UserPoolId, Limit: PAGE, PaginationToken }));
        for (const { Attributes, Enabled } of page.Users ?? []) yield userFrom(Attributes, Enabled);
        PaginationToken = page.PaginationToken;
      } while (PaginationToken !== undefined);
    },
    groupsOf,
    async setGroups(subject, groups) {
      const now = await groupsOf(subject);
      for (const GroupName of now.filter((group) => !groups.includes(group)))
        await client.send(new AdminRemoveUserFromGroupCommand({ ...of(subject), GroupName }));
      for (const GroupName of groups.filter((group) => !now.includes(group)))
        await client.send(new AdminAddUserToGroupCommand({ ...of(subject), GroupName }));
    },
    async setEnabled(subject, enabled) {
      await client.send(enabled ? new AdminEnableUserCommand(of(subject)) : new AdminDisableUserCommand(of(subject)));
    },
    async signOut(subject) {
      await client.send(new AdminUserGlobalSignOutCommand(of(subject)));
    },
    async reset(subject) {
      const SoftwareTokenMfaSettings = { Enabled: false, PreferredMfa: false };
      await client.send(new AdminSetUserMFAPreferenceCommand({ ...of(subject), SoftwareTokenMfaSettings }));
      try {
        await client.send(new AdminResetUserPasswordCommand(of(subject)));
      } catch (error) {
        // Whoever never set a password has an invitation that may have run out: it is sent again.
        if (!isNamed(error, 'NotAuthorizedException')) throw error;
        const found = await byName(subject);
        if (found === undefined) throw error;
        await invite(found.email, { again: true });
      }
    },
  };
}

const isNamed = (error: unknown, name: string): boolean => error instanceof Error && error.name === name;

function userFrom(attributes: readonly AttributeType[] | undefined, enabled: boolean | undefined): DirectoryUser {
  const named = new Map(attributes?.map(({ Name, Value }) => [Name, Value]));
  const [subject, email] = [named.get('sub'), named.get('email')];
  if (subject === undefined || email === undefined) throw new Error('the directory gave a user without sub or email');
  return { subject, email, enabled: enabled === true };
}
