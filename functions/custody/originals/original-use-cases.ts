import type * as z from 'zod';
import { type CalendarDate, calendarDate, daysBetween } from '../../../shared/calendar/calendar-date.ts';
import { historyAnswer } from '../../../shared/http/history-answer.ts';
import { etagOf } from '../../../shared/http/record-version.ts';
import type { Caller, RouteAnswer, UseCases } from '../../../shared/http/route.ts';
import { routesServedBy } from '../../../shared/http/route-table.ts';
import { officesOf, sees } from '../../../shared/http/scope.ts';
import type { RegisterPort } from '../../../shared/register/register-port.ts';
import { chaseNumber } from '../chase/chase-mail.ts';
import { readPlace } from '../places/keep-places.ts';
import { annotateOriginal, listToAnnotate } from './annotate-original.ts';
import { deliverOriginal } from './deliver-original.ts';
import { spokenLabel } from './label-code.ts';
import { cancelEndorsement, extendLoan, lendOriginal, returnOriginal, storeOriginal } from './lend-original.ts';
import {
  type DestroyDeps,
  declareLost,
  destroyOriginal,
  findOriginal,
  reportMissing,
  takeCourtStep,
} from './lose-original.ts';
import { nameOfOriginal, type Original } from './original.ts';
import { classOf, ORIGINAL_CLASS_NAMES_ES } from './original-class.ts';
import { originalMachine } from './original-machine.ts';
import { type originalAnswer, originalRoutes } from './original-routes.ts';
import { receiveOriginal } from './receive-original.ts';
import { readOriginal } from './take-original-step.ts';

export interface OriginalUseCaseDeps extends DestroyDeps {
  readonly register: Pick<RegisterPort, 'findContract'>;
}

export const originalDeskRoutes = routesServedBy(originalRoutes, 'desk');

/** The use case of each of these routes: domain in, wire out. */
export const originalUseCases: UseCases<OriginalUseCaseDeps, typeof originalDeskRoutes> = {
  async listOriginals(deps, { query }, caller) {
    const { records, cursor } = await listed(deps, query, caller);
    return { body: { items: await toAnswers(deps, records), nextCursor: cursor } };
  },
  async receiveOriginal(deps, { body, idempotencyKey }, caller) {
    const original = await receiveOriginal(deps, { ...body, idempotencyKey }, caller);
    return { ...(await answer(deps, original)), location: `/v1/originals/${original.labelCode}` };
  },
  getOriginal: async (deps, { params }, caller) => answer(deps, await readOriginal(deps, params.labelCode, caller)),
  async listOriginalMovements(deps, { params }, caller) {
    const { labelCode, fileId, history } = await readOriginal(deps, params.labelCode, caller);
    return {
      body: { labelCode, fileId, movements: historyAnswer(originalMachine, history) },
      records: [fileId ?? labelCode],
    };
  },
  async listPaymentsToAnnotate(deps, { params: { labelCode } }, caller) {
    const { fileId } = await readOriginal(deps, labelCode, caller);
    return { body: { labelCode, fileId, payments: await listToAnnotate(deps, labelCode, caller) } };
  },
  annotateOriginal: (deps, asked, caller) => moved(deps, annotateOriginal(deps, requestOf(asked), caller)),
  storeOriginal: (deps, asked, caller) => moved(deps, storeOriginal(deps, requestOf(asked), caller)),
  lendOriginal: (deps, asked, caller) => moved(deps, lendOriginal(deps, requestOf(asked), caller)),
  extendOriginalLoan: (deps, asked, caller) => moved(deps, extendLoan(deps, requestOf(asked), caller)),
  returnOriginal: (deps, asked, caller) => moved(deps, returnOriginal(deps, requestOf(asked), caller)),
  cancelOriginalEndorsement: (deps, asked, caller) => moved(deps, cancelEndorsement(deps, requestOf(asked), caller)),
  deliverOriginal: (deps, asked, caller) =>
    moved(deps, deliverOriginal(deps, { ...requestOf(asked), releaseId: null }, caller)),
  searchOriginal: (deps, asked, caller) => moved(deps, reportMissing(deps, requestOf(asked), caller)),
  declareOriginalLost: (deps, asked, caller) => moved(deps, declareLost(deps, requestOf(asked), caller)),
  takeOriginalToCourt: (deps, asked, caller) => moved(deps, takeCourtStep(deps, requestOf(asked), caller)),
  findOriginal: (deps, asked, caller) => moved(deps, findOriginal(deps, requestOf(asked), caller)),
  destroyOriginal: (deps, asked, caller) => moved(deps, destroyOriginal(deps, requestOf(asked), caller)),
};

/** What a route carries, as its use case takes it. */
const requestOf = <Params extends object, Body extends object>({
  params,
  body,
  idempotencyKey,
  ifMatch,
}: {
  readonly params: Params;
  readonly body: Body;
  readonly idempotencyKey: string;
  readonly ifMatch: string;
}): Params & Body & { readonly idempotencyKey: string; readonly ifMatch: string } => ({
  ...params,
  ...body,
  ...{ idempotencyKey, ifMatch },
});

type Listed = Parameters<(typeof originalUseCases)['listOriginals']>[1]['query'];

async function listed(deps: OriginalUseCaseDeps, query: Listed, caller: Caller) {
  const { originals } = deps;
  const { fileId, placeCode, state, office, dueBy } = query;
  if (fileId !== undefined) {
    const records = (await originals.ofFile(fileId)).filter((one) => sees(caller, one.office));
    return { records, cursor: undefined };
  }
  if (placeCode !== undefined) {
    await readPlace(deps, placeCode, caller);
    return originals.pageAt(placeCode, query);
  }
  const filter = { office: officesOf(caller, office) };
  return originals.page(state, query, { ...(state === 'lent' && { to: dueBy }), filter });
}

const moved = async (deps: OriginalUseCaseDeps, moving: Promise<Original>) => answer(deps, await moving);

async function answer(deps: OriginalUseCaseDeps, original: Original) {
  const [body] = await toAnswers(deps, [original]);
  if (body === undefined) throw new Error('an original has an answer');
  // Whose it is, as the trail is asked; a beca's document is nobody's file.
  const records = [original.fileId ?? original.labelCode];
  return { body, etag: etagOf(original), records } satisfies RouteAnswer;
}

type OriginalAnswer = z.input<typeof originalAnswer>;

/** With the class of each, by one reading of the heads of a hundred notes. */
async function toAnswers(
  { money, clock }: OriginalUseCaseDeps,
  originals: readonly Original[],
): Promise<OriginalAnswer[]> {
  const today = clock.today();
  const notes = originals.flatMap(({ fileId, noteId }) =>
    fileId !== null && noteId !== null ? [{ fileId, noteId }] : [],
  );
  const heads = await money.headsOf(notes);
  return originals.map((original) => {
    const head = original.noteId === null ? undefined : heads.get(original.noteId);
    const ofDebt = head === undefined ? null : classOf(head.note, today);
    return {
      ...original,
      label: spokenLabel(original.labelCode),
      name: nameOfOriginal(original),
      status: original.state,
      statusName: originalMachine.states[original.state],
      class: ofDebt,
      className: ofDebt && ORIGINAL_CLASS_NAMES_ES[ofDebt],
      placeCode: original.holder.type === 'custody' ? original.holder.placeCode : null,
      loan: loanOf(original, today),
      annotatedPayments: original.annotations.filter(({ struckOn }) => struckOn === null).length,
    };
  });
}

function loanOf({ holder }: Original, today: CalendarDate): OriginalAnswer['loan'] {
  if (holder.type !== 'party') return null;
  const daysLate = Math.max(0, daysBetween(calendarDate(holder.deadline), today));
  return { ...holder, daysLate, reminders: chaseNumber(holder, today) };
}
