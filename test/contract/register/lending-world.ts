import { randomUUID } from 'node:crypto';
import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import { borrowerStore } from '../../../functions/lending/borrower-store.ts';
import { CUSTOMARY_PARAMETERS } from '../../../functions/lending/customary-parameters.ts';
import { defineProduct } from '../../../functions/lending/define-product.ts';
import { fileStore } from '../../../functions/lending/file-store.ts';
import type { LendingDeps } from '../../../functions/lending/lending-deps.ts';
import { createNoteActStore } from '../../../functions/lending/note-acts/note-act-store.ts';
import { noteStore } from '../../../functions/lending/note-store.ts';
import { openFile } from '../../../functions/lending/open-file.ts';
import { productStore } from '../../../functions/lending/product-store.ts';
import type { RegenerationDeps } from '../../../functions/lending/regenerations/propose-regeneration.ts';
import { createRegenerationStore } from '../../../functions/lending/regenerations/regeneration-store.ts';
import { registerBorrower } from '../../../functions/lending/register-borrower.ts';
import { routes } from '../../../functions/lending/routes.ts';
import { calendarDate } from '../../../shared/calendar/calendar-date.ts';
import { bankHolidayCalendar } from '../../../shared/calendar/mexican-bank-holidays.ts';
import type { Caller } from '../../../shared/http/route.ts';
import { curpCheckDigit } from '../../../shared/identity/curp.ts';
import type { Office } from '../../../shared/institute/offices.ts';
import type { Role } from '../../../shared/institute/posts.ts';
import { requestItem } from '../../../shared/jobs/job-request.ts';
import { createLedger } from '../../../shared/ledger/dynamo-ledger.ts';
import { createRegenerations } from '../../../shared/ledger/regeneration-postings.ts';
import { createRequestClaims } from '../../../shared/ledger/request-claim.ts';
import { createBorrowerFinder } from '../../../shared/register/find-borrowers.ts';
import type { TestDynamo } from '../../support/dynamo.ts';

/** Lending on the real engine and the real ledger; business date 2026-11-20. */
export function lendingOn(
  dynamo: TestDynamo,
  { ledger, clock: given, ...change }: Partial<LendingDeps> = {},
): RegenerationDeps {
  const register = { documents: dynamo.documents, tableName: dynamo.tables.REGISTER_TABLE };
  const tables = {
    heads: dynamo.tables.HEADS_TABLE,
    entries: dynamo.tables.ENTRIES_TABLE,
    idempotency: dynamo.tables.IDEMPOTENCY_TABLE,
  };
  // Each instant is later than the one before: they decide which of two events of a day came first.
  let ticks = 0;
  const clock = given ?? {
    today: () => calendarDate('2026-11-20'),
    now: () => {
      ticks += 1;
      return new Date(Date.UTC(2026, 10, 20, 17, 0, 0, ticks));
    },
  };
  return {
    borrowers: borrowerStore(register),
    finder: createBorrowerFinder(dynamo.documents, dynamo.tables.REGISTER_TABLE, clock.now),
    files: fileStore(register),
    notes: noteStore(register),
    products: productStore(register),
    ledger: {
      ...createLedger({ documents: dynamo.documents, tables, clock }),
      ...createRegenerations({ documents: dynamo.documents, tables, clock }),
      ...ledger,
    },
    regenerations: createRegenerationStore(dynamo.documents, dynamo.tables.SYSTEM_TABLE),
    clock,
    calendar: async () => bankHolidayCalendar(),
    laterWork: (request) => ({ Put: { TableName: dynamo.tables.SYSTEM_TABLE, Item: requestItem(request) } }),
    newId: randomUUID,
    noteActs: createNoteActStore(dynamo.documents, dynamo.tables.SYSTEM_TABLE),
    claims: createRequestClaims(dynamo.documents, dynamo.tables.IDEMPOTENCY_TABLE),
    ...change,
  };
}

export const callerOf = (role: Role, offices: 'all' | readonly Office[] = 'all'): Caller => ({
  subject: `subject-of-${role}`,
  roles: [role],
  offices,
  correlationId: 'test',
});
export const coordinator = callerOf('portfolio-coordinator');
export const portal = callerOf('portal');

let people = 0;
/** A CURP that nobody in this file has used, with its right check digit. */
export function freshCurp(): string {
  people += 1;
  const letters = String.fromCharCode(65 + (people % 26), 65 + (Math.floor(people / 26) % 26));
  const first17 = `RX${letters}040115HSRXXX${'ABCDEFGH'.charAt(people % 8)}`;
  return first17 + curpCheckDigit(first17);
}

let numbers = 1000;
export function freshNumber(): number {
  numbers += 1;
  return numbers;
}

function bodyOf(operationId: string, body: unknown): unknown {
  const schema = routes.find((candidate) => candidate.operationId === operationId);
  if (schema === undefined || !('body' in schema)) throw new Error(`no body in ${operationId}`);
  return schema.body.parse(body);
}

/** What the router would hand over: parsed by the route's own schema. */
export const parsed = <Body>(operationId: string, body: object): Body => bodyOf(operationId, body) as Body;

export const personBody = (change: object = {}) =>
  parsed<Parameters<typeof registerBorrower>[1]['body']>('registerBorrower', {
    name: { givenNames: 'María José', firstSurname: 'Ruiz', secondSurname: null },
    curp: freshCurp(),
    office: 'hermosillo',
    contactPoints: [{ kind: 'phone', value: '6621234567' }],
    ...change,
  });

/** A file of a new borrower; its ids. */
export async function aFile(deps: LendingDeps, office: Office = 'hermosillo') {
  const { borrowerId } = (await registerBorrower(deps, { body: personBody({ office }) }, coordinator)).body;
  const body = parsed<Parameters<typeof openFile>[1]['body']>('openFile', { borrowerId, office });
  return { borrowerId, fileId: (await openFile(deps, { body }, coordinator)).body.fileId };
}

/** The product most tests lend under, in force since 2020. */
export async function aProduct(deps: LendingDeps, product = 'sostenimiento') {
  const params = { product, appliesFrom: calendarDate('2020-01-01') };
  await defineProduct(deps, { params, body: { name: 'Sostenimiento', parameters: CUSTOMARY_PARAMETERS } }, coordinator);
}

export const noteBody = (change: object = {}) => {
  const number = freshNumber();
  return parsed<Parameters<typeof import('../../../functions/lending/open-note.ts').openNote>[1]['body']>('openNote', {
    contractNumber: `T-2026/${number}`,
    product: 'sostenimiento',
    signedOn: '2026-08-15',
    endOfStudies: '2028-06-30',
    level: 'higher',
    school: 'Universidad de Sonora',
    period: '2026-2',
    paymentReference: `CREDEDUC${String(number).padStart(8, '0')}0`,
    firstDisbursement: { valueDate: '2026-08-20', amount: '12500.50', payee: 'borrower-account' },
    ...change,
  });
};

/** Everything the register holds, in key order: equal before and after = nothing was written. */
export async function wholeRegister(dynamo: TestDynamo): Promise<Record<string, unknown>[]> {
  const found: Record<string, unknown>[] = [];
  let ExclusiveStartKey: Record<string, unknown> | undefined;
  do {
    const page = await dynamo.documents.send(
      new ScanCommand({ TableName: dynamo.tables.REGISTER_TABLE, ...(ExclusiveStartKey && { ExclusiveStartKey }) }),
    );
    found.push(...(page.Items ?? []));
    ExclusiveStartKey = page.LastEvaluatedKey;
  } while (ExclusiveStartKey !== undefined);
  return found.sort((a, b) => (`${a.PK}|${a.SK}` < `${b.PK}|${b.SK}` ? -1 : 1));
}
