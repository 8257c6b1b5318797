import { longDate } from '../../../shared/calendar/spanish-dates.ts';
import type { Caller } from '../../../shared/http/route.ts';
import { refuse } from '../../../shared/refusals/shared-refusals.ts';
import { performStep } from '../../../shared/transitions/perform-step.ts';
import type { StepRefusal } from '../../../shared/transitions/take-step.ts';
import { refuseClosed } from '../campaigns/offer-of-campaign.ts';
import { readCampaign } from '../campaigns/propose-campaign.ts';
import type { AgreementRecord } from './agreement.ts';
import { agreementMachine } from './agreement-machine.ts';
import { refuseAgreement } from './agreement-refusals.ts';
import { excessOf, isInAuthority } from './authority.ts';
import { finishCancelling, finishSigning } from './finish-agreement.ts';
import { type ProposeDeps, readAgreement } from './propose-agreement.ts';
import { BORROWER, isNoted, stepOfSignature } from './signatures.ts';

export interface AgreementRequest {
  readonly agreementId: string;
  readonly idempotencyKey: string;
}

type Asked = AgreementRequest & { readonly reason: string };
type PersonStep = 'authorise' | 'reject' | 'withdraw' | 'sign' | 'cancel';

/** Authorises what somebody else proposed, if a post of the caller may forgive as much. */
export async function authoriseAgreement(
  deps: ProposeDeps,
  request: AgreementRequest,
  caller: Caller,
): Promise<AgreementRecord> {
  const record = await readAgreement(deps, request.agreementId, caller);
  if (record.state === 'proposed') refuseOverAuthority(deps, record, caller);
  return move(deps, record, 'authorise', { ...request, reason: null }, caller);
}

/** Turns a proposal down. */
export const rejectAgreement = async (deps: ProposeDeps, request: Asked, caller: Caller): Promise<AgreementRecord> =>
  move(deps, await readAgreement(deps, request.agreementId, caller), 'reject', request, caller);

/** Takes a proposal back before it is signed. */
export const withdrawAgreement = async (deps: ProposeDeps, request: Asked, caller: Caller): Promise<AgreementRecord> =>
  move(deps, await readAgreement(deps, request.agreementId, caller), 'withdraw', request, caller);

/**
 * Registers the signature of one who signs, of the borrower if nobody is named. The last that was missing signs as of the day
 * for which the figures were made: noted first, then posted on every note (finish-agreement.ts). Refused before that day, after its validity, once its campaign is closed, and when its figures no longer leave the debt at
 * zero.
 */
export async function signAgreement(
  deps: ProposeDeps,
  { who = BORROWER, ...request }: AgreementRequest & { readonly who?: string | undefined },
  caller: Caller,
): Promise<AgreementRecord> {
  const record = await readAgreement(deps, request.agreementId, caller);
  const today = deps.clock.today();
  const isOpen = record.state === 'authorised' && !isNoted(record, request.idempotencyKey);
  if (isOpen && (today < record.signsOn || today > record.validUntil)) {
    throw refuseAgreement(
      'agreement-not-open-to',
      `Las cifras son para firmarse del ${longDate(record.signsOn)} al ${longDate(record.validUntil)}. ${today < record.signsOn ? 'Fírmelo ese día' : 'Proponga el convenio de nuevo'}.`,
    );
  }
  if (isOpen && record.campaign !== undefined)
    refuseClosed(await readCampaign(deps, record.campaign.campaignId, caller), today);
  const noted = await move(deps, record, 'sign', { ...request, reason: null, signer: who }, caller);
  return noted.state === 'signing' ? finishSigning(deps, noted) : noted;
}

/** Cancels a live agreement that was signed by mistake, as if it had never been: another person's decision. */
export async function cancelAgreement(deps: ProposeDeps, request: Asked, caller: Caller): Promise<AgreementRecord> {
  const record = await readAgreement(deps, request.agreementId, caller);
  const noted = await move(deps, record, 'cancel', request, caller);
  return noted.state === 'cancelling' ? finishCancelling(deps, noted) : noted;
}

function move(
  deps: ProposeDeps,
  record: AgreementRecord,
  step: PersonStep,
  { idempotencyKey: key, reason, signer }: Omit<Asked, 'reason'> & { reason: string | null; signer?: string },
  caller: Caller,
): Promise<AgreementRecord> {
  const { agreementId } = record;
  const on = deps.clock.today();
  return performStep(agreementMachine, record, {
    step: signer === undefined ? step : (now) => stepOfSignature(now, { who: signer, key }),
    stamp: { by: caller.subject, on, key, reason, ...(signer !== undefined && { evidence: { signer } }) },
    claim: () =>
      deps.claims.claim({
        scope: 'AGREEMENT',
        key,
        input: { operation: step, agreementId, reason, ...(signer !== undefined && { signer }) },
        source: { type: 'agreement', id: agreementId },
        recordedOn: on,
      }),
    write: (next) => deps.records.write(next),
    read: () => readAgreement(deps, agreementId, caller),
    refuse: (why, now) => refusalOf(why, now, step),
  });
}

function refusalOf(why: StepRefusal, { state }: AgreementRecord, step: PersonStep) {
  if (why === 'same-person') {
    return refuse(
      'same-person',
      `Quien ${step === 'cancel' ? 'firmó' : 'propuso'} el convenio no puede ${agreementMachine.steps[step].nameEs}lo. Pídalo a otra persona.`,
    );
  }
  return refuseAgreement(
    'agreement-not-open-to',
    `El convenio está: ${agreementMachine.states[state]}. No se puede ${agreementMachine.steps[step].nameEs}. Consúltelo antes de seguir.`,
  );
}

function refuseOverAuthority({ clock }: Pick<ProposeDeps, 'clock'>, record: AgreementRecord, caller: Caller): void {
  const on = clock.today();
  if (isInAuthority(caller.roles, record, on)) return;
  const excess = caller.roles.flatMap((role) => excessOf(role, record, on));
  throw refuseAgreement(
    'agreement-over-authority',
    `La quita excede sus facultades (${excess.join('; ')}). Debe autorizarla quien pueda perdonar ese importe.`,
  );
}
