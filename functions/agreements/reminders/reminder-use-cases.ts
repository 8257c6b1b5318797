import type { UseCases } from '../../../shared/http/route.ts';
import { listNotReminded, NOT_REMINDED_ES, type NotRemindedDeps } from './list-not-reminded.ts';
import type { reminderRoutes } from './reminder-routes.ts';

/** The use case of each route: domain in, wire out. */
export const reminderUseCases: UseCases<NotRemindedDeps, typeof reminderRoutes> = {
  async listNotReminded(deps, { query }, caller) {
    const { reminders, cursor } = await listNotReminded(deps, query, caller);
    const { status } = query;
    const statusName = NOT_REMINDED_ES[status];
    return { body: { items: reminders.map((one) => ({ ...one, status, statusName })), nextCursor: cursor } };
  },
};
