import * as z from 'zod';
import { heardPace } from '../../shared/observability/contention.ts';
import { eventHandler, openFunction } from '../../shared/observability/function-frame.ts';
import { documentClient } from '../../shared/store/document-client.ts';
import { agreementDeps } from './agreements/agreement-deps.ts';
import { healAgreements, type Sweep, sweepAgreements } from './agreements/sweep-agreements.ts';
import { agreementsSweepEnvironment } from './environment.ts';

const environment = agreementsSweepEnvironment.parse(process.env);
const frame = openFunction('agreements-sweep');
const deps = { ...agreementDeps(documentClient(), environment, frame.now, heardPace(frame)), log: frame.log };

const eventSchema = z.object({ work: z.enum(['sweep', 'heal']) });

/** Early each morning what was not kept is broken; every five minutes, what a crash left half way is finished. */
export const handler = eventHandler(
  { log: frame.log },
  async (event): Promise<Sweep | { readonly healed: number }> =>
    eventSchema.parse(event).work === 'sweep' ? sweepAgreements(deps) : { healed: await healAgreements(deps) },
);
