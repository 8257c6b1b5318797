import type { CalendarDate } from '../../../shared/calendar/calendar-date.ts';
import { OFFICES } from '../../../shared/institute/offices.ts';
import type { WindowPayment } from '../window/window-payment.ts';
import type { WindowStore } from '../window/window-store.ts';

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
