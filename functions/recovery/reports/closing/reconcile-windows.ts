import type { CalendarDate } from '../../../../shared/calendar/calendar-date.ts';
import { OFFICES } from '../../../../shared/institute/offices.ts';
import type { WindowPayment } from '../../window/window-payment.ts';
import type { WindowStore } from '../../window/window-store.ts';
import type { Difference } from '../figures/reconciliation-result.ts';
import { entryPlace, type SourceSums, sourcesOf } from './entries-of-day.ts';
import { compared, type Finding } from './finding.ts';

/**
 * Every payment posted at a window on the day has its receipt, and every receipt its payment, with the same amount.
 * Cancelled ones count on both sides: their reversals are entries of their own.
 */
export function windowReceipts(receipts: readonly WindowPayment[], posted: SourceSums): Finding {
  const check = 'window-receipts';
  const payments = sourcesOf(posted, 'window');
  const sourceAt = new Map(payments.flatMap(([id, { places }]) => places.map((place) => [place, id] as const)));
  const received = new Map<string, number>();
  const differences: Difference[] = [];
  for (const { folio, amount, parts } of receipts) {
    const places = parts.flatMap(({ noteId, seqs }) => seqs.map((seq) => entryPlace(noteId, seq)));
    const source = places.map((place) => sourceAt.get(place)).find((id) => id !== undefined);
    if (source !== undefined) received.set(source, (received.get(source) ?? 0) + amount);
    else {
      const detail = 'El recibo no tiene su pago en el diario de ese día';
      differences.push({ check, where: `Folio ${folio}`, detail, expected: amount, found: 0 });
    }
  }
  for (const [id, { amount }] of payments) {
    const found = received.get(id) ?? 0;
    if (found === amount) continue;
    const detail = received.has(id) ? 'El recibo es por otro importe' : 'El pago no tiene recibo';
    differences.push({ check, where: `Pago en caja ${id}`, detail, expected: amount, found });
  }
  return compared(
    check,
    'Pagos en caja contra recibos',
    {
      label: 'Pagos registrados en caja',
      count: payments.reduce((sum, [, payment]) => sum + payment.payments, 0),
      amount: payments.reduce((sum, [, { amount }]) => sum + amount, 0),
    },
    {
      label: 'Recibos de caja',
      count: receipts.length,
      amount: receipts.reduce((sum, { amount }) => sum + amount, 0),
    },
    differences,
  );
}

const PAYMENTS_A_PAGE = 200;

/** Every payment taken on a day at the windows of all offices, cancelled ones included. */
export function createWindowsOfDay(store: Pick<WindowStore, 'page'>) {
  return async (date: CalendarDate): Promise<WindowPayment[]> => {
    const all: WindowPayment[] = [];
    for (const office of OFFICES) {
      let cursor: string | undefined;
      do {
        const page = await store.page(office, date, { limit: PAYMENTS_A_PAGE, cursor });
        all.push(...page.payments);
        cursor = page.cursor;
      } while (cursor !== undefined);
    }
    return all;
  };
}
