import { heal } from '../../../shared/jobs/heal.ts';
import { type CancelDeps, followCancellation } from './cancel-invoice.ts';
import type { Invoice } from './invoice.ts';
import { WAITING } from './invoice-machine.ts';
import { type StampDeps, stampInvoice } from './stamp-invoice.ts';

export interface FollowDeps extends Omit<StampDeps, 'pac' | 'vault'>, Omit<CancelDeps, 'pac' | 'vault'> {
  readonly pac: StampDeps['pac'] & CancelDeps['pac'];
  readonly vault: StampDeps['vault'] & CancelDeps['vault'];
  /** Milliseconds until this process is stopped (Lambda's limit). */
  readonly remainingMs: () => number;
}

/** More than one call to the PAC and what is written around it takes. */
const TIME_RESERVE_MS = 60_000;

/**
 * Takes up every CFDI that waits for the PAC or the SAT and whose pause is over: what a lost request or a crash left, and what
 * could not be done before. Answers how many moved. One that fails is told after the others were done.
 */
export async function followInvoices(deps: FollowDeps): Promise<number> {
  const { invoices, log, clock } = deps;
  async function* due(): AsyncGenerator<Invoice, void, undefined> {
    for (const state of WAITING) {
      for await (const invoice of invoices.all(state)) {
        if (deps.remainingMs() < TIME_RESERVE_MS) return;
        if (invoice.nextTryAt <= clock.now().toISOString()) yield invoice;
      }
    }
  }
  return heal(log, 'follow-invoices', due(), async ({ invoiceId, state }) => {
    const end = await (state === 'cancellation-asked'
      ? followCancellation(deps, invoiceId)
      : stampInvoice(deps, invoiceId));
    return end === 'stamped' || end === 'refused' || end === 'cancelled' ? 'healed' : 'over';
  });
}
