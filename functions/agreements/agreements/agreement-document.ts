import { calendarDate } from '../../../shared/calendar/calendar-date.ts';
import type { Clock } from '../../../shared/calendar/clock.ts';
import { longDate } from '../../../shared/calendar/spanish-dates.ts';
import type { Caller } from '../../../shared/http/route.ts';
import { OFFICE_NAMES_ES } from '../../../shared/institute/offices.ts';
import { agreedPayments } from '../../../shared/loan-book/agreement-plan.ts';
import type { RegisterPort } from '../../../shared/register/register-port.ts';
import { type AgreementRecord, folioOf } from './agreement.ts';
import { type AgreementState, agreementMachine } from './agreement-machine.ts';
import type { AgreementModel } from './agreement-pdf.ts';
import type { AgreementStore } from './agreement-store.ts';
import { GUARANTEE_NAMES_ES } from './guarantee.ts';
import { readAgreement } from './propose-agreement.ts';
import { signaturesOf, signerNameEs } from './signatures.ts';

export interface AgreementDocumentDeps {
  readonly records: AgreementStore;
  readonly register: Pick<RegisterPort, 'wholeFile'>;
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

async function modelOf(
  { records, register, clock }: AgreementDocumentDeps,
  record: AgreementRecord,
): Promise<AgreementModel> {
  const [file, split] = await Promise.all([register.wholeFile(record.fileId), records.splitOf(record.agreementId)]);
  const contractOf = (noteId: string) => file?.notes.find((note) => note.noteId === noteId)?.contractNumber ?? noteId;
  const nameOf = (who: string) =>
    file?.signatories.find(({ signatory }) => signatory === who)?.name ?? 'Nombre y firma';
  const { agreementId, owed, forgives, forgivesInAll, total, earned, whileLive, plan, signsOn, validUntil, state } =
    record;
  return {
    ...{
      agreementId,
      owed,
      forgives,
      forgivesInAll,
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
    contracts: record.noteIds.map(contractOf),
    payments: agreedPayments(plan),
    graceDays: plan.graceDays,
    signatures: signaturesOf(record).map(({ who, signedOn }) => ({
      who: signerNameEs(who),
      name: nameOf(who),
      state: signedOn === null ? 'Por firmar' : `Firmó el ${longDate(calendarDate(signedOn))}`,
    })),
    guarantees: record.guarantees.map(({ kind, description }) => ({ kind: GUARANTEE_NAMES_ES[kind], description })),
    split: split?.map((parts) => parts.map(({ noteId, paid }) => ({ contract: contractOf(noteId), paid }))),
    printedAt: clock.now(),
  };
}
