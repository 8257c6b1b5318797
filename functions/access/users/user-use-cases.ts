import type * as z from 'zod';
import { historyAnswer } from '../../../shared/http/history-answer.ts';
import { etagOf } from '../../../shared/http/record-version.ts';
import type { UseCases } from '../../../shared/http/route.ts';
import {
  approveUser,
  changeRights,
  reinstateUser,
  rejectUser,
  resetUser,
  signOutUser,
  suspendUser,
} from './change-user.ts';
import { readUser, type UserDeps } from './move-user.ts';
import { requestUser } from './request-user.ts';
import type { User } from './user.ts';
import { userMachine } from './user-machine.ts';
import type { userAnswer, userRoutes } from './user-routes.ts';
import type { UserStore } from './user-store.ts';

/** The use case of each of these routes: domain in, wire out. */
export const userUseCases: UseCases<UserDeps & { readonly users: UserStore }, typeof userRoutes> = {
  async listUsers({ users }, { query }) {
    const { records, cursor } = await users.page(query.status, query);
    return { body: { items: records.map(toAnswer), nextCursor: cursor } };
  },
  getUser: async (deps, { params }) => answer(await readUser(deps, params.userId)),
  async createUser(deps, { body: { roles, offices, portfolio, ...body }, idempotencyKey }, caller) {
    const rights = { roles, offices, portfolio };
    const user = await requestUser(deps, { ...body, rights, idempotencyKey }, caller);
    return { ...answer(user), location: `/v1/users/${user.userId}` };
  },
  async changeUserRights(deps, { params, body: { reason, ...rights }, ...request }, caller) {
    return answer(await changeRights(deps, { ...params, ...request, reason, rights }, caller));
  },
  async approveUser(deps, { params, ...request }, caller) {
    return answer(await approveUser(deps, { ...params, ...request, reason: null }, caller));
  },
  async rejectUser(deps, { params, body, ...request }, caller) {
    return answer(await rejectUser(deps, { ...params, ...body, ...request }, caller));
  },
  async suspendUser(deps, { params, body, ...request }, caller) {
    return answer(await suspendUser(deps, { ...params, ...body, ...request }, caller));
  },
  async reinstateUser(deps, { params, body, ...request }, caller) {
    return answer(await reinstateUser(deps, { ...params, ...body, ...request }, caller));
  },
  async resetUser(deps, { params, body, ...request }, caller) {
    return answer(await resetUser(deps, { ...params, ...body, ...request }, caller));
  },
  async signOutUser(deps, { params, body, ...request }, caller) {
    return answer(await signOutUser(deps, { ...params, ...body, ...request }, caller));
  },
};

const answer = (user: User) => ({ body: toAnswer(user), etag: etagOf(user) });

export function toAnswer({ rights, history, ...user }: User): z.input<typeof userAnswer> {
  return {
    ...user,
    ...rights,
    status: user.state,
    statusName: userMachine.states[user.state],
    history: historyAnswer(userMachine, history),
  };
}
