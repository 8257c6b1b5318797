import { randomUUID } from 'node:crypto';
import { createNoteMoney } from '../../../functions/custody/originals/note-money.ts';
import { createOriginalStore } from '../../../functions/custody/originals/original-store.ts';
import { type IncomingPaper, receiveOriginal } from '../../../functions/custody/originals/receive-original.ts';
import { createPlace } from '../../../functions/custody/places/keep-places.ts';
import { createPlaceStore } from '../../../functions/custody/places/place-store.ts';
import { createDisposalStore } from '../../../functions/custody/retention/disposal-store.ts';
import { calendarDate } from '../../../shared/calendar/calendar-date.ts';
import type { Caller } from '../../../shared/http/route.ts';
import type { Office } from '../../../shared/institute/offices.ts';
import type { Role } from '../../../shared/institute/posts.ts';
import { createRequestClaims } from '../../../shared/ledger/request-claim.ts';
import type { NoteSummary } from '../../../shared/register/register-port.ts';
import { createDocumentStore } from '../../../shared/vault/document-store.ts';
import { DUE_IN_ONE } from '../../fixtures/note-terms.ts';
import { startTestDynamo } from '../../support/dynamo.ts';
import { opening, payment, posting, testClock, testLedger } from '../../support/ledger.ts';

export const someone = (subject: string, role: Role = 'custodian', offices: Caller['offices'] = 'all'): Caller => ({
  ...{ subject, roles: [role], offices, correlationId: 'prueba' },
});
export const ANA = someone('ana');
export const LUIS = someone('luis');
export const COORDINATOR = someone('marta', 'portfolio-coordinator');

/** Custody on the real engine, with notes of the real ledger; contracts are registered as they are opened. */
export async function openCustody(today: string) {
  const dynamo = await startTestDynamo();
  const { documents, tables } = dynamo;
  const clock = testClock(today);
  const ledger = testLedger(documents, tables, clock);
  const contracts = new Map<string, NoteSummary>();
  const deps = {
    clock,
    originals: createOriginalStore(documents, tables.DOCUMENTS_TABLE),
    places: createPlaceStore(documents, tables.DOCUMENTS_TABLE),
    claims: createRequestClaims(documents, tables.IDEMPOTENCY_TABLE),
    money: createNoteMoney(documents, tables),
    documents: createDocumentStore(documents, tables.DOCUMENTS_TABLE),
    disposals: createDisposalStore(documents, tables.DOCUMENTS_TABLE),
    register: { findContract: async (number: string) => contracts.get(number) },
  };
  const register = (contractNumber: string, office: Office = 'hermosillo') => {
    const noteId = randomUUID();
    const note = { ...{ noteId, fileId: `file-${noteId}`, contractNumber, office }, product: 'superior' };
    contracts.set(contractNumber, { ...note, paymentReference: `R${contractNumber}` });
    return note;
  };
  return {
    dynamo,
    clock,
    deps,
    ledger,
    register,
    /** A note of 10,000.00 of 31 January 2024, due in one a year later. */
    async openNote(contractNumber: string, office: Office = 'hermosillo') {
      const note = register(contractNumber, office);
      const { noteId, fileId } = note;
      await ledger.openNote(opening(noteId, { fileId, terms: DUE_IN_ONE, on: '2024-01-31' }));
      return note;
    },
    async pay(
      { noteId, fileId }: Pick<NoteSummary, 'noteId' | 'fileId'>,
      on: string,
      amount: number,
      provisional = false,
    ) {
      const paid = { ...payment(`pay-${noteId}-${on}-${amount}`, on, amount), ...(provisional && { provisional }) };
      const { eventId } = await ledger.postToNote(posting(noteId, paid as never, { fileId }));
      return eventId;
    },
    async owed({ noteId, fileId }: Pick<NoteSummary, 'noteId' | 'fileId'>) {
      const balance = await ledger.balanceOfNote(fileId, noteId, clock.today());
      return Object.values(balance!.owed).reduce((sum, amount) => sum + amount, 0);
    },
    place: (placeCode: string, office: Office = 'hermosillo') =>
      createPlace(
        deps,
        { placeCode, office, vault: `Bóveda ${placeCode}`, shelf: null, box: null, idempotencyKey: randomUUID() },
        ANA,
      ),
    receive: (contractNumber: string, placeCode: string, kind: 'contract' | 'note' | 'guarantee' = 'note') =>
      receiveOriginal(deps, { paper: paper(contractNumber, kind), placeCode, idempotencyKey: randomUUID() }, ANA),
  };
}

const paper = (contractNumber: string, kind: 'contract' | 'note' | 'guarantee'): IncomingPaper => ({
  ...{ kind, contractNumber, number: 1 },
});

export type Custody = Awaited<ReturnType<typeof openCustody>>;

/** What a move names besides: a fresh key, the version as it was just read. */
export const request = (labelCode: string, version?: number) => ({
  ...{ labelCode, idempotencyKey: randomUUID() },
  ...(version !== undefined && { ifMatch: `v${version}` }),
});

export const LAWYER = {
  kind: 'lawyer',
  id: 'abogado-7',
  name: 'Lic. Julia Peña',
  email: 'julia@despacho.example',
} as const;

export const loan = (changes: object = {}) => ({
  ...{ party: LAWYER, purpose: 'Presentar la demanda', deadline: calendarDate('2026-12-10') },
  ...{ endorsed: true, annotated: [] as string[], ...changes },
});
