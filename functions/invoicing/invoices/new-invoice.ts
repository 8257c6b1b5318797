import type { CalendarDate } from '../../../shared/calendar/calendar-date.ts';
import { spokenDigits } from '../../../shared/canonical/spoken-digits.ts';
import type { Office } from '../../../shared/institute/offices.ts';
import { type ByComponent, zeroByComponent } from '../../../shared/loan-book/component.ts';
import { totalOf } from '../cfdi/income-cfdi.ts';
import { grossByTax } from '../cfdi/tax-split.ts';
import type { FiscalSettings } from '../settings/fiscal-settings.ts';
import type { Invoice } from './invoice.ts';
import { AT_ONCE } from './move-invoice.ts';

/** How an operation is named in a CFDI: "P-7K2M9QX4TB". */
export const operationFolio = (eventId: string): string => `P-${spokenDigits(eventId, 10)}`;

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
    owedByTax: given.kind === 'deferred' ? grossByTax(given.lines) : [],
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
