/**
 * Banking days after recording until a salvo-buen-fin payment counts as firm. A parameter of the bank's contract
 * that the institute has not confirmed.
 */
export const CLEARING = {
  bankingDays: 2,
  source: 'Default until Accounting confirms it with the bank; other-bank cheques usually clear in 24 to 48 hours.',
} as const;
