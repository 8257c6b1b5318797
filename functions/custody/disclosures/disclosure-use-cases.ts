import type * as z from 'zod';
import type { UseCases } from '../../../shared/http/route.ts';
import { GROUNDS_ES, RECIPIENTS_ES } from './disclosure.ts';
import type { disclosedAnswer, disclosureRoutes } from './disclosure-routes.ts';
import { type Disclosed, type DisclosureDeps, listDisclosures, noteDisclosure } from './note-disclosure.ts';

/** The use case of each of these routes: domain in, wire out. */
export const disclosureUseCases: UseCases<DisclosureDeps, typeof disclosureRoutes> = {
  async noteDisclosure(deps, { params: { fileId }, body, idempotencyKey }, caller) {
    const disclosed = await noteDisclosure(deps, { fileId, ...body, idempotencyKey }, caller);
    return { body: { fileId, ...toDisclosed(disclosed) }, location: `/v1/files/${fileId}/disclosures` };
  },
  listDisclosures: async (deps, { params: { fileId } }, caller) => ({
    body: { fileId, disclosures: (await listDisclosures(deps, fileId, caller)).map(toDisclosed) },
  }),
};

const toDisclosed = (disclosed: Disclosed): z.input<typeof disclosedAnswer> => ({
  ...disclosed,
  recipientTypeName: RECIPIENTS_ES[disclosed.recipient],
  groundName: GROUNDS_ES[disclosed.ground],
});
