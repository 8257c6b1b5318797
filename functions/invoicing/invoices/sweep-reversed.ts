import { addDays, type CalendarDate } from '../../../shared/calendar/calendar-date.ts';
import type { Clock } from '../../../shared/calendar/clock.ts';
import type { JobRequestItems } from '../../../shared/jobs/job-request.ts';
import type { DayEntries } from '../../../shared/ledger/day-entries.ts';
import type { Log } from '../../../shared/observability/log.ts';
import { askCancellationBySystem, givingBack } from './cancel-invoice.ts';
import { coveringOf } from './hold-payment.ts';
import type { Invoice } from './invoice.ts';
import type { InvoiceStore } from './invoice-store.ts';
import { moveInvoice, nextOf } from './move-invoice.ts';
import { reversalKeyOf, reversalNoted } from './note-reversal.ts';

export interface SweepDeps {
  readonly invoices: InvoiceStore;
  readonly entries: Pick<DayEntries, 'read'>;
  /** The day through which the ledger was read. */
  readonly swept: { read(): Promise<CalendarDate | undefined>; write(day: CalendarDate): Promise<void> };
  readonly jobs: JobRequestItems;
  readonly clock: Clock;
  readonly log: Pick<Log, 'event'>;
}

export interface Swept {
  /** Cancellations asked for; CFDIs given up before their stamp; noted on global ones. */
  readonly asked: number;
  readonly dropped: number;
  readonly noted: number;
  /** Under way to the PAC: looked at again. */
  readonly open: number;
}

/** The first sweep looks so far back. */
const FIRST_DAYS = 31;

/**
 * Reads the ledger's days since the last sweep for payments that were taken back, and asks for the cancellation of the CFDI of
 * each (reason 03: the operation did not take place); one not stamped yet is given up; on a global one it is noted, for
 * Accounting to substitute it. The day is kept only once nothing of it is open. Safe to repeat.
 */
export async function sweepReversed(deps: SweepDeps): Promise<Swept> {
  const { swept, entries, clock, log } = deps;
  const today = clock.today();
  const from = (await swept.read()) ?? addDays(today, -FIRST_DAYS);
  const sums = { asked: 0, dropped: 0, noted: 0, open: 0 };
  for (let day = from; day <= today; day = addDays(day, 1)) {
    for await (const { kind, targetKind, cause } of entries.read(day)) {
      if (kind !== 'reversed' || targetKind !== 'paid' || cause === undefined) continue;
      for (const end of await followReversal(deps, cause)) sums[end] += 1;
    }
    // Of today more may come; of a day with something open, the rest is read again.
    if (sums.open === 0) await swept.write(day);
  }
  log.event('invoices-swept', { ...sums });
  return sums;
}

/** Of every CFDI in force that covers the part: its holder, and the one that the holder was to substitute. */
async function followReversal(deps: SweepDeps, partId: string): Promise<(keyof Swept)[]> {
  const covering = await coveringOf(deps.invoices, await deps.invoices.holderOf(partId));
  const ends: (keyof Swept)[] = [];
  for (const [index, invoice] of covering.entries()) {
    const end = await followOn(deps, invoice, covering[index + 1], partId);
    if (end !== 'nothing') ends.push(end);
    // What becomes of the first is known once that of its substitute is.
    if (end === 'open') break;
  }
  return ends;
}

async function followOn(
  deps: SweepDeps,
  invoice: Invoice,
  /** The one that it takes the place of, still in force. */
  before: Invoice | undefined,
  partId: string,
): Promise<keyof Swept | 'nothing'> {
  const key = reversalKeyOf(partId);
  if (invoice.history.some((taken) => taken.key === key)) return 'nothing';
  if (invoice.kind === 'global') {
    const noted = reversalNoted(invoice, partId, deps.clock.today());
    return (await moveInvoice(deps.invoices, noted)) === undefined ? 'open' : 'noted';
  }
  switch (invoice.state) {
    case 'requested':
    case 'sealed':
    case 'refused':
      return drop(deps, invoice, key);
    case 'stamped':
    case 'cancellation-refused':
      // The SAT takes a substitute that is in force only: the first is cancelled by it before it is cancelled itself.
      if (before?.state === 'stamped' || before?.state === 'cancellation-asked') return 'open';
      return (await askCancellationBySystem(deps, invoice, { reason: '03', substitute: null, key })) ? 'asked' : 'open';
    default:
      return 'open';
  }
}

async function drop(deps: SweepDeps, invoice: Invoice, key: string): Promise<'dropped' | 'open'> {
  const next = nextOf(invoice, 'drop', deps.clock.today(), {}, key);
  return (await moveInvoice(deps.invoices, next, await givingBack(deps, invoice))) === undefined ? 'open' : 'dropped';
}
