import type * as z from 'zod';
import { historyAnswer } from '../../../shared/http/history-answer.ts';
import { etagOf } from '../../../shared/http/record-version.ts';
import type { UseCases } from '../../../shared/http/route.ts';
import { routesServedBy } from '../../../shared/http/route-table.ts';
import { officesOf } from '../../../shared/http/scope.ts';
import { closePlace, createPlace, type PlaceDeps, readPlace, renamePlace } from './keep-places.ts';
import { nameOfPlace, type Place } from './place.ts';
import { placeMachine } from './place-machine.ts';
import { type placeAnswer, placeRoutes } from './place-routes.ts';

export const placeDeskRoutes = routesServedBy(placeRoutes, 'desk');

/** The use case of each of these routes: domain in, wire out. */
export const placeUseCases: UseCases<PlaceDeps, typeof placeDeskRoutes> = {
  async listCustodyPlaces({ places }, { query }, caller) {
    const offices = officesOf(caller, query.office);
    const [only, ...more] = offices ?? [];
    // Sorted by office: one is a range of the index.
    const range = only !== undefined && more.length === 0 ? { from: only, to: only } : { filter: { office: offices } };
    const { records, cursor } = await places.page(query.status, query, range);
    return { body: { items: records.map(toAnswer), nextCursor: cursor } };
  },
  async createCustodyPlace(deps, { body, idempotencyKey }, caller) {
    const place = await createPlace(deps, { ...body, idempotencyKey }, caller);
    return { ...answer(place), location: `/v1/custody-places/${place.placeCode}` };
  },
  getCustodyPlace: async (deps, { params }, caller) => answer(await readPlace(deps, params.placeCode, caller)),
  async renameCustodyPlace(deps, { params, body, idempotencyKey, ifMatch }, caller) {
    return answer(await renamePlace(deps, { ...params, ...body, idempotencyKey, ifMatch }, caller));
  },
  async closeCustodyPlace(deps, { params, idempotencyKey, ifMatch }, caller) {
    return answer(await closePlace(deps, { ...params, idempotencyKey, ifMatch }, caller));
  },
};

const answer = (place: Place) => ({ body: toAnswer(place), etag: etagOf(place) });

const toAnswer = (place: Place): z.input<typeof placeAnswer> => ({
  ...place,
  name: nameOfPlace(place),
  status: place.state,
  statusName: placeMachine.states[place.state],
  history: historyAnswer(placeMachine, place.history),
});
