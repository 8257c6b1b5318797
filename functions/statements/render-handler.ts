import { S3Client } from '@aws-sdk/client-s3';
import { clockFrom } from '../../shared/calendar/clock.ts';
import { layerAssets } from '../../shared/documents/assets.ts';
import { createPageHandler } from '../../shared/http/page-handler.ts';
import { readPast } from '../../shared/ledger/past.ts';
import { readFileHeads } from '../../shared/ledger/read-ledger.ts';
import { createLinkSessions } from '../../shared/links/link-session.ts';
import { createLinkStore } from '../../shared/links/link-store.ts';
import { openFunction } from '../../shared/observability/function-frame.ts';
import { registerStoreReader } from '../../shared/register/register-store-reader.ts';
import { documentClient } from '../../shared/store/document-client.ts';
import { statementsRenderEnvironment } from './environment.ts';
import { wrong } from './page/wrong-answer.ts';
import { createPaperBytes } from './papers/paper-bytes.ts';
import { paperRoutes } from './papers/paper-routes.ts';
import { createPaperStore } from './papers/paper-store.ts';
import { type PrintDeps, printStatement } from './papers/print-statement.ts';
import { statementPdf } from './papers/statement-pdf.ts';

const environment = statementsRenderEnvironment.parse(process.env);
const frame = openFunction('statements-render');
const documents = documentClient();
const assets = layerAssets(environment.ASSETS_DIR);
const tables = { heads: environment.HEADS_TABLE, entries: environment.ENTRIES_TABLE };

/** The borrower's statement on paper. Its renderer lives here, far from the pages and from the way of money. */
export const handler = createPageHandler<PrintDeps, typeof paperRoutes>({
  routes: paperRoutes,
  pages: { printStatement },
  wrong,
  deps: {
    clock: clockFrom(environment.CLOCK, frame.now),
    now: frame.now,
    links: createLinkStore(documents, environment.LINKS_TABLE),
    sessions: createLinkSessions(documents, environment.LINKS_TABLE),
    register: registerStoreReader({ documents, tableName: environment.REGISTER_TABLE }),
    headsOfFile: (fileId) => readFileHeads(documents, tables, fileId),
    pastOf: (head) => readPast(documents, tables, head),
    papers: createPaperStore(documents, environment.LINKS_TABLE),
    bytes: createPaperBytes(new S3Client({}), environment.DOCUMENTS_BUCKET),
    draw: (paper) => statementPdf(assets, paper),
    publicUrl: environment.PUBLIC_URL.replace(/\/$/, ''),
  },
  ...frame,
});
