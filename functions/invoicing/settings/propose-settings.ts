import type { CalendarDate } from '../../../shared/calendar/calendar-date.ts';
import type { Clock } from '../../../shared/calendar/clock.ts';
import { longDate } from '../../../shared/calendar/spanish-dates.ts';
import { deterministicId } from '../../../shared/canonical/deterministic-id.ts';
import type { Caller } from '../../../shared/http/route.ts';
import type { RequestClaims } from '../../../shared/ledger/request-claim.ts';
import { refuse } from '../../../shared/refusals/shared-refusals.ts';
import { performStep } from '../../../shared/transitions/perform-step.ts';
import { refuseInvoice } from '../invoices/invoice-refusals.ts';
import type { FiscalSettings, FiscalTerms } from './fiscal-settings.ts';
import { fiscalSettingsMachine } from './fiscal-settings-machine.ts';
import type { FiscalSettingsStore } from './fiscal-settings-store.ts';

export interface SettingsDeps {
  readonly settings: FiscalSettingsStore;
  readonly claims: RequestClaims;
  readonly clock: Clock;
}

export interface ProposedSettings {
  readonly from: CalendarDate;
  readonly terms: FiscalTerms;
  readonly idempotencyKey: string;
}

/** Proposes how CFDIs are made from a day on, today or later: what was made before it stands. */
export async function proposeSettings(
  deps: SettingsDeps,
  { from, terms, idempotencyKey: key }: ProposedSettings,
  caller: Caller,
): Promise<FiscalSettings> {
  const on = deps.clock.today();
  const settingsId = deterministicId('fiscal-settings', key);
  const known = await deps.settings.find(settingsId);
  if (known === undefined) refusePast(from, on);
  await deps.claims.claim({
    scope: 'INVOICE',
    key,
    input: { operation: 'propose-fiscal-settings', from, terms },
    source: { type: 'invoice', id: settingsId },
    recordedOn: on,
  });
  const proposed: FiscalSettings = {
    ...{ settingsId, state: 'proposed', from, terms, proposedOn: on, decidedAt: null, version: 1 },
    history: [{ step: 'propose', by: caller.subject, on, key, reason: null }],
  };
  return known ?? ((await deps.settings.write(proposed)) ? proposed : readSettings(deps, settingsId));
}

/** A version. Throws `not-found`. */
export async function readSettings({ settings }: Pick<SettingsDeps, 'settings'>, id: string): Promise<FiscalSettings> {
  const found = await settings.find(id);
  if (found === undefined) throw refuse('not-found', 'La configuración fiscal no existe.');
  return found;
}

/** Signs a version that another person proposed, or turns it down. Refused when its first day has passed meanwhile. */
export async function decideSettings(
  deps: SettingsDeps,
  step: 'sign' | 'reject',
  asked: { readonly settingsId: string; readonly reason: string | null; readonly idempotencyKey: string },
  caller: Caller,
): Promise<FiscalSettings> {
  const { settingsId, reason, idempotencyKey: key } = asked;
  const on = deps.clock.today();
  const settings = await readSettings(deps, settingsId);
  if (step === 'sign' && settings.state === 'proposed') refusePast(settings.from, on);
  return performStep(fiscalSettingsMachine, settings, {
    step,
    stamp: { by: caller.subject, on, key, reason },
    change: () => ({ decidedAt: deps.clock.now().toISOString() }),
    claim: () =>
      deps.claims.claim({
        scope: 'INVOICE',
        key,
        input: { operation: `${step}-fiscal-settings`, settingsId, reason },
        source: { type: 'invoice', id: settingsId },
        recordedOn: on,
      }),
    write: (next) => deps.settings.write(next),
    read: () => readSettings(deps, settingsId),
    refuse: (why, { state }) =>
      why === 'same-person'
        ? refuse(
            'same-person',
            'Quien propuso la configuración fiscal no la firma ni la rechaza. Pídalo a otra persona.',
          )
        : refuseInvoice('fiscal-settings-decided', `La configuración ya está ${fiscalSettingsMachine.states[state]}.`),
  });
}

function refusePast(from: string, today: CalendarDate): void {
  if (from >= today) return;
  throw refuseInvoice(
    'fiscal-settings-past',
    `Rige desde hoy, ${longDate(today)}, o después: lo facturado no cambia. Proponga otra fecha.`,
  );
}
