import type { UseCases } from '../../../shared/http/route.ts';
import type { AgreementDeps } from '../agreements/agreement-deps.ts';
import { type Alternative, compareAlternatives } from './compare-alternatives.ts';
import type { settlementRoutes } from './settlement-routes.ts';

const KINDS_ES: Readonly<Record<Alternative['kind'], string>> = {
  'one-payment': 'Pagar todo hoy',
  instalments: 'Convenio sin quita',
  campaign: 'Convenio de campaña',
  judicial: 'Vía judicial',
};
/** Parts per million in a percent. */
const PPM = 10_000;

export const settlementUseCases: UseCases<AgreementDeps, typeof settlementRoutes> = {
  async compareAlternatives(deps, { params, body }, caller) {
    const { alternatives, unavailable, ...comparison } = await compareAlternatives(
      deps,
      { ...params, ...body },
      caller,
    );
    return {
      body: {
        ...comparison,
        alternatives: alternatives.map(({ flows, probabilityPpm, reasons, proposal, ...one }) => ({
          ...{ ...one, kindName: KINDS_ES[one.kind], payments: [...flows], probability: probabilityPpm / PPM },
          reasons: [...reasons],
          proposal: proposal === null || 'campaignId' in proposal ? proposal : { ...proposal, whileLive: [] },
        })),
        unavailable: unavailable.map((one) => ({ ...one, kindName: KINDS_ES[one.kind] })),
      },
    };
  },
};
