import type { Clock } from '../../../shared/calendar/clock.ts';
import type { Caller } from '../../../shared/http/route.ts';
import type { JobRequestItems } from '../../../shared/jobs/job-request.ts';
import type { Log } from '../../../shared/observability/log.ts';
import type { TransactItem } from '../../../shared/store/record-store.ts';
import { performStep } from '../../../shared/transitions/perform-step.ts';
import { expressionOf, readCfdi } from '../cfdi/read-cfdi.ts';
import type { CancellationReason } from '../cfdi/sat-catalogues.ts';
import { grossByTax } from '../cfdi/tax-split.ts';
import type { Pac } from '../pac/pac.ts';
import { refusalText } from '../pac/pac-refusals.ts';
import { coveringOf } from './hold-payment.ts';
import type { Invoice } from './invoice.ts';
import { invoiceMachine } from './invoice-machine.ts';
import { refuseInvoice } from './invoice-refusals.ts';
import type { InvoiceStore } from './invoice-store.ts';
import { CANCEL_INVOICE, invoiceJob } from './invoice-tasks.ts';
import type { InvoiceVault } from './invoice-vault.ts';
import { AT_ONCE, moveInvoice, nextOf } from './move-invoice.ts';
import type { RequestDeps } from './request-invoice.ts';
import { claimRequest, type RequestOnceDeps, readInvoice } from './request-once.ts';
import { after, MOST_TRIES } from './stamp-invoice.ts';

/**
 * Asks the SAT, through the PAC, to cancel a stamped CFDI. Reason 01 is not asked for here: it comes of a substitution, and
 * stays of one that a stamped CFDI substitutes, whatever is asked. Refused while its substitute is not stamped, and of one that
 * payments were registered on: their own CFDIs are cancelled first (the SAT says 204).
 */
export async function askCancellation(
  deps: RequestOnceDeps & Pick<RequestDeps, 'ledger'>,
  asked: {
    readonly invoiceId: string;
    readonly reason: Exclude<CancellationReason, '01'>;
    readonly why: string;
    readonly idempotencyKey: string;
  },
  caller: Caller,
): Promise<Invoice> {
  const { invoiceId, reason, why, idempotencyKey: key } = asked;
  const { invoices, jobs, clock } = deps;
  const invoice = await readInvoice(deps, invoiceId, caller);
  const substitute = await substituteOf(deps, invoice);
  return performStep(invoiceMachine, invoice, {
    step: 'ask-cancellation',
    stamp: { by: caller.subject, on: clock.today(), key, reason: why },
    change: (now) => {
      if (now.kind === 'deferred' && now.owed < now.total)
        throw refuseInvoice(
          'invoice-has-payments',
          'Tiene pagos registrados: cancele primero sus complementos de pago y después esta factura.',
        );
      if (substitute === undefined) return cancellationOf(reason, null);
      const { stamp, series, folio } = substitute;
      if (stamp !== null) return cancellationOf('01', stamp.uuid);
      throw refuseInvoice(
        'invoice-state',
        `La sustituye la factura ${series} ${folio}, que no está timbrada. Espere a que se timbre, o retírela primero.`,
      );
    },
    claim: () => claimRequest(deps, key, invoiceId, { operation: 'cancel-invoice', invoiceId, reason, why }),
    write: (next) => invoices.write(next, [jobs.item(invoiceJob(CANCEL_INVOICE, next, clock.now()))]),
    read: () => readInvoice(deps, invoiceId, caller),
    refuse: (_why, now) => refuseState(now, 'ask-cancellation'),
  });
}

/** The CFDI in force, or on its way, that takes the place of another. */
async function substituteOf(
  { invoices, ledger }: Pick<RequestDeps, 'invoices' | 'ledger'>,
  { invoiceId, kind, fileId, paymentId }: Invoice,
): Promise<Invoice | undefined> {
  const payment = fileId === null || paymentId === null ? undefined : await ledger.paymentOfFile(fileId, paymentId);
  const partId = kind === 'global' ? invoiceId : payment?.entries[0]?.eventId;
  if (partId === undefined) return undefined;
  const covering = await coveringOf(invoices, await invoices.holderOf(partId), invoiceId);
  return covering.find(({ substitutes }) => substitutes?.invoiceId === invoiceId);
}

export const refuseState = ({ state }: Invoice, step: keyof typeof invoiceMachine.steps) =>
  refuseInvoice(
    'invoice-state',
    `La factura está: ${invoiceMachine.states[state]}. Ahora no se puede ${invoiceMachine.steps[step].nameEs}.`,
  );

const cancellationOf = (reason: CancellationReason, substitute: string | null) => ({
  cancellation: { reason, substitute, asked: false, words: '' },
  trouble: null,
  ...AT_ONCE,
});

/**
 * The system asks: the payment was taken back (03), or another CFDI was stamped in its place (01). Once a key. False: its state
 * does not admit it now.
 */
export async function askCancellationBySystem(
  { invoices, jobs, clock }: { invoices: InvoiceStore; jobs: JobRequestItems; clock: Clock },
  invoice: Invoice,
  {
    reason,
    substitute,
    key,
  }: { readonly reason: CancellationReason; readonly substitute: string | null; readonly key: string },
): Promise<boolean> {
  if (invoice.history.some((taken) => taken.key === key)) return true;
  const next = nextOf(invoice, 'ask-cancellation-of-reversed', clock.today(), cancellationOf(reason, substitute), key);
  if (next === undefined) return false;
  return (await moveInvoice(invoices, next, [jobs.item(invoiceJob(CANCEL_INVOICE, next, clock.now()))])) !== undefined;
}

export interface CancelDeps {
  readonly invoices: InvoiceStore;
  readonly pac: Pick<Pac, 'cancel' | 'cancellationOf'>;
  readonly vault: Pick<InvoiceVault, 'keepReceipt'>;
  readonly clock: Clock;
  readonly log: Pick<Log, 'event'>;
}

/** The receiver has three working days; the SAT is asked so often meanwhile. */
const LOOK_AGAIN_MS = 3_600_000;
const SOON_MS = 300_000;

/** Brings an asked cancellation as far as it goes now: to the SAT, and to what became of it there. Never given up. Safe to repeat. */
export async function followCancellation(
  deps: CancelDeps,
  invoiceId: string,
): Promise<'over' | 'waiting' | 'cancelled' | 'refused'> {
  const { invoices, pac, clock } = deps;
  const found = await invoices.find(invoiceId);
  if (found?.state !== 'cancellation-asked' || found.cancellation === null || found.stamp === null) return 'over';
  if (clock.now().toISOString() < found.nextTryAt) return 'waiting';
  const asked = found.cancellation.asked ? found : await askSat(deps, found, found.stamp.uuid);
  if (asked === undefined) return 'waiting';
  if (asked.state === 'cancellation-refused') return 'refused';
  if (asked.cancellation?.asked !== true) return 'waiting';
  const xml = await invoices.sealedXml(asked);
  if (xml === undefined) throw new RangeError(`the sealed bytes of invoice ${invoiceId} are missing`);
  const { state, words } = await pac.cancellationOf(expressionOf(readCfdi(xml), found.stamp.uuid));
  const cancellation = { ...asked.cancellation, words };
  const on = clock.today();
  if (state === 'cancelled') {
    const step = cancellation.substitute === null ? 'confirm-cancellation' : 'substitute';
    const next = nextOf(asked, step, on, { cancellation, trouble: null });
    return (await moveInvoice(invoices, next, await givingBack(deps, asked))) === undefined ? 'waiting' : 'cancelled';
  }
  if (state === 'rejected') {
    const text =
      'El receptor no aceptó la cancelación: la factura sigue vigente. Acuérdelo con él y solicítela otra vez.';
    await moveInvoice(
      invoices,
      nextOf(asked, 'refuse-cancellation', on, { cancellation, trouble: { code: 'receiver', text } }),
    );
    return 'refused';
  }
  const nextTryAt = after(clock, state === 'asked' ? LOOK_AGAIN_MS : SOON_MS);
  await moveInvoice(invoices, nextOf(asked, 'cancellation-noted', on, { cancellation, nextTryAt }));
  return 'waiting';
}

async function askSat(deps: CancelDeps, invoice: Invoice, uuid: string): Promise<Invoice | undefined> {
  const { invoices, pac, vault, clock, log } = deps;
  const { cancellation, issuer, documents, invoiceId } = invoice;
  if (cancellation === null) return undefined;
  const { reason, substitute } = cancellation;
  const on = clock.today();
  const answer = await pac.cancel({ issuerRfc: issuer.rfc, uuid, reason, substitute });
  log.event('invoice-answered', {
    invoiceId,
    outcome: `cancel-${answer.outcome}`,
    code: 'code' in answer ? answer.code : '',
  });
  switch (answer.outcome) {
    case 'asked': {
      const receipt = answer.receipt === '' ? documents.receipt : await vault.keepReceipt(invoice, answer.receipt, on);
      const change = {
        cancellation: { ...cancellation, asked: true },
        documents: { ...documents, receipt },
        ...AT_ONCE,
        trouble: null,
      };
      return moveInvoice(invoices, nextOf(invoice, 'cancellation-noted', on, change));
    }
    case 'refused': {
      const trouble = { code: answer.code, text: refusalText('cancelling', answer.code, answer.said) };
      return moveInvoice(invoices, nextOf(invoice, 'refuse-cancellation', on, { trouble }));
    }
    case 'unavailable': {
      const tries = invoice.tries + 1;
      const told = tries >= MOST_TRIES ? ` Ya se intentó ${tries} veces: debe verlo Contabilidad.` : '';
      const text = `No se pudo pedir la cancelación (${answer.code}). Se intentará de nuevo.${told}`;
      const nextTryAt = after(clock, Math.min(SOON_MS * tries, LOOK_AGAIN_MS));
      const change = { tries, nextTryAt, trouble: { code: answer.code, text } };
      return moveInvoice(invoices, nextOf(invoice, 'cancellation-noted', on, change));
    }
  }
}

/** Of a payment of a deferred CFDI that is over: what it paid is owed again, in the same transaction. */
export async function givingBack(
  { invoices, clock }: { readonly invoices: InvoiceStore; readonly clock: Clock },
  { kind, pays, total, invoiceId, lines }: Invoice,
): Promise<TransactItem[]> {
  if (kind !== 'instalment' || pays === null) return [];
  const deferred = await invoices.find(pays.invoiceId);
  if (deferred === undefined) return [];
  const change = { owed: deferred.owed + total, owedByTax: grossByTax([...deferred.owedByTax, ...lines]) };
  const next = nextOf(deferred, 'pay-back', clock.today(), change, `pay-back ${invoiceId}`);
  return next === undefined ? [] : [invoices.put(next)];
}
