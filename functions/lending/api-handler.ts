import { randomUUID } from 'node:crypto';
import { createAccessTrail } from '../../shared/audit/access-trail.ts';
import { clockFrom } from '../../shared/calendar/clock.ts';
import { createApiHandler } from '../../shared/http/api-handler.ts';
import { createStandings } from '../../shared/http/standing.ts';
import { requestItem } from '../../shared/jobs/job-request.ts';
import { createLedger } from '../../shared/ledger/dynamo-ledger.ts';
import { createRegenerations } from '../../shared/ledger/regeneration-postings.ts';
import { createRequestClaims } from '../../shared/ledger/request-claim.ts';
import { heardPace } from '../../shared/observability/contention.ts';
import { openFunction } from '../../shared/observability/function-frame.ts';
import { bankingCalendar } from '../../shared/register/banking-calendar.ts';
import { createBorrowerFinder } from '../../shared/register/find-borrowers.ts';
import { documentClient } from '../../shared/store/document-client.ts';
import { borrowerStore } from './borrower-store.ts';
import { lendingEnvironment } from './environment.ts';
import { fileStore } from './file-store.ts';
import { createNoteActStore } from './note-acts/note-act-store.ts';
import { noteStore } from './note-store.ts';
import { productStore } from './product-store.ts';
import { createRegenerationStore } from './regenerations/regeneration-store.ts';
import { routes } from './routes.ts';
import { useCases } from './use-cases.ts';

const environment = lendingEnvironment.parse(process.env);
const frame = openFunction('lending-api');
const clock = clockFrom(environment.CLOCK, frame.now);
const documents = documentClient();
const register = { documents, tableName: environment.REGISTER_TABLE };
const tables = {
  heads: environment.HEADS_TABLE,
  entries: environment.ENTRIES_TABLE,
  idempotency: environment.IDEMPOTENCY_TABLE,
};

const ledger = { documents, tables, clock, pace: heardPace(frame) };

export const handler = createApiHandler({
  routes,
  useCases,
  deps: {
    borrowers: borrowerStore(register),
    finder: createBorrowerFinder(documents, environment.REGISTER_TABLE, frame.now),
    files: fileStore(register),
    notes: noteStore(register),
    products: productStore(register),
    ledger: { ...createLedger(ledger), ...createRegenerations(ledger) },
    clock,
    calendar: bankingCalendar(documents, environment.SYSTEM_TABLE),
    laterWork: (request) => ({ Put: { TableName: environment.SYSTEM_TABLE, Item: requestItem(request) } }),
    newId: randomUUID,
    noteActs: createNoteActStore(documents, environment.SYSTEM_TABLE),
    regenerations: createRegenerationStore(documents, environment.SYSTEM_TABLE),
    claims: createRequestClaims(documents, environment.IDEMPOTENCY_TABLE),
  },
  trail: createAccessTrail(documents, environment.SYSTEM_TABLE),
  standings: createStandings(documents, environment.SYSTEM_TABLE),
  ...frame,
});
