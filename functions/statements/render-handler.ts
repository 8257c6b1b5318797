import { S3Client } from '@aws-sdk/client-s3';
import { clockFrom } from '../../shared/calendar/clock.ts';
import { layerAssets } from '../../shared/documents/assets.ts';
import { createPageHandler } from '../../shared/http/page-handler.ts';
import { defineRoutes } from '../../shared/http/route-table.ts';
import { createJobRequests } from '../../shared/jobs/job-request.ts';
import { readPast } from '../../shared/ledger/past.ts';
import { readFileHeads } from '../../shared/ledger/read-ledger.ts';
import { createLinkSessions } from '../../shared/links/link-session.ts';
import { createLinkStore } from '../../shared/links/link-store.ts';
import { openFunction } from '../../shared/observability/function-frame.ts';
import { registerStoreReader } from '../../shared/register/register-store-reader.ts';
import { documentClient } from '../../shared/store/document-client.ts';
import { disputePageRoutes } from './disputes/dispute-page-routes.ts';
import { createToldDisputes } from './disputes/dispute-store.ts';
import { evidenceOf } from './disputes/evidence.ts';
import { uploadForm } from './disputes/evidence-form.ts';
import { presentDissent, type ShowDisputeDeps, showDispute } from './disputes/show-dispute.ts';
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
const s3 = new S3Client({});
const { DOCUMENTS_BUCKET: bucket } = environment;
const publicUrl = environment.PUBLIC_URL.replace(/\/$/, '');
const routes = defineRoutes([...paperRoutes, ...disputePageRoutes]);
const tables = { heads: environment.HEADS_TABLE, entries: environment.ENTRIES_TABLE };

/** The borrower's statement on paper, and disputes with their documents. The renderer lives here, far from the pages and from the way of money. */
export const handler = createPageHandler<PrintDeps & ShowDisputeDeps, typeof routes>({
  routes,
  pages: { printStatement, showDispute, presentDissent },
  formBytes: { presentDissent: 12_288 },
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
    bytes: createPaperBytes(s3, bucket),
    draw: (paper) => statementPdf(assets, paper),
    publicUrl,
    disputes: createToldDisputes(documents, environment.LINKS_TABLE),
    requests: createJobRequests(documents, environment.LINKS_TABLE),
    evidence: {
      of: (disputeId) => evidenceOf(s3, bucket, disputeId),
      form: (disputeId, now) => uploadForm(s3, bucket, { disputeId, now, publicUrl }),
    },
  },
  ...frame,
});
