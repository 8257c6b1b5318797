import type * as z from 'zod';
import { historyAnswer } from '../../../shared/http/history-answer.ts';
import type { UseCases } from '../../../shared/http/route.ts';
import type { FiscalSettings } from './fiscal-settings.ts';
import { fiscalSettingsMachine } from './fiscal-settings-machine.ts';
import { decideSettings, proposeSettings, readSettings, type SettingsDeps } from './propose-settings.ts';
import type { settingsAnswer, settingsRoutes } from './settings-routes.ts';

/** The use case of each of these routes: domain in, wire out. */
export const settingsUseCases: UseCases<SettingsDeps, typeof settingsRoutes> = {
  async proposeFiscalSettings(deps, { body, idempotencyKey }, caller) {
    const settings = await proposeSettings(deps, { ...body, idempotencyKey }, caller);
    return { body: toAnswer(settings), location: `/v1/fiscal-settings/${settings.settingsId}` };
  },
  async listFiscalSettings(deps, { query: { status, ...page } }) {
    const { records, cursor } = await deps.settings.page(status, page);
    return { body: { items: records.map(toAnswer), ...(cursor !== undefined && { nextCursor: cursor }) } };
  },
  getFiscalSettings: async (deps, { params }) => ({ body: toAnswer(await readSettings(deps, params.settingsId)) }),
  signFiscalSettings: async (deps, { params, idempotencyKey }, caller) => ({
    body: toAnswer(await decideSettings(deps, 'sign', { ...params, reason: null, idempotencyKey }, caller)),
  }),
  rejectFiscalSettings: async (deps, { params, body, idempotencyKey }, caller) => ({
    body: toAnswer(await decideSettings(deps, 'reject', { ...params, ...body, idempotencyKey }, caller)),
  }),
};

const toAnswer = (settings: FiscalSettings): z.input<typeof settingsAnswer> => ({
  ...settings,
  status: settings.state,
  statusName: fiscalSettingsMachine.states[settings.state],
  history: historyAnswer(fiscalSettingsMachine, settings.history),
});
