import { S3Client } from '@aws-sdk/client-s3';
import { createAccessTrail } from '../../shared/audit/access-trail.ts';
import { clockFrom } from '../../shared/calendar/clock.ts';
import { layerAssets } from '../../shared/documents/assets.ts';
import { receiptPdf } from '../../shared/documents/receipt-pdf.ts';
import { createApiHandler } from '../../shared/http/api-handler.ts';
import { routesServedBy } from '../../shared/http/route-table.ts';
import { createStandings } from '../../shared/http/standing.ts';
import { openFunction } from '../../shared/observability/function-frame.ts';
import { documentClient } from '../../shared/store/document-client.ts';
import { recoveryRenderEnvironment } from './environment.ts';
import { paymentDeps } from './payment-deps.ts';
import { reportPdf } from './reports/drawing/report-pdf.ts';
import { reportWorkbook } from './reports/drawing/report-workbook.ts';
import { reportDeps } from './reports/report-deps.ts';
import { reportFileUseCases } from './reports/report-file-use-cases.ts';
import { reportFileRoutes } from './reports/report-routes.ts';
import { printReceipt } from './window/receipt.ts';
import { windowRoutes } from './window/window-routes.ts';

const environment = recoveryRenderEnvironment.parse(process.env);
const frame = openFunction('recovery-render');
const clock = clockFrom(environment.CLOCK, frame.now);
const documents = documentClient();
const assets = layerAssets(environment.ASSETS_DIR);

/** Receipts and reports as files. Renderers live here, far from the way of money. */
export const handler = createApiHandler({
  routes: [...routesServedBy(windowRoutes, 'render'), ...reportFileRoutes],
  useCases: { ...reportFileUseCases, printWindowReceipt: printReceipt },
  deps: {
    ...paymentDeps(documents, environment, clock, frame),
    ...reportDeps(documents, new S3Client({}), environment, clock),
    draw: (model: Parameters<typeof receiptPdf>[1]) => receiptPdf(assets, model),
    pdf: (report: Parameters<typeof reportPdf>[1]) => reportPdf(assets, report, frame.now()),
    workbook: (report: Parameters<typeof reportWorkbook>[0]) => reportWorkbook(report, frame.now()),
  },
  trail: createAccessTrail(documents, environment.SYSTEM_TABLE),
  standings: createStandings(documents, environment.SYSTEM_TABLE),
  ...frame,
});
