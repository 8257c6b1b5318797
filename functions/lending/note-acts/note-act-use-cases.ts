import type * as z from 'zod';
import { balanceAnswer } from '../../../shared/http/balance-answer.ts';
import { historyAnswer } from '../../../shared/http/history-answer.ts';
import { etagOf } from '../../../shared/http/record-version.ts';
import type { UseCases } from '../../../shared/http/route.ts';
import { officesOf } from '../../../shared/http/scope.ts';
import { ROLE_POSTS } from '../../../shared/institute/posts.ts';
import { isRefusedForGood } from '../../../shared/refusals/refusal.ts';
import { authoriseNoteAct, rejectNoteAct, takeBackNoteAct, withdrawNoteAct } from './decide-note-act.ts';
import { ATTEMPT_NAMES_ES, LOSS_CAUSE_NAMES_ES, type NoteAct } from './note-act.ts';
import { ACT_KINDS } from './note-act-kinds.ts';
import { noteActMachine } from './note-act-machine.ts';
import type { noteActAnswer, noteActRoutes } from './note-act-routes.ts';
import { effectToday, type NoteActDeps, proposeNoteAct, readNoteAct } from './propose-note-act.ts';

/** The use case of each of these routes: domain in, wire out. */
export const noteActUseCases: UseCases<NoteActDeps, typeof noteActRoutes> = {
  async proposeNoteAct(deps, { params, body, idempotencyKey }, caller) {
    const one = await proposeNoteAct(deps, { ...params, ...body, idempotencyKey }, caller);
    return { ...(await withEffect(deps, one)), location: `/v1/note-acts/${one.noteActId}` };
  },
  async listNoteActs(deps, { query }, caller) {
    const { records, cursor } = await deps.noteActs.page(query.status, query, {
      filter: { office: officesOf(caller) },
    });
    const items = records.map(toAnswer);
    return { body: { items, nextCursor: cursor } };
  },
  getNoteAct: async (deps, { params }, caller) => withEffect(deps, await readNoteAct(deps, params.noteActId, caller)),
  authoriseNoteAct: async (deps, { params, idempotencyKey }, caller) =>
    answer(await authoriseNoteAct(deps, { ...params, idempotencyKey }, caller)),
  rejectNoteAct: async (deps, { params, body, idempotencyKey }, caller) =>
    answer(await rejectNoteAct(deps, { ...params, ...body, idempotencyKey }, caller)),
  withdrawNoteAct: async (deps, { params, body, idempotencyKey }, caller) =>
    answer(await withdrawNoteAct(deps, { ...params, ...body, idempotencyKey }, caller)),
  takeBackNoteAct: async (deps, { params, body, idempotencyKey }, caller) =>
    answer(await takeBackNoteAct(deps, { ...params, ...body, idempotencyKey }, caller)),
};

const answer = (one: NoteAct) => ({ body: toAnswer(one), etag: etagOf(one) });

async function withEffect(deps: NoteActDeps, one: NoteAct) {
  const effect = one.state === 'proposed' ? await effectOrNone(deps, one) : null;
  const shown = effect && { before: balanceAnswer(effect.before), after: balanceAnswer(effect.after) };
  return { body: { ...toAnswer(one), effect: shown }, etag: etagOf(one) };
}

/** Since it was proposed the note may have moved: what the ledger would refuse has no effect to show. */
async function effectOrNone(deps: NoteActDeps, one: NoteAct) {
  try {
    return await effectToday(deps, one);
  } catch (error) {
    if (isRefusedForGood(error)) return null;
    throw error;
  }
}

function toAnswer(one: NoteAct): z.input<typeof noteActAnswer> {
  const { act, state, amounts, history } = one;
  const { nameEs, authorisers } = ACT_KINDS[act.kind];
  return {
    ...one,
    status: state,
    statusName: noteActMachine.states[state],
    kind: act.kind,
    kindName: nameEs,
    valueDate: 'valueDate' in act ? act.valueDate : null,
    changes: act.kind === 'correct-terms' ? { ...act.changes } : null,
    amount: act.kind === 'return-disbursement' ? act.amount : null,
    loss:
      act.kind === 'write-off'
        ? {
            ...{ components: act.components, cause: act.cause, causeName: LOSS_CAUSE_NAMES_ES[act.cause], amounts },
            attempts: act.attempts.map((attempt) => ({ ...attempt, whatName: ATTEMPT_NAMES_ES[attempt.what] })),
          }
        : null,
    mayAuthorise: authorisers.map((role) => ROLE_POSTS[role].name),
    history: historyAnswer(noteActMachine, history),
  };
}
