import type { CalendarDate } from '../../../shared/calendar/calendar-date.ts';
import { deterministicId } from '../../../shared/canonical/deterministic-id.ts';
import type { Caller } from '../../../shared/http/route.ts';
import { inScope } from '../../../shared/http/scope.ts';
import type { Office } from '../../../shared/institute/offices.ts';
import { beginWork, nextRun } from '../../../shared/jobs/long-work.ts';
import { refuseInvoice } from '../invoices/invoice-refusals.ts';
import { type RequestDeps, readSettingsOn } from '../invoices/request-invoice.ts';
import { claimRequest } from '../invoices/request-once.ts';
import { periodFault } from './global-period.ts';
import { type GlobalRun, type GlobalRunStore, MAKE_GLOBAL_INVOICE } from './global-run.ts';

export interface GlobalDeps extends Pick<RequestDeps, 'settings' | 'claims' | 'jobs' | 'clock'> {
  readonly runs: GlobalRunStore;
}

/** Asks for the global invoice of an office and a period, of the payments without a CFDI of their own (RMF 2.7.1.21). */
export async function requestGlobal(
  deps: GlobalDeps,
  asked: {
    readonly office: Office;
    readonly from: CalendarDate;
    readonly until: CalendarDate;
    readonly idempotencyKey: string;
  },
  caller: Caller,
): Promise<GlobalRun> {
  const { office, from, until, idempotencyKey: key } = asked;
  const { runs, jobs, clock } = deps;
  const on = clock.today();
  const { run: known, globalId } = await lastRun(runs, asked);
  const settings = known === undefined ? await readSettingsOn(deps, on) : undefined;
  const fault = settings && periodFault(settings.terms.global.periodicity, { from, until }, on);
  if (fault !== undefined) throw refuseInvoice('global-period-refused', fault);
  await claimRequest(deps, key, globalId, { operation: 'request-global-invoice', office, from, until });
  if (known !== undefined || settings === undefined) return readGlobal(deps, globalId, caller);
  const at = clock.now();
  const run: GlobalRun = {
    ...beginWork({ by: caller.subject, on, key, at }),
    ...{ globalId, office, from, until, settingsId: settings.settingsId },
    ...{ invoiceIds: [], operations: 0, ownInvoice: 0, reversed: 0 },
  };
  const job = jobs.item(nextRun(MAKE_GLOBAL_INVOICE, globalId, run, at));
  if (await runs.write(run, [job])) return run;
  const stored = await readGlobal(deps, globalId, caller);
  if (isOf(stored, key)) return stored;
  throw underWay();
}

const isOf = ({ history }: GlobalRun, key: string): boolean => history[0]?.key === key;
const underWay = () =>
  refuseInvoice('global-period-refused', 'La factura global de ese periodo se está haciendo. Espere a que termine.');

/**
 * The run of this very request, or the id of the next one of the period. One run of a period at a time, so that no two put a
 * payment in two CFDIs; another, once it ended, takes what is free by then: of one that was cancelled, or recorded late.
 */
async function lastRun(
  runs: GlobalRunStore,
  { office, from, until, idempotencyKey: key }: Parameters<typeof requestGlobal>[1],
): Promise<{ readonly globalId: string; readonly run?: GlobalRun }> {
  for (let attempt = 1; ; attempt += 1) {
    const globalId = deterministicId('global-invoice', `${office}|${from}|${until}|${attempt}`);
    const run = await runs.find(globalId);
    if (run === undefined) return { globalId };
    if (isOf(run, key)) return { globalId, run };
    if (run.state === 'under-way') throw underWay();
  }
}

export const readGlobal = async ({ runs }: Pick<GlobalDeps, 'runs'>, id: string, caller: Caller): Promise<GlobalRun> =>
  inScope(caller, await runs.find(id), 'La factura global');
