/** A person as the directory knows them. */
export interface DirectoryUser {
  readonly subject: string;
  readonly email: string;
  readonly enabled: boolean;
}

/** The directory will never accept what it was asked: an address that is none. */
export class DirectoryRefused extends Error {
  override readonly name = 'DirectoryRefused';
}

/**
 * Who may sign in, with which groups. Everything may be repeated and then changes nothing. Throws when a subject is unknown or
 * the directory is busy or out of reach.
 */
export interface Directory {
  /**
   * The person of an address, invited when there was none; answers the subject. Throws DirectoryRefused for an address that
   * is none.
   */
  ensure(person: { readonly email: string; readonly name: string }): Promise<string>;
  find(subject: string): Promise<DirectoryUser | undefined>;
  /** Everybody, also whom nobody here created. */
  all(): AsyncGenerator<DirectoryUser, void, undefined>;
  groupsOf(subject: string): Promise<readonly string[]>;
  /** Makes these the person's groups, and no other. */
  setGroups(subject: string, groups: readonly string[]): Promise<void>;
  setEnabled(subject: string, enabled: boolean): Promise<void>;
  /** Revokes what sessions are refreshed with; access tokens live on (shared/http/standing.ts refuses them). */
  signOut(subject: string): Promise<void>;
  /** Forgets the second factor and the password; the person gets a mail to set new ones. */
  reset(subject: string): Promise<void>;
}
