import type { UseCases } from '../../../shared/http/route.ts';
import type { indicatorRoutes } from './indicator-routes.ts';
import { type IndicatorsDeps, readIndicators } from './read-indicators.ts';

/** The use case of the route: domain in, wire out. */
export const indicatorUseCases: UseCases<IndicatorsDeps, typeof indicatorRoutes> = {
  async readStatementIndicators(deps, { query }) {
    const { bouncesByOffice, disputesByConcept, notCounted, ...rest } = await readIndicators(deps, query);
    return {
      body: {
        ...rest,
        notCounted: [...notCounted],
        bouncesByOffice: [...bouncesByOffice],
        disputesByConcept: [...disputesByConcept],
      },
    };
  },
};
