import type { CalendarDate } from '../../../shared/calendar/calendar-date.ts';
import { longDate } from '../../../shared/calendar/spanish-dates.ts';
import type { Caller } from '../../../shared/http/route.ts';
import { inScope } from '../../../shared/http/scope.ts';
import type { Ledger, PaymentInLedger } from '../../../shared/ledger/ledger.ts';
import { placedOf } from '../../../shared/ledger/placed.ts';
import type { ByComponent } from '../../../shared/loan-book/component.ts';
import type { RefusalDetail } from '../../../shared/refusals/refusal.ts';
import type { RegisterPort } from '../../../shared/register/register-port.ts';
import { totalOf } from '../cfdi/income-cfdi.ts';
import { checkReceiver, type Receiver } from '../cfdi/receiver.ts';
import { FORM_TO_BE_DEFINED, PAYMENT_FORMS } from '../cfdi/sat-catalogues.ts';
import { type FiscalSettings, linesOf } from '../settings/fiscal-settings.ts';
import { type FiscalSettingsStore, settingsOn } from '../settings/fiscal-settings-store.ts';
import { holdParts } from './hold-payment.ts';
import type { Invoice } from './invoice.ts';
import { refuseInvoice } from './invoice-refusals.ts';
import { newInvoice, operationFolio } from './new-invoice.ts';
import { type RequestOnceDeps, requestOnce } from './request-once.ts';

export interface RequestDeps extends RequestOnceDeps {
  readonly settings: Pick<FiscalSettingsStore, 'all' | 'find'>;
  readonly ledger: Pick<Ledger, 'paymentOfFile'>;
  readonly register: Pick<RegisterPort, 'findFile'>;
}

export interface AskedInvoice {
  readonly fileId: string;
  readonly paymentId: string;
  readonly receiver: Receiver;
  /** Forma de pago, when whoever asks knows it; else that of the channel. */
  readonly paymentForm?: string | undefined;
  readonly idempotencyKey: string;
}

/**
 * Asks for the CFDI of a payment, as the ledger placed it; the PAC is asked later (stamp-invoice.ts). One request's key is one
 * CFDI, and a payment has one that is not over. Refused: a file out of reach (404), a payment that is not there, taken back or
 * invoiced, on its own or in a global invoice; a receiver the SAT would refuse, with all faults at once.
 */
export function requestInvoice(deps: RequestDeps, asked: AskedInvoice, caller: Caller): Promise<Invoice> {
  const { fileId, paymentId, receiver, paymentForm, idempotencyKey: key } = asked;
  const input = { operation: 'request-invoice', fileId, paymentId, receiver, paymentForm: paymentForm ?? null };
  return requestOnce(deps, { key, input }, caller, async (invoiceId) => {
    const file = inScope(caller, await deps.register.findFile(fileId), 'El expediente');
    const payment = await readPayment(deps, asked);
    const { placed, credit } = placedOf(payment);
    const alongside = await holdParts(deps, partsOf(payment), invoiceId);
    const on = deps.clock.today();
    const settings = await readSettingsOn(deps, on);
    const warnings = refuseAsked(receiver, paymentForm);
    const parts = invoicedParts(settings, placed, operationFolio(payment.eventId));
    const invoice = newInvoice({
      ...{ invoiceId, kind: 'payment', on, by: caller.subject, key, settings, warnings },
      ...{ office: file.office, fileId: file.fileId, paymentId: payment.eventId, receiver },
      ...{ paymentForm: paymentForm ?? settings.terms.paymentForms[payment.channel], paidOn: payment.valueDate },
      ...{ lines: parts.lines, notInvoiced: parts.left, heldCredit: credit },
    });
    return { invoice, alongside };
  });
}

/** Asks for a CFDI to be paid later (PPD), of what Accounting states by component; its payments are registered one by one. */
export function requestDeferred(
  deps: RequestDeps,
  asked: {
    readonly fileId: string;
    readonly amounts: ByComponent;
    readonly receiver: Receiver;
    readonly idempotencyKey: string;
  },
  caller: Caller,
): Promise<Invoice> {
  const { fileId, amounts, receiver, idempotencyKey: key } = asked;
  const input = { operation: 'request-deferred-invoice', fileId, amounts, receiver };
  return requestOnce(deps, { key, input }, caller, async (invoiceId) => {
    const file = inScope(caller, await deps.register.findFile(fileId), 'El expediente');
    const on = deps.clock.today();
    const settings = await readSettingsOn(deps, on);
    const warnings = refuseAsked(receiver, undefined);
    const { lines, left } = invoicedParts(settings, amounts, operationFolio(invoiceId));
    const invoice = newInvoice({
      ...{ invoiceId, kind: 'deferred', on, by: caller.subject, key, settings, warnings, office: file.office },
      ...{ fileId, paymentId: null, receiver, paymentForm: FORM_TO_BE_DEFINED, paidOn: on, lines },
      ...{ notInvoiced: left, heldCredit: 0, owed: totalOf(lines) },
    });
    return { invoice, alongside: [] };
  });
}

/** A payment that stands. */
export async function readPayment(
  { ledger }: Pick<RequestDeps, 'ledger'>,
  { fileId, paymentId }: { readonly fileId: string; readonly paymentId: string },
): Promise<PaymentInLedger> {
  const payment = await ledger.paymentOfFile(fileId, paymentId);
  if (payment === undefined)
    throw refuseInvoice('payment-not-found', 'Ese pago no está en el expediente. Revise el folio del pago.', {
      details: [{ pointer: '/paymentId', message: 'No es un pago de este expediente.' }],
    });
  if (payment.reversedOn !== null)
    throw refuseInvoice(
      'payment-reversed',
      `El pago se canceló el ${longDate(payment.reversedOn)}: no se factura. Si hay otro en su lugar, facture ese.`,
    );
  return payment;
}

/** A payment has a part on each note that it paid. */
export const partsOf = ({ entries }: Pick<PaymentInLedger, 'entries'>): string[] =>
  entries.map(({ eventId }) => eventId);

/** The settings signed for a day. */
export async function readSettingsOn(
  { settings }: Pick<RequestDeps, 'settings'>,
  on: CalendarDate,
): Promise<FiscalSettings> {
  const found = await settingsOn(settings, on);
  if (found !== undefined) return found;
  throw refuseInvoice(
    'fiscal-settings-missing',
    `No hay configuración fiscal firmada que rija el ${longDate(on)}. La propone una persona de Contabilidad y la firma otra.`,
  );
}

/** Refuses what the SAT would, all faults at once; answers what is only to be looked at again. Without a receiver: the general public. */
export function refuseAsked(receiver: Receiver | undefined, paymentForm: string | undefined): string[] {
  const { refused, warned } = receiver === undefined ? { refused: [], warned: [] } : checkReceiver(receiver);
  const faults: RefusalDetail[] = [...refused];
  if (paymentForm !== undefined && (!PAYMENT_FORMS.has(paymentForm) || paymentForm === FORM_TO_BE_DEFINED))
    faults.push({ pointer: '/paymentForm', message: 'Esa forma de pago no está en el catálogo de lo ya pagado.' });
  if (faults.length > 0)
    throw refuseInvoice('receiver-refused', 'Corrija los datos señalados; no se pidió nada al PAC.', {
      details: faults,
    });
  return warned.map(({ message }) => message);
}

export function invoicedParts({ terms }: FiscalSettings, paid: ByComponent, identification: string) {
  const parts = linesOf(terms, paid, identification);
  if (parts.lines.length > 0) return parts;
  throw refuseInvoice(
    'nothing-to-invoice',
    'Nada de ese pago se factura según la configuración de Contabilidad: lo pagado a capital no es ingreso.',
  );
}
