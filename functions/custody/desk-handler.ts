import { createAccessTrail } from '../../shared/audit/access-trail.ts';
import { clockFrom } from '../../shared/calendar/clock.ts';
import { createApiHandler } from '../../shared/http/api-handler.ts';
import { createStandings } from '../../shared/http/standing.ts';
import { createJobRequests } from '../../shared/jobs/job-request.ts';
import { readFileHeads } from '../../shared/ledger/read-ledger.ts';
import { createRequestClaims } from '../../shared/ledger/request-claim.ts';
import { openFunction } from '../../shared/observability/function-frame.ts';
import { bankingCalendar } from '../../shared/register/banking-calendar.ts';
import { registerStoreReader } from '../../shared/register/register-store-reader.ts';
import { documentClient } from '../../shared/store/document-client.ts';
import { createDocumentStore } from '../../shared/vault/document-store.ts';
import { createCustodianStore } from './custodians/custodian-store.ts';
import { custodianDeskRoutes, custodianUseCases } from './custodians/custodian-use-cases.ts';
import { createHandOverStore } from './custodians/hand-over-act.ts';
import { disclosureRoutes } from './disclosures/disclosure-routes.ts';
import { createDisclosureStore } from './disclosures/disclosure-store.ts';
import { disclosureUseCases } from './disclosures/disclosure-use-cases.ts';
import { custodyDeskEnvironment } from './environment.ts';
import { createRoundStore } from './inventory/round-store.ts';
import { roundDeskRoutes, roundUseCases } from './inventory/round-use-cases.ts';
import { createNoteMoney } from './originals/note-money.ts';
import { createOriginalStore } from './originals/original-store.ts';
import { originalDeskRoutes, originalUseCases } from './originals/original-use-cases.ts';
import { createPlaceStore } from './places/place-store.ts';
import { placeDeskRoutes, placeUseCases } from './places/place-use-cases.ts';
import { receptionRoutes } from './receptions/reception-routes.ts';
import { createReceptionStore } from './receptions/reception-store.ts';
import { receptionUseCases } from './receptions/reception-use-cases.ts';
import { createReleaseBatchStore } from './release/release-batch.ts';
import { releaseRoutes } from './release/release-routes.ts';
import { createReleaseStore } from './release/release-store.ts';
import { releaseUseCases } from './release/release-use-cases.ts';
import { createDisposalStore } from './retention/disposal-store.ts';

const environment = custodyDeskEnvironment.parse(process.env);
const frame = openFunction('custody-desk');
const documents = documentClient();
const { DOCUMENTS_TABLE: table } = environment;

/** Originals, and what keeps them: the way of papers, which moves no money; and to whom data of people went. */
export const handler = createApiHandler({
  routes: [
    ...originalDeskRoutes,
    ...receptionRoutes,
    ...placeDeskRoutes,
    ...roundDeskRoutes,
    ...custodianDeskRoutes,
    ...releaseRoutes,
    ...disclosureRoutes,
  ],
  useCases: {
    ...originalUseCases,
    ...receptionUseCases,
    ...placeUseCases,
    ...roundUseCases,
    ...custodianUseCases,
    ...releaseUseCases,
    ...disclosureUseCases,
  },
  deps: {
    originals: createOriginalStore(documents, table),
    places: createPlaceStore(documents, table),
    rounds: createRoundStore(documents, table),
    receptions: createReceptionStore(documents, table),
    custodians: createCustodianStore(documents, table),
    acts: createHandOverStore(documents, table),
    releases: createReleaseStore(documents, table),
    batches: createReleaseBatchStore(documents, table),
    documents: createDocumentStore(documents, table),
    disclosures: createDisclosureStore(documents, table),
    disposals: createDisposalStore(documents, table),
    headsOfFile: (fileId: string) => readFileHeads(documents, { heads: environment.HEADS_TABLE }, fileId),
    calendar: bankingCalendar(documents, environment.SYSTEM_TABLE),
    money: createNoteMoney(documents, environment),
    jobs: createJobRequests(documents, environment.SYSTEM_TABLE),
    register: registerStoreReader({ documents, tableName: environment.REGISTER_TABLE }),
    claims: createRequestClaims(documents, environment.IDEMPOTENCY_TABLE),
    clock: clockFrom(environment.CLOCK, frame.now),
  },
  trail: createAccessTrail(documents, environment.SYSTEM_TABLE),
  standings: createStandings(documents, environment.SYSTEM_TABLE),
  ...frame,
});
