import type { Clock } from '../../../shared/calendar/clock.ts';
import type { Caller } from '../../../shared/http/route.ts';
import { inScope } from '../../../shared/http/scope.ts';
import type { Office } from '../../../shared/institute/offices.ts';
import { officeOfWindow } from './take-payment.ts';
import type { WindowPayment } from './window-payment.ts';
import type { WindowStore } from './window-store.ts';

export interface ReadPaymentsDeps {
  readonly windows: WindowStore;
  readonly clock: Clock;
}

/** A payment by folio. Of an office that the caller does not reach it is as if it did not exist (404). */
export async function readPayment(
  deps: Pick<ReadPaymentsDeps, 'windows'>,
  folio: string,
  caller: Caller,
): Promise<WindowPayment> {
  return inScope(caller, await deps.windows.find(folio), 'El pago de caja con ese folio');
}

/** Payments of a window and day (today in Hermosillo when none is said), in the order they were taken. */
export async function listPayments(
  deps: ReadPaymentsDeps,
  input: {
    readonly office?: Office | undefined;
    readonly date?: string | undefined;
    readonly limit: number;
    readonly cursor?: string | undefined;
  },
  caller: Caller,
): Promise<{ payments: readonly WindowPayment[]; cursor: string | undefined }> {
  const office = officeOfWindow(caller, input.office);
  return deps.windows.page(office, input.date ?? deps.clock.today(), input);
}
