import type { TransactItem } from '../../../shared/store/record-store.ts';
import type { StepOf } from '../../../shared/transitions/state-machine.ts';
import { takeStep } from '../../../shared/transitions/take-step.ts';
import { SYSTEM } from '../../../shared/transitions/tracked.ts';
import type { Invoice } from './invoice.ts';
import { invoiceMachine } from './invoice-machine.ts';
import type { InvoiceStore } from './invoice-store.ts';

export type InvoiceStep = StepOf<typeof invoiceMachine>;
export type InvoiceChange = Partial<Omit<Invoice, 'state' | 'history' | 'version'>>;

/** First version of a try: it may be made at once. */
export const AT_ONCE = { tries: 0, nextTryAt: '' } as const;

/** A step of the system, not written yet; undefined when the state does not admit it or it was taken before. */
export function nextOf(
  invoice: Invoice,
  step: InvoiceStep,
  on: string,
  change: InvoiceChange = {},
  key = `${step} ${invoice.version}`,
): Invoice | undefined {
  const taking = takeStep(invoiceMachine, invoice, step, { by: SYSTEM, on, key, reason: null }, change);
  return taking.outcome === 'taken' ? taking.next : undefined;
}

/** Takes a step of the system and writes it; undefined when the CFDI has moved meanwhile: whoever moved it goes on. */
export async function moveInvoice(
  invoices: Pick<InvoiceStore, 'write'>,
  next: Invoice | undefined,
  alongside: readonly TransactItem[] = [],
): Promise<Invoice | undefined> {
  return next !== undefined && (await invoices.write(next, alongside)) ? next : undefined;
}
