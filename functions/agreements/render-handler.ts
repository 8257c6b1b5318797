import { S3Client } from '@aws-sdk/client-s3';
import { createAccessTrail } from '../../shared/audit/access-trail.ts';
import { clockFrom } from '../../shared/calendar/clock.ts';
import { layerAssets } from '../../shared/documents/assets.ts';
import { createApiHandler } from '../../shared/http/api-handler.ts';
import { routesServedBy } from '../../shared/http/route-table.ts';
import { createStandings } from '../../shared/http/standing.ts';
import { openFunction } from '../../shared/observability/function-frame.ts';
import { registerStoreReader } from '../../shared/register/register-store-reader.ts';
import { documentClient } from '../../shared/store/document-client.ts';
import { printAgreement } from './agreements/agreement-document.ts';
import { agreementPdf } from './agreements/agreement-pdf.ts';
import { agreementRoutes } from './agreements/agreement-routes.ts';
import { createAgreementStore } from './agreements/agreement-store.ts';
import { createCampaignStore } from './campaigns/campaign-store.ts';
import { createCampaignPaperStore } from './campaigns/papers/campaign-paper.ts';
import { fetchCampaignPaper } from './campaigns/papers/fetch-paper.ts';
import { createPaperObjects } from './campaigns/papers/paper-objects.ts';
import { paperRoutes } from './campaigns/papers/paper-routes.ts';
import { agreementsRenderEnvironment } from './environment.ts';
import { printPayoffQuote } from './payoffs/payoff-document.ts';
import { payoffPdf } from './payoffs/payoff-pdf.ts';
import { payoffRoutes } from './payoffs/payoff-routes.ts';
import { createPayoffStore } from './payoffs/payoff-store.ts';

const environment = agreementsRenderEnvironment.parse(process.env);
const frame = openFunction('agreements-render');
const documents = documentClient();
const assets = layerAssets(environment.ASSETS_DIR);

/** Agreements on paper, and links to what is drawn for many. Renderers live here, far from the way of money. */
export const handler = createApiHandler({
  routes: [
    ...routesServedBy(agreementRoutes, 'render'),
    ...routesServedBy(paperRoutes, 'render'),
    ...routesServedBy(payoffRoutes, 'render'),
  ],
  useCases: { printAgreement, fetchCampaignPaper, printPayoffQuote },
  deps: {
    quotes: createPayoffStore(documents, environment.SYSTEM_TABLE),
    campaigns: createCampaignStore(documents, environment.SYSTEM_TABLE),
    papers: createCampaignPaperStore(documents, environment.SYSTEM_TABLE),
    objects: createPaperObjects(new S3Client({}), environment.REPORTS_BUCKET),
    records: createAgreementStore(documents, environment.SYSTEM_TABLE),
    register: registerStoreReader({ documents, tableName: environment.REGISTER_TABLE }),
    clock: clockFrom(environment.CLOCK, frame.now),
    drawPayoff: (model: Parameters<typeof payoffPdf>[1]) => payoffPdf(assets, model),
    draw: (model: Parameters<typeof agreementPdf>[1]) => agreementPdf(assets, model),
  },
  trail: createAccessTrail(documents, environment.SYSTEM_TABLE),
  standings: createStandings(documents, environment.SYSTEM_TABLE),
  ...frame,
});
