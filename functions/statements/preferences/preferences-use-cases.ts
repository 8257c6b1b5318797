import type { UseCases } from '../../../shared/http/route.ts';
import { inScope } from '../../../shared/http/scope.ts';
import type { LinkDeps } from '../staff/link-deps.ts';
import { HOURS_ES } from './preferences.ts';
import type { preferencesRoutes } from './preferences-routes.ts';
import type { PreferencesStore } from './preferences-store.ts';

export interface ReadPreferencesDeps extends Pick<LinkDeps, 'register'> {
  readonly preferences: Pick<PreferencesStore, 'ofFile'>;
}

/** The use case of each of these routes: domain in, wire out. Of an office out of the caller's reach: 404. */
export const preferencesUseCases: UseCases<ReadPreferencesDeps, typeof preferencesRoutes> = {
  async readContactPreferences({ register, preferences }, { params: { fileId } }, caller) {
    inScope(caller, await register.findFile(fileId), 'El expediente');
    const known = await preferences.ofFile(fileId);
    return { body: { fileId, preferences: known.map((one) => ({ ...one, hoursName: HOURS_ES[one.hours] })) } };
  },
};
