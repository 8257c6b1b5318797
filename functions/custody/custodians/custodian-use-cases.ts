import type * as z from 'zod';
import type { CalendarDate } from '../../../shared/calendar/calendar-date.ts';
import { historyAnswer } from '../../../shared/http/history-answer.ts';
import { etagOf } from '../../../shared/http/record-version.ts';
import type { UseCases } from '../../../shared/http/route.ts';
import { routesServedBy } from '../../../shared/http/route-table.ts';
import { officesOf } from '../../../shared/http/scope.ts';
import { OFFICES } from '../../../shared/institute/offices.ts';
import { appointCustodian, endCustodian, readCustodians } from './appoint-custodian.ts';
import { type Custodians, custodianOn } from './custodian.ts';
import { custodianRoutes, type handOverAnswer } from './custodian-routes.ts';
import { acceptHandOver, type HandOverDeps, openHandOver, readHandOver, withdrawHandOver } from './hand-over.ts';
import { folioOfAct, type HandOverAct } from './hand-over-act.ts';
import { handOverMachine } from './hand-over-machine.ts';

export const custodianDeskRoutes = routesServedBy(custodianRoutes, 'desk');

/** The use case of each of these routes: domain in, wire out. */
export const custodianUseCases: UseCases<HandOverDeps, typeof custodianDeskRoutes> = {
  async listCustodians(deps, { query: { office, on = deps.clock.today() } }, caller) {
    const all = await Promise.all(
      (officesOf(caller, office) ?? OFFICES).map((one) => readCustodians(deps, one, caller)),
    );
    return { body: { items: all.map((one) => custodiansOn(one, on)) } };
  },
  async appointCustodian(deps, { body, idempotencyKey }, caller) {
    return { body: custodiansOn(await appointCustodian(deps, { ...body, idempotencyKey }, caller), body.from) };
  },
  async endCustodian(deps, { body, idempotencyKey }, caller) {
    return { body: custodiansOn(await endCustodian(deps, { ...body, idempotencyKey }, caller), body.to) };
  },
  async listHandOverActs({ acts }, { query }, caller) {
    const filter = { office: officesOf(caller, query.office) };
    const { records, cursor } = await acts.page(query.status, query, { filter });
    return { body: { items: records.map(toAnswer), nextCursor: cursor } };
  },
  async openHandOverAct(deps, { body, idempotencyKey }, caller) {
    const act = await openHandOver(deps, { ...body, idempotencyKey }, caller);
    return { ...answer(act), location: `/v1/hand-over-acts/${act.actId}` };
  },
  getHandOverAct: async (deps, { params }, caller) => answer(await readHandOver(deps, params.actId, caller)),
  async acceptHandOverAct(deps, { params, body, idempotencyKey }, caller) {
    return answer(await acceptHandOver(deps, { ...params, ...body, idempotencyKey }, caller));
  },
  async withdrawHandOverAct(deps, { params, body, idempotencyKey }, caller) {
    return answer(await withdrawHandOver(deps, { ...params, ...body, idempotencyKey }, caller));
  },
};

const custodiansOn = ({ office, appointments }: Custodians, on: CalendarDate) => ({
  ...{ office, on, appointments, custodian: custodianOn(appointments, on) ?? null },
});

const answer = (act: HandOverAct) => ({ body: toAnswer(act), etag: etagOf(act) });

const toAnswer = (act: HandOverAct): z.input<typeof handOverAnswer> => ({
  ...act,
  folio: folioOfAct(act),
  status: act.state,
  statusName: handOverMachine.states[act.state],
  originals: act.places.reduce((sum, { originals }) => sum + originals, 0),
  history: historyAnswer(handOverMachine, act.history),
});
