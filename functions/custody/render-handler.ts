import { createAccessTrail } from '../../shared/audit/access-trail.ts';
import { clockFrom } from '../../shared/calendar/clock.ts';
import { layerAssets } from '../../shared/documents/assets.ts';
import { createApiHandler } from '../../shared/http/api-handler.ts';
import { routesServedBy } from '../../shared/http/route-table.ts';
import { createStandings } from '../../shared/http/standing.ts';
import { readHeads } from '../../shared/ledger/read-ledger.ts';
import { openFunction } from '../../shared/observability/function-frame.ts';
import { registerStoreReader } from '../../shared/register/register-store-reader.ts';
import { documentClient } from '../../shared/store/document-client.ts';
import { custodianRoutes } from './custodians/custodian-routes.ts';
import { createHandOverStore } from './custodians/hand-over-act.ts';
import { handOverPdf } from './custodians/hand-over-pdf.ts';
import { printHandOverAct } from './custodians/print-hand-over.ts';
import { custodyRenderEnvironment } from './environment.ts';
import { downloadInventoryRound, printInventoryRound } from './inventory/print-round.ts';
import { roundPdf, roundWorkbook } from './inventory/round-report.ts';
import { roundRoutes } from './inventory/round-routes.ts';
import { createRoundStore } from './inventory/round-store.ts';
import { labelSheetPdf } from './labels/label-sheet-pdf.ts';
import { printCustodyPlaceLabels, printOriginalLabels } from './labels/print-labels.ts';
import { movementsPdf } from './originals/movements-pdf.ts';
import type { NoteMoney } from './originals/note-money.ts';
import { originalRoutes } from './originals/original-routes.ts';
import { createOriginalStore } from './originals/original-store.ts';
import { printOriginalMovements } from './originals/print-movements.ts';
import { placeRoutes } from './places/place-routes.ts';
import { createPlaceStore } from './places/place-store.ts';

const environment = custodyRenderEnvironment.parse(process.env);
const frame = openFunction('custody-render');
const documents = documentClient();
const assets = layerAssets(environment.ASSETS_DIR);
const { DOCUMENTS_TABLE: table, HEADS_TABLE: heads } = environment;
const headsOf: NoteMoney['headsOf'] = (notes) => readHeads(documents, { heads }, notes);

/** What custody prints. Renderers live here, far from what moves papers. */
export const handler = createApiHandler({
  routes: [
    ...routesServedBy(originalRoutes, 'render'),
    ...routesServedBy(placeRoutes, 'render'),
    ...routesServedBy(roundRoutes, 'render'),
    ...routesServedBy(custodianRoutes, 'render'),
  ],
  useCases: {
    printOriginalMovements,
    printOriginalLabels,
    printCustodyPlaceLabels,
    printInventoryRound,
    downloadInventoryRound,
    printHandOverAct,
  },
  deps: {
    originals: createOriginalStore(documents, table),
    places: createPlaceStore(documents, table),
    rounds: createRoundStore(documents, table),
    acts: createHandOverStore(documents, table),
    money: { headsOf },
    register: registerStoreReader({ documents, tableName: environment.REGISTER_TABLE }),
    clock: clockFrom(environment.CLOCK, frame.now),
    drawLabels: (sheet: Parameters<typeof labelSheetPdf>[1]) => labelSheetPdf(assets, sheet),
    drawMovements: (model: Parameters<typeof movementsPdf>[1]) => movementsPdf(assets, model),
    drawRound: (report: Parameters<typeof roundPdf>[1]) => roundPdf(assets, report),
    writeRound: roundWorkbook,
    drawHandOver: (model: Parameters<typeof handOverPdf>[1]) => handOverPdf(assets, model),
  },
  trail: createAccessTrail(documents, environment.SYSTEM_TABLE),
  standings: createStandings(documents, environment.SYSTEM_TABLE),
  ...frame,
});
