import { defineRoutes } from '../../shared/http/route-table.ts';
import { arcoRoutes } from './arco/arco-routes.ts';
import { custodianRoutes } from './custodians/custodian-routes.ts';
import { disclosureRoutes } from './disclosures/disclosure-routes.ts';
import { roundRoutes } from './inventory/round-routes.ts';
import { originalRoutes } from './originals/original-routes.ts';
import { placeRoutes } from './places/place-routes.ts';
import { receptionRoutes } from './receptions/reception-routes.ts';
import { releaseRoutes } from './release/release-routes.ts';
import { retentionRoutes } from './retention/retention-routes.ts';
import { scanRoutes } from './scans/scan-routes.ts';

/** Scans in the vault, and which must stay or may go; originals, where they are kept, who has them and who answers for them; letters of release; what people ask about their data, and to whom it went. */
export const routes = defineRoutes([
  ...scanRoutes,
  ...retentionRoutes,
  ...arcoRoutes,
  ...disclosureRoutes,
  ...originalRoutes,
  ...receptionRoutes,
  ...placeRoutes,
  ...roundRoutes,
  ...custodianRoutes,
  ...releaseRoutes,
]);
