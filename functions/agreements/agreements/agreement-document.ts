import type { Clock } from '../../../shared/calendar/clock.ts';
import type { Caller } from '../../../shared/http/route.ts';
import { OFFICE_NAMES_ES } from '../../../shared/institute/offices.ts';
import { agreedPayments } from '../../../shared/loan-book/agreement-plan.ts';
import type { RegisterPort } from '../../../shared/register/register-port.ts';
import { type AgreementRecord, folioOf } from './agreement.ts';
import { type AgreementState, agreementMachine } from './agreement-machine.ts';
import type { AgreementModel } from './agreement-pdf.ts';
import type { AgreementStore } from './agreement-store.ts';
import { readAgreement } from './propose-agreement.ts';

export interface AgreementDocumentDeps {
  readonly records: AgreementStore;
  readonly register: Pick<RegisterPort, 'findFile' | 'findNote'>;
  readonly clock: Clock;
  /** Draws it: passed in, so that no renderer gets near the way of money. */
  readonly draw: (model: AgreementModel) => Promise<Uint8Array>;
}

/** What a paper is for in each state: to be signed, as it was signed, or nothing any more. */
const USE: Readonly<Record<AgreementState, AgreementModel['use']>> = {
  proposed: 'draft',
  authorised: 'to-sign',
  signing: 'signed',
  live: 'signed',
  broken: 'signed',
  fulfilled: 'signed',
  rejected: 'void',
  withdrawn: 'void',
  expired: 'void',
  cancelling: 'void',
  cancelled: 'void',
};

/** The agreement as a PDF, with the figures as they were proposed. Of an office out of the caller's reach: 404. */
export async function printAgreement(
  deps: AgreementDocumentDeps,
  { params }: { readonly params: { readonly agreementId: string } },
  caller: Caller,
): Promise<{ bytes: Uint8Array; fileName: string; records: readonly string[] }> {
  const record = await readAgreement(deps, params.agreementId, caller);
  const bytes = await deps.draw(await modelOf(deps, record));
  return { bytes, fileName: `convenio-${folioOf(record)}.pdf`, records: [record.fileId] };
}

async function modelOf({ register, clock }: AgreementDocumentDeps, record: AgreementRecord): Promise<AgreementModel> {
  const [file, notes] = await Promise.all([
    register.findFile(record.fileId),
    Promise.all(record.noteIds.map((noteId) => register.findNote(noteId))),
  ]);
  const { agreementId, owed, forgives, total, earned, whileLive, plan, signsOn, validUntil, state } = record;
  return {
    ...{
      agreementId,
      owed,
      forgives,
      total,
      earned,
      whileLive,
      signsOn,
      validUntil,
      state: agreementMachine.states[state],
    },
    folio: folioOf(record),
    use: USE[state],
    office: OFFICE_NAMES_ES[record.office],
    campaign: record.campaign,
    borrowerName: file?.borrowerName ?? 'Acreditado',
    contracts: notes.map((note, index) => note?.contractNumber ?? record.noteIds[index] ?? ''),
    payments: agreedPayments(plan),
    graceDays: plan.graceDays,
    printedAt: clock.now(),
  };
}
