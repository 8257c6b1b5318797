import { clockFrom } from '../../shared/calendar/clock.ts';
import { createPageHandler } from '../../shared/http/page-handler.ts';
import { createJobRequests } from '../../shared/jobs/job-request.ts';
import { readPast } from '../../shared/ledger/past.ts';
import { readFileHeads } from '../../shared/ledger/read-ledger.ts';
import { createLinkSessions } from '../../shared/links/link-session.ts';
import { createLinkStore } from '../../shared/links/link-store.ts';
import { createRateLimits } from '../../shared/links/rate-limits.ts';
import { createReleaseLetterStore } from '../../shared/links/release-letter.ts';
import { createWrongData } from '../../shared/links/wrong-data.ts';
import { openFunction } from '../../shared/observability/function-frame.ts';
import { registerStoreReader } from '../../shared/register/register-store-reader.ts';
import { documentClient } from '../../shared/store/document-client.ts';
import { createToldDisputes } from './disputes/dispute-store.ts';
import { statementsPageEnvironment } from './environment.ts';
import { createGivenData } from './indicators/given-data.ts';
import type { PageDeps } from './page/page-deps.ts';
import { pageRoutes } from './page/page-routes.ts';
import { formBytes, pages } from './page/pages.ts';
import { wrong } from './page/wrong-answer.ts';
import { createPaperStore } from './papers/paper-store.ts';
import { createPreferencesStore } from './preferences/preferences-store.ts';
import { createUnsubscribeTokens } from './preferences/unsubscribe-tokens.ts';

const environment = statementsPageEnvironment.parse(process.env);
const frame = openFunction('statements-page');
const documents = documentClient();
const tables = { heads: environment.HEADS_TABLE, entries: environment.ENTRIES_TABLE };

export const handler = createPageHandler<PageDeps, typeof pageRoutes>({
  routes: pageRoutes,
  pages,
  wrong,
  formBytes,
  deps: {
    clock: clockFrom(environment.CLOCK, frame.now),
    now: frame.now,
    log: frame.log,
    links: createLinkStore(documents, environment.LINKS_TABLE),
    sessions: createLinkSessions(documents, environment.LINKS_TABLE),
    wrongData: createWrongData(documents, environment.LINKS_TABLE),
    limits: createRateLimits(documents, environment.LINKS_TABLE),
    requests: createJobRequests(documents, environment.LINKS_TABLE),
    register: registerStoreReader({ documents, tableName: environment.REGISTER_TABLE }),
    given: createGivenData(documents, environment.LINKS_TABLE),
    papers: createPaperStore(documents, environment.LINKS_TABLE),
    letters: createReleaseLetterStore(documents, environment.LINKS_TABLE),
    disputes: createToldDisputes(documents, environment.LINKS_TABLE),
    preferences: createPreferencesStore(documents, environment.LINKS_TABLE),
    tokens: createUnsubscribeTokens(documents, environment.LINKS_TABLE),
    headsOfFile: (fileId) => readFileHeads(documents, tables, fileId),
    pastOf: (head) => readPast(documents, tables, head),
  },
  ...frame,
});
