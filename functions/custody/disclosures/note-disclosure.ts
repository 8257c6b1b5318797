import { type CalendarDate, calendarDate } from '../../../shared/calendar/calendar-date.ts';
import type { Clock } from '../../../shared/calendar/clock.ts';
import { longDate } from '../../../shared/calendar/spanish-dates.ts';
import { deterministicId } from '../../../shared/canonical/deterministic-id.ts';
import type { Caller } from '../../../shared/http/route.ts';
import { inScope } from '../../../shared/http/scope.ts';
import type { RequestClaims } from '../../../shared/ledger/request-claim.ts';
import type { RefusalDetail } from '../../../shared/refusals/refusal.ts';
import type { RegisterPort } from '../../../shared/register/register-port.ts';
import type { DocumentStore } from '../../../shared/vault/document-store.ts';
import { nameOfOriginal, type Original } from '../originals/original.ts';
import type { OriginalStore } from '../originals/original-store.ts';
import type { Disclosure } from './disclosure.ts';
import { refuseDisclosure } from './disclosure-refusals.ts';
import type { DisclosureStore } from './disclosure-store.ts';

export interface DisclosureDeps {
  readonly disclosures: DisclosureStore;
  readonly documents: Pick<DocumentStore, 'find'>;
  readonly originals: Pick<OriginalStore, 'ofFile'>;
  readonly register: Pick<RegisterPort, 'findFile'>;
  readonly claims: RequestClaims;
  readonly clock: Clock;
}

type NewDisclosure = Omit<Disclosure, 'disclosureId' | 'office' | 'by' | 'recordedOn'>;

/**
 * Notes that data of a person were given to somebody outside, on which ground (LGPDPPSO arts. 59 and 60). Refuses, all faults
 * at once, a day that has not come and a paper that is not in the vault in that file.
 */
export async function noteDisclosure(
  deps: DisclosureDeps,
  { idempotencyKey: key, ...asked }: NewDisclosure & { readonly idempotencyKey: string },
  caller: Caller,
): Promise<Disclosure> {
  const { disclosures, documents, register, claims, clock } = deps;
  const { fileId } = asked;
  const today = clock.today();
  const file = inScope(caller, await register.findFile(fileId), 'El expediente');
  const disclosureId = deterministicId('disclosure', key);
  const known = (await disclosures.ofFile(fileId)).find((one) => one.disclosureId === disclosureId);
  if (known === undefined) await refuseFaults(documents, asked, today);
  await claims.claim({
    ...{ scope: 'DOCUMENT', key, input: { operation: 'note-disclosure', ...asked } },
    ...{ source: { type: 'system', id: disclosureId }, recordedOn: today },
  });
  if (known !== undefined) return known;
  const made = { ...asked, disclosureId, office: file.office, by: caller.subject, recordedOn: today };
  await disclosures.note(made);
  return made;
}

async function refuseFaults(
  documents: DisclosureDeps['documents'],
  { fileId, on, documentId }: NewDisclosure,
  today: CalendarDate,
): Promise<void> {
  const faults: RefusalDetail[] = [];
  if (on > today) faults.push({ pointer: '/on', message: `El ${longDate(on)} no ha llegado.` });
  const document = documentId === null ? undefined : await documents.find(documentId);
  if (documentId !== null && (document?.fileId !== fileId || document.state !== 'vaulted'))
    faults.push({ pointer: '/documentId', message: 'Suba el oficio o convenio a la bóveda, en este expediente.' });
  if (faults.length > 0)
    throw refuseDisclosure('disclosure-refused', 'Corrija lo señalado; no se anotó nada.', { details: faults });
}

/** What a list of disclosures shows of each, whoever noted it. */
export type Disclosed = Omit<Disclosure, 'disclosureId' | 'office' | 'fileId'>;

/** All that went out, by day: what was noted, and the originals that were lent to a lawyer or a court. */
export async function disclosuresOf(
  { disclosures, originals }: Pick<DisclosureDeps, 'disclosures' | 'originals'>,
  fileId: string,
): Promise<Disclosed[]> {
  const [noted, papers] = await Promise.all([disclosures.ofFile(fileId), originals.ofFile(fileId)]);
  return [...noted, ...papers.flatMap(loansOf)].toSorted((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0));
}

function loansOf(original: Original): Disclosed[] {
  return original.history.flatMap(({ step, on, by, reason, evidence = {} }) => {
    const recipient = evidence.party?.split(' ')[0];
    if (step !== 'lend' || (recipient !== 'lawyer' && recipient !== 'court')) return [];
    const what = `${nameOfOriginal(original)}, en préstamo${reason === null ? '' : `: ${reason}`}`;
    const ground = recipient === 'lawyer' ? 'processor' : 'legal-relation';
    const day = calendarDate(on);
    const lent = { on: day, recordedOn: day, recipient, recipientName: evidence.partyName ?? '' } as const;
    return [{ ...lent, ground, what, documentId: null, by }];
  });
}

/** The same for whoever asks: of a file out of reach it is as if it did not exist (404). */
export async function listDisclosures(deps: DisclosureDeps, fileId: string, caller: Caller): Promise<Disclosed[]> {
  inScope(caller, await deps.register.findFile(fileId), 'El expediente');
  return disclosuresOf(deps, fileId);
}
