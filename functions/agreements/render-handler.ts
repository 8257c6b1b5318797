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
import { agreementsRenderEnvironment } from './environment.ts';
import { printPayoffQuote } from './payoffs/payoff-document.ts';
import { payoffPdf } from './payoffs/payoff-pdf.ts';
import { payoffRoutes } from './payoffs/payoff-routes.ts';
import { createPayoffStore } from './payoffs/payoff-store.ts';

const environment = agreementsRenderEnvironment.parse(process.env);
const frame = openFunction('agreements-render');
const documents = documentClient();
const assets = layerAssets(environment.ASSETS_DIR);

/** Agreements on paper. Renderers live here, far from the way of money. */
export const handler = createApiHandler({
  routes: [...routesServedBy(agreementRoutes, 'render'), ...routesServedBy(payoffRoutes, 'render')],
  useCases: { printAgreement, printPayoffQuote },
  deps: {
    quotes: createPayoffStore(documents, environment.SYSTEM_TABLE),
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
