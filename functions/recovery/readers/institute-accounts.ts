/** What says whose money a bank file holds. */
export type OwnerKind = 'account' | 'convenio';

interface InstituteAccount {
  readonly kind: OwnerKind;
  /** As the bank writes it, zeros included. */
  readonly number: string;
  readonly bank: string;
  /** Who confirmed it. */
  readonly source: string;
}

/**
 * The accounts and CIE convenios of the institute: files of any other are refused. A new one is a line here.
 */
export const INSTITUTE_ACCOUNTS: readonly InstituteAccount[] = [
  {
    kind: 'account',
    number: '012345678901234567',
    bank: 'BBVA',
    source: 'Value of the demonstration and of the sample files; the institute has not given its own yet.',
  },
  {
    kind: 'convenio',
    number: '01234567',
    bank: 'BBVA',
    source: 'Value of the demonstration and of the sample files; the institute has not given its own yet.',
  },
];

export const OWNER_NAMES_ES: Readonly<Record<OwnerKind, string>> = {
  account: 'la cuenta',
  convenio: 'el convenio CIE',
};

export function isOfInstitute(kind: OwnerKind, number: string): boolean {
  return INSTITUTE_ACCOUNTS.some((account) => account.kind === kind && account.number === number);
}
