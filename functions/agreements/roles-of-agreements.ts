import type { Role } from '../../shared/institute/posts.ts';

/** Offer, propose and sign agreements: extrajudicial collection, mediation, and who coordinates them. */
export const NEGOTIATORS = [
  'collector',
  'mediator',
  'portfolio-coordinator',
  'director',
] as const satisfies readonly Role[];

/** Decide on what others proposed, within their authority, and cancel what was signed by mistake. */
export const AUTHORISERS = ['portfolio-coordinator', 'director'] as const satisfies readonly Role[];

/** Propose a campaign, ask what it would come to and for its list: who decides on it, and who analyses files to settle. */
export const CAMPAIGN_ANALYSTS = [...AUTHORISERS, 'recovery-technician'] as const satisfies readonly Role[];

/** See the list of everybody for whom a campaign is: who analyses it, who calls them, who audits. */
export const CAMPAIGN_LIST_READERS = [
  ...NEGOTIATORS,
  'recovery-technician',
  'auditor',
] as const satisfies readonly Role[];

/** Compare the ways in which a debt may end: who offers them, and who analyses files to settle. */
export const SETTLEMENT_ANALYSTS = [...NEGOTIATORS, 'recovery-technician'] as const satisfies readonly Role[];

/** Say what pays a debt off: whoever attends people. */
export const PAYOFF_QUOTERS = [
  ...NEGOTIATORS,
  'cashier',
  'recovery-technician',
  'attention-desk',
] as const satisfies readonly Role[];

export const READERS = [
  ...NEGOTIATORS,
  'recovery-technician',
  'cashier',
  'attention-desk',
  'judicial-head',
  'accountant',
  'systems',
  'auditor',
] as const satisfies readonly Role[];
