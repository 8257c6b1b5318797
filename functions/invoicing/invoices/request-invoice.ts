import type { CalendarDate } from '../../../shared/calendar/calendar-date.ts';
import type { Clock } from '../../../shared/calendar/clock.ts';
import { longDate } from '../../../shared/calendar/spanish-dates.ts';
import { deterministicId } from '../../../shared/canonical/deterministic-id.ts';
import { spokenDigits } from '../../../shared/canonical/spoken-digits.ts';
import type { Caller } from '../../../shared/http/route.ts';
import { inScope } from '../../../shared/http/scope.ts';
import type { Office } from '../../../shared/institute/offices.ts';
import type { JobRequestItems } from '../../../shared/jobs/job-request.ts';
import type { Ledger, PaymentInLedger } from '../../../shared/ledger/ledger.ts';
import { placedOf } from '../../../shared/ledger/placed.ts';
import type { RequestClaims } from '../../../shared/ledger/request-claim.ts';
import { type ByComponent, zeroByComponent } from '../../../shared/loan-book/component.ts';
import type { RefusalDetail } from '../../../shared/refusals/refusal.ts';
import type { RegisterPort } from '../../../shared/register/register-port.ts';
import type { TransactItem } from '../../../shared/store/record-store.ts';
import { totalOf } from '../cfdi/income-cfdi.ts';
import { checkReceiver, type Receiver } from '../cfdi/receiver.ts';
import { FORM_TO_BE_DEFINED, PAYMENT_FORMS } from '../cfdi/sat-catalogues.ts';
import { type FiscalSettings, linesOf } from '../settings/fiscal-settings.ts';
import { type FiscalSettingsStore, settingsOn } from '../settings/fiscal-settings-store.ts';
import type { Invoice } from './invoice.ts';
import { OVER } from './invoice-machine.ts';
import { refuseInvoice } from './invoice-refusals.ts';
import type { InvoiceStore } from './invoice-store.ts';
import { invoiceJob, STAMP_INVOICE } from './invoice-tasks.ts';
import { AT_ONCE } from './move-invoice.ts';

export interface RequestDeps {
  readonly invoices: InvoiceStore;
  readonly settings: Pick<FiscalSettingsStore, 'all'>;
  readonly ledger: Pick<Ledger, 'paymentOfFile'>;
  readonly register: Pick<RegisterPort, 'findFile'>;
  readonly claims: RequestClaims;
  readonly jobs: JobRequestItems;
  readonly clock: Clock;
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
export async function requestInvoice(deps: RequestDeps, asked: AskedInvoice, caller: Caller): Promise<Invoice> {
  const { fileId, paymentId, receiver, idempotencyKey: key } = asked;
  const on = deps.clock.today();
  const invoiceId = invoiceIdOf(key);
  const known = await deps.invoices.find(invoiceId);
  const made = known ?? (await ofPayment(deps, asked, { invoiceId, on }, caller));
  await claimRequest(deps, key, invoiceId, {
    ...{ operation: 'request-invoice', fileId, paymentId, receiver, paymentForm: asked.paymentForm ?? null },
  });
  if (known !== undefined) return inScope(caller, known, 'La factura');
  const { invoice, holding } = made as Made;
  return writeNew(deps, invoice, holding, caller);
}

interface Made {
  readonly invoice: Invoice;
  readonly holding: readonly TransactItem[];
}

async function ofPayment(
  deps: RequestDeps,
  asked: AskedInvoice,
  { invoiceId, on }: { readonly invoiceId: string; readonly on: CalendarDate },
  caller: Caller,
): Promise<Made> {
  const file = inScope(caller, await deps.register.findFile(asked.fileId), 'El expediente');
  const payment = await readPayment(deps, asked);
  const { placed, credit } = placedOf(payment);
  const holding = await holdPayment(deps, payment, invoiceId);
  const settings = await readSettingsOn(deps, on);
  const warnings = refuseAsked(asked.receiver, asked.paymentForm);
  const parts = invoicedParts(settings, placed, operationFolio(payment.eventId));
  const invoice = newInvoice({
    ...{ invoiceId, kind: 'payment', on, by: caller.subject, key: asked.idempotencyKey, settings, warnings },
    ...{ office: file.office, fileId: file.fileId, paymentId: payment.eventId, receiver: asked.receiver },
    ...{ paymentForm: asked.paymentForm ?? settings.terms.paymentForms[payment.channel], paidOn: payment.valueDate },
    ...{ lines: parts.lines, notInvoiced: parts.left, heldCredit: credit },
  });
  return { invoice, holding };
}

/** Asks for a CFDI to be paid later (PPD), of what Accounting states by component; its payments are registered one by one. */
export async function requestDeferred(
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
  const on = deps.clock.today();
  const invoiceId = invoiceIdOf(key);
  const known = await deps.invoices.find(invoiceId);
  const make = async (): Promise<Invoice> => {
    const file = inScope(caller, await deps.register.findFile(fileId), 'El expediente');
    const settings = await readSettingsOn(deps, on);
    const warnings = refuseAsked(receiver, undefined);
    const { lines, left } = invoicedParts(settings, amounts, operationFolio(invoiceId));
    return newInvoice({
      ...{ invoiceId, kind: 'deferred', on, by: caller.subject, key, settings, warnings, office: file.office },
      ...{ fileId, paymentId: null, receiver, paymentForm: FORM_TO_BE_DEFINED, paidOn: on, lines },
      ...{ notInvoiced: left, heldCredit: 0, owed: totalOf(lines) },
    });
  };
  const made = known ?? (await make());
  await claimRequest(deps, key, invoiceId, { operation: 'request-deferred-invoice', fileId, amounts, receiver });
  return known === undefined ? writeNew(deps, made, [], caller) : inScope(caller, known, 'La factura');
}

export const invoiceIdOf = (key: string): string => deterministicId('invoice', key);

/** How an operation is named in a CFDI: "P-7K2M9QX4TB". */
export const operationFolio = (eventId: string): string => `P-${spokenDigits(eventId, 10)}`;

export const claimRequest = (
  { claims, clock }: Pick<RequestDeps, 'claims' | 'clock'>,
  key: string,
  invoiceId: string,
  input: object,
): Promise<unknown> =>
  claims.claim({ scope: 'INVOICE', key, input, source: { type: 'invoice', id: invoiceId }, recordedOn: clock.today() });

/** Writes a new CFDI and asks for its stamp. When a payment was invoiced meanwhile, nothing is written. */
export async function writeNew(
  { invoices, jobs, clock }: Pick<RequestDeps, 'invoices' | 'jobs' | 'clock'>,
  invoice: Invoice,
  alongside: readonly TransactItem[],
  caller: Caller,
): Promise<Invoice> {
  const job = jobs.item(invoiceJob(STAMP_INVOICE, invoice, clock.now()));
  if (await invoices.write(invoice, [...alongside, job])) return invoice;
  const stored = await invoices.find(invoice.invoiceId);
  if (stored !== undefined) return inScope(caller, stored, 'La factura');
  throw alreadyInvoiced();
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

/** Takes a payment for a CFDI; `own`: the CFDI that gives it up. Refused while another covers it. */
export async function holdPayment(
  { invoices }: Pick<RequestDeps, 'invoices'>,
  { entries }: Pick<PaymentInLedger, 'entries'>,
  invoiceId: string,
  own?: string,
): Promise<TransactItem[]> {
  return Promise.all(
    entries.map(async ({ eventId: partId }) => {
      const holder = await invoices.holderOf(partId);
      if (holder !== undefined && holder !== own && holder !== invoiceId) {
        const other = await invoices.find(holder);
        // Taken and not written: the global invoice of its period is being made.
        if (other === undefined || !OVER.has(other.state)) throw alreadyInvoiced(other);
      }
      return invoices.holding(partId, invoiceId, holder);
    }),
  );
}

function alreadyInvoiced(other?: Invoice) {
  if (other === undefined)
    return refuseInvoice(
      'payment-invoiced',
      'El pago se está poniendo en otra factura. Consulte las facturas del expediente en unos minutos.',
    );
  const text =
    other.kind === 'global'
      ? `El pago va en la factura global ${other.series} ${other.folio}. Contabilidad debe cancelarla con el motivo 04 y hacerla de nuevo sin él.`
      : `El pago ya tiene la factura ${other.series} ${other.folio}. Si tiene errores, sustitúyala.`;
  return refuseInvoice('payment-invoiced', text);
}

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

/** Refuses what the SAT would, all faults at once; answers what is only to be looked at again. */
export function refuseAsked(receiver: Receiver, paymentForm: string | undefined): string[] {
  const { refused, warned } = checkReceiver(receiver);
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

interface NewInvoice
  extends Pick<
    Invoice,
    'invoiceId' | 'kind' | 'fileId' | 'paymentId' | 'receiver' | 'warnings' | 'paymentForm' | 'paidOn'
  > {
  readonly on: CalendarDate;
  readonly by: string;
  readonly key: string;
  readonly settings: FiscalSettings;
  readonly office: Office;
  readonly lines: readonly Invoice['lines'][number][];
  readonly notInvoiced?: ByComponent;
  readonly heldCredit?: number;
  readonly owed?: number;
  readonly pays?: Invoice['pays'];
  readonly period?: Invoice['period'];
  readonly operations?: readonly string[];
  readonly substitutes?: Invoice['substitutes'];
}

const SERIES: Readonly<Record<Invoice['kind'], string>> = {
  payment: 'CR',
  deferred: 'CD',
  instalment: 'CP',
  global: 'CG',
};

/** A CFDI as it begins. */
export function newInvoice({ on, by, key, settings, ...given }: NewInvoice): Invoice {
  const { settingsId, terms } = settings;
  return {
    ...{ ...given, settingsId, state: 'requested', version: 1, requestedOn: on, lines: [...given.lines] },
    history: [{ step: 'request', by, on, key, reason: null }],
    series: SERIES[given.kind],
    // Made of its id: no counter is shared, and the SAT asks for none.
    folio: spokenDigits(given.invoiceId, 10),
    issuer: { ...terms.issuer, postcode: terms.postcodes[given.office] },
    total: totalOf(given.lines),
    notInvoiced: given.notInvoiced ?? zeroByComponent(),
    heldCredit: given.heldCredit ?? 0,
    owed: given.owed ?? 0,
    instalments: 0,
    pays: given.pays ?? null,
    period: given.period ?? null,
    substitutes: given.substitutes ?? null,
    operations: [...(given.operations ?? [])],
    ...{
      reversed: [],
      seals: 0,
      sealedAt: null,
      ...AT_ONCE,
      trouble: null,
      stamp: null,
      cancellation: null,
      mail: null,
    },
    documents: { xml: null, pdf: null, receipt: null },
  };
}

/** A CFDI of an office that the caller reaches; else 404. */
export const readInvoice = async (
  { invoices }: { readonly invoices: Pick<InvoiceStore, 'find'> },
  invoiceId: string,
  caller: Caller,
): Promise<Invoice> => inScope(caller, await invoices.find(invoiceId), 'La factura');
