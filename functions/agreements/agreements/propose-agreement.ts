import { addDays, earlier, LAST_DATE } from '../../../shared/calendar/calendar-date.ts';
import { deterministicId } from '../../../shared/canonical/deterministic-id.ts';
import type { Caller } from '../../../shared/http/route.ts';
import { inScope } from '../../../shared/http/scope.ts';
import type { RequestClaims } from '../../../shared/ledger/request-claim.ts';
import type { RegisterPort } from '../../../shared/register/register-port.ts';
import type { Campaign } from '../campaigns/campaign.ts';
import type { AgreementRecord } from './agreement.ts';
import type { AgreementDeps } from './agreement-deps.ts';
import { isInAuthority } from './authority.ts';
import type { Guarantee } from './guarantee.ts';
import { signersAmong } from './signatures.ts';
import { type AgreementWishes, simulateAgreement } from './simulate-agreement.ts';

export interface ProposeDeps extends AgreementDeps {
  readonly claims: RequestClaims;
  readonly register: Pick<RegisterPort, 'wholeFile'>;
}

/** What is proposed besides the terms that are simulated. */
export interface Proposal extends AgreementWishes {
  readonly idempotencyKey: string;
  readonly reason: string;
  /** Numbers of the file's cosigners who sign too: an agreement does not release the others either. */
  readonly cosigners?: readonly number[] | undefined;
  readonly guarantees?: readonly Guarantee[] | undefined;
}

/** Days after the day for which it was made that a proposal can be signed. Por confirmar por el Instituto. */
const DAYS_TO_SIGN = 5;

/**
 * Proposes what was simulated. What the proposer's post may forgive, or an open campaign, needs nobody else; the rest waits
 * for who may. Figures are of the day on which it is to be signed.
 */
export async function proposeAgreement(
  deps: ProposeDeps,
  { idempotencyKey: key, reason, cosigners = [], guarantees = [], ...wishes }: Proposal,
  caller: Caller,
): Promise<AgreementRecord> {
  const on = deps.clock.today();
  const agreementId = deterministicId('agreement', key);
  const known = await deps.records.find(agreementId);
  const simulated = known === undefined ? await simulateAgreement(deps, wishes, caller) : undefined;
  const signers = known?.signers ?? (await signersAmong(deps.register, wishes.fileId, cosigners));
  await deps.claims.claim({
    scope: 'AGREEMENT',
    key,
    input: { operation: 'propose', ...wishes, reason, cosigners, guarantees },
    source: { type: 'agreement', id: agreementId },
    recordedOn: on,
  });
  if (simulated === undefined) return readAgreement(deps, agreementId, caller);
  const { office, campaign, terms, total, owed, forgives, forgivesInAll, preview } = simulated;
  const isWithin = campaign !== undefined || isInAuthority(caller.roles, { ...terms, forgivesInAll }, on);
  const step = isWithin ? 'propose-in-authority' : 'propose';
  const record: AgreementRecord = {
    ...terms,
    ...{ agreementId, office, total, owed, forgives, forgivesInAll, proposedOn: on },
    ...{ signers, guarantees: [...guarantees] },
    ...(campaign !== undefined && { campaign: snapshotOf(campaign) }),
    validUntil: earlier(addDays(terms.signsOn, DAYS_TO_SIGN), campaign?.until ?? LAST_DATE),
    state: isWithin ? 'authorised' : 'proposed',
    history: [{ step, by: caller.subject, on, key, reason }],
    version: 1,
  };
  const split = preview.payments.map(({ parts }) => parts);
  return (await deps.records.propose(record, split)) ? record : readAgreement(deps, agreementId, caller);
}

const snapshotOf = ({ campaignId, name, version, budget, legalBasis }: Campaign): AgreementRecord['campaign'] => ({
  ...{ campaignId, name, version, budget, legalBasis },
});

/** An agreement. Of an office that the caller does not reach it is as if it did not exist (404). */
export async function readAgreement(
  { records }: Pick<AgreementDeps, 'records'>,
  agreementId: string,
  caller: Caller,
): Promise<AgreementRecord> {
  return inScope(caller, await records.find(agreementId), 'El convenio');
}
