/**
 * What a check of an identity key found (domain-facts.md, design consequence 28):
 * `refuse` = it cannot be registered; `override` = refused unless a person in charge states why it is right;
 * `warn` = registered, and the person is told. Messages are Spanish and never repeat the value (personal data).
 */
export interface IdentityFault {
  readonly code: 'shape' | 'check-digit' | 'birth-date' | 'state' | 'generic' | 'letter' | 'word';
  readonly severity: 'refuse' | 'override' | 'warn';
  readonly message: string;
}
