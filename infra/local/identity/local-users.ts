import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import * as z from 'zod';
import { OFFICE_NAMES_ES, OFFICES } from '../../../shared/institute/offices.ts';
import { ROLE_POSTS, ROLES } from '../../../shared/institute/posts.ts';
import { readJsonFile } from '../assembly/json.ts';
import { writeFileAtomically } from '../files.ts';
import { groupsOfPost, subjectOfPost } from './token-issuer.ts';

const localUserSchema = z.object({
  /** Its user name as well, as in a pool whose people sign in by e-mail. */
  subject: z.string(),
  email: z.string(),
  name: z.string(),
  enabled: z.boolean(),
  groups: z.array(z.string()),
  /** As Cognito calls it: invited, ready, or about to choose a new password. */
  status: z.enum(['FORCE_CHANGE_PASSWORD', 'CONFIRMED', 'RESET_REQUIRED']),
  /** Epoch seconds: sessions of before are over. */
  signedOutAt: z.int(),
});
export type LocalUser = z.output<typeof localUserSchema>;

/** The people of the user pool of one data folder, kept in a file; at first one of each post and office. */
export class LocalUsers {
  readonly #file: string;
  readonly #users: Map<string, LocalUser>;

  constructor(file: string) {
    this.#file = file;
    const users = existsSync(file) ? readJsonFile(file, z.array(localUserSchema)) : peopleOfThePosts();
    this.#users = new Map(users.map((user) => [user.subject, user]));
  }

  all(): readonly LocalUser[] {
    return [...this.#users.values()];
  }

  /** By user name, which is the subject or the e-mail. */
  find(name: string): LocalUser | undefined {
    const email = name.toLowerCase();
    return this.#users.get(name) ?? this.all().find((user) => user.email === email);
  }

  invite({ email, name }: Pick<LocalUser, 'email' | 'name'>): LocalUser {
    const [subject, enabled, groups, signedOutAt] = [randomUUID(), true, [], 0];
    return this.keep({
      subject,
      email: email.toLowerCase(),
      name,
      enabled,
      groups,
      status: 'FORCE_CHANGE_PASSWORD',
      signedOutAt,
    });
  }

  keep(user: LocalUser): LocalUser {
    this.#users.set(user.subject, user);
    writeFileAtomically(this.#file, JSON.stringify(this.all(), null, 1));
    return user;
  }
}

/** The same people as `npm run token` speaks for. */
function peopleOfThePosts(): LocalUser[] {
  return ROLES.filter((role) => ROLE_POSTS[role].kind === 'person').flatMap((role) =>
    (ROLE_POSTS[role].reach === 'own-offices' ? OFFICES : [undefined]).map((office) => ({
      subject: subjectOfPost({ role, office }),
      email: `${[role, office].filter((part) => part !== undefined).join('.')}@cartera.localhost`,
      name: [ROLE_POSTS[role].name, ...(office === undefined ? [] : [OFFICE_NAMES_ES[office]])].join(', '),
      enabled: true,
      groups: groupsOfPost({ role, office }),
      status: 'CONFIRMED' as const,
      signedOutAt: 0,
    })),
  );
}
