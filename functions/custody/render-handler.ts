import { createAccessTrail } from '../../shared/audit/access-trail.ts';
import { clockFrom } from '../../shared/calendar/clock.ts';
import { layerAssets } from '../../shared/documents/assets.ts';
import { createApiHandler } from '../../shared/http/api-handler.ts';
import { routesServedBy } from '../../shared/http/route-table.ts';
import { createStandings } from '../../shared/http/standing.ts';
import { readEntries, readFileHeads, readHeads } from '../../shared/ledger/read-ledger.ts';
import { openFunction } from '../../shared/observability/function-frame.ts';
import { registerStoreReader } from '../../shared/register/register-store-reader.ts';
import { documentClient } from '../../shared/store/document-client.ts';
import { createDocumentStore } from '../../shared/vault/document-store.ts';
import { arcoRoutes } from './arco/arco-routes.ts';
import { createArcoStore } from './arco/arco-store.ts';
import { createBlockStore } from './arco/block.ts';
import { packPersonalData } from './arco/pack-personal-data.ts';
import { downloadPersonalData } from './arco/personal-data.ts';
import { custodianRoutes } from './custodians/custodian-routes.ts';
import { createHandOverStore } from './custodians/hand-over-act.ts';
import { handOverPdf } from './custodians/hand-over-pdf.ts';
import { printHandOverAct } from './custodians/print-hand-over.ts';
import { createDisclosureStore } from './disclosures/disclosure-store.ts';
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
const { DOCUMENTS_TABLE: table, HEADS_TABLE: heads, ENTRIES_TABLE: entries } = environment;
const trail = createAccessTrail(documents, environment.SYSTEM_TABLE);
const headsOf: NoteMoney['headsOf'] = (notes) => readHeads(documents, { heads }, notes);

/** What custody prints and packs. Renderers live here, far from what moves papers. */
export const handler = createApiHandler({
  routes: [
    ...routesServedBy(originalRoutes, 'render'),
    ...routesServedBy(placeRoutes, 'render'),
    ...routesServedBy(roundRoutes, 'render'),
    ...routesServedBy(custodianRoutes, 'render'),
    ...routesServedBy(arcoRoutes, 'render'),
  ],
  useCases: {
    printOriginalMovements,
    printOriginalLabels,
    printCustodyPlaceLabels,
    printInventoryRound,
    downloadInventoryRound,
    printHandOverAct,
    downloadPersonalData,
  },
  deps: {
    originals: createOriginalStore(documents, table),
    places: createPlaceStore(documents, table),
    rounds: createRoundStore(documents, table),
    acts: createHandOverStore(documents, table),
    money: { headsOf },
    requests: createArcoStore(documents, table),
    blocks: createBlockStore(documents, table),
    disclosures: createDisclosureStore(documents, table),
    documents: createDocumentStore(documents, table),
    headsOfFile: (fileId: string) => readFileHeads(documents, { heads }, fileId),
    entriesOf: (noteId: string) => readEntries(documents, { entries }, noteId),
    accesses: trail,
    pack: packPersonalData,
    register: registerStoreReader({ documents, tableName: environment.REGISTER_TABLE }),
    clock: clockFrom(environment.CLOCK, frame.now),
    drawLabels: (sheet: Parameters<typeof labelSheetPdf>[1]) => labelSheetPdf(assets, sheet),
    drawMovements: (model: Parameters<typeof movementsPdf>[1]) => movementsPdf(assets, model),
    drawRound: (report: Parameters<typeof roundPdf>[1]) => roundPdf(assets, report),
    writeRound: roundWorkbook,
    drawHandOver: (model: Parameters<typeof handOverPdf>[1]) => handOverPdf(assets, model),
  },
  trail,
  standings: createStandings(documents, environment.SYSTEM_TABLE),
  ...frame,
});
