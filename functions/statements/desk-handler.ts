import { S3Client } from '@aws-sdk/client-s3';
import { createAccessTrail } from '../../shared/audit/access-trail.ts';
import { clockFrom } from '../../shared/calendar/clock.ts';
import { layerAssets } from '../../shared/documents/assets.ts';
import { createApiHandler } from '../../shared/http/api-handler.ts';
import { routesServedBy } from '../../shared/http/route-table.ts';
import { createStandings } from '../../shared/http/standing.ts';
import { readPast } from '../../shared/ledger/past.ts';
import { readFileHeads } from '../../shared/ledger/read-ledger.ts';
import { openFunction } from '../../shared/observability/function-frame.ts';
import { registerStoreReader } from '../../shared/register/register-store-reader.ts';
import { documentClient } from '../../shared/store/document-client.ts';
import { statementsDeskEnvironment } from './environment.ts';
import type { StatementPaper } from './papers/keep-paper.ts';
import { createPaperBytes } from './papers/paper-bytes.ts';
import { paperDeskRoutes } from './papers/paper-desk-routes.ts';
import { createPaperStore } from './papers/paper-store.ts';
import { printStatementCopy } from './papers/print-copy.ts';
import { statementPdf } from './papers/statement-pdf.ts';

const environment = statementsDeskEnvironment.parse(process.env);
const frame = openFunction('statements-desk');
const documents = documentClient();
const assets = layerAssets(environment.ASSETS_DIR);
const tables = { heads: environment.HEADS_TABLE, entries: environment.ENTRIES_TABLE };

/** The statement printed at a desk. Apart from the public functions, which know nobody of the staff. */
export const handler = createApiHandler({
  routes: routesServedBy(paperDeskRoutes, 'desk'),
  useCases: { printStatementCopy },
  deps: {
    clock: clockFrom(environment.CLOCK, frame.now),
    now: frame.now,
    register: registerStoreReader({ documents, tableName: environment.REGISTER_TABLE }),
    headsOfFile: (fileId: string) => readFileHeads(documents, tables, fileId),
    pastOf: (head: Parameters<typeof readPast>[2]) => readPast(documents, tables, head),
    papers: createPaperStore(documents, environment.LINKS_TABLE),
    bytes: createPaperBytes(new S3Client({}), environment.DOCUMENTS_BUCKET),
    draw: (paper: StatementPaper) => statementPdf(assets, paper),
    publicUrl: environment.PUBLIC_URL.replace(/\/$/, ''),
  },
  trail: createAccessTrail(documents, environment.SYSTEM_TABLE),
  standings: createStandings(documents, environment.SYSTEM_TABLE),
  ...frame,
});
