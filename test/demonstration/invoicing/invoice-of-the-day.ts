import * as z from 'zod';
import type { Runner } from '../../../infra/local/runner.ts';
import type { CalendarDate } from '../../../shared/calendar/calendar-date.ts';
import { deterministicId } from '../../../shared/canonical/deterministic-id.ts';
import { OFFICES } from '../../../shared/institute/offices.ts';
import { FISCAL_RECEIVER, FISCAL_TERMS } from '../../fixtures/fiscal-terms.ts';
import { askApi } from '../staff-api.ts';

const settingsSchema = z.object({ settingsId: z.string() });
const paymentsSchema = z.object({
  items: z.array(
    z.object({
      ...{ fileId: z.string(), paymentId: z.string(), state: z.string() },
      notes: z.array(z.object({ applied: z.record(z.string(), z.string()) })),
    }),
  ),
});
const invoiceSchema = z.object({
  ...{ invoiceId: z.string(), statusName: z.string(), series: z.string(), folio: z.string() },
  ...{ total: z.string(), uuid: z.string().nullable() },
});

/**
 * Accounting proposes the fiscal settings and the director signs them; somebody who paid interest at a window asks for the CFDI.
 * The stamp is this machine's and says that it is worth nothing. Done again it is the same CFDI.
 */
export async function invoiceAPaymentOfTheDay(runner: Runner, day: CalendarDate): Promise<string> {
  const keyed = (name: string) => ({ 'idempotency-key': deterministicId('demo-invoice', `${day}|${name}`) });
  const { settingsId } = settingsSchema.parse(
    await askApi(runner, {
      ...{ role: 'accountant', method: 'POST', path: '/v1/fiscal-settings', headers: keyed('settings') },
      body: { from: day, terms: FISCAL_TERMS },
    }),
  );
  const path = `/v1/fiscal-settings/${settingsId}/signature`;
  await askApi(runner, { role: 'director', method: 'POST', path, headers: keyed('signature') });
  for (const office of OFFICES) {
    const { items } = paymentsSchema.parse(
      await askApi(runner, { role: 'cashier', office, path: `/v1/window-payments?date=${day}` }),
    );
    const payment = items.find(({ state, notes }) => state === 'taken' && notes.some(paidInterest));
    if (payment === undefined) continue;
    const { fileId, paymentId } = payment;
    const { invoiceId } = invoiceSchema.parse(
      await askApi(runner, {
        ...{ role: 'cashier', office, method: 'POST', path: '/v1/invoices', headers: keyed('invoice') },
        body: { fileId, paymentId, receiver: FISCAL_RECEIVER },
      }),
    );
    await runner.waitUntilQuiet();
    const invoice = { role: 'accountant', path: `/v1/invoices/${invoiceId}` };
    const { series, folio, statusName, total, uuid } = invoiceSchema.parse(await askApi(runner, invoice));
    return `${series} ${folio} por $${total}: ${statusName}, folio fiscal ${uuid ?? 'pendiente'}`;
  }
  return 'nadie pagó intereses en caja';
}

const paidInterest = ({
  applied: { ordinaryInterest = '0', defaultInterest = '0' },
}: {
  applied: Record<string, string>;
}) => Number(ordinaryInterest) + Number(defaultInterest) > 0;
