import { patiently } from '../../../infra/local/commands/patient-fetch.ts';
import type { DayStep, DemonstrationDay, Seeder } from '../seeder.ts';
import { invoiceAPaymentOfTheDay } from './invoice-of-the-day.ts';

/** The fiscal settings, and the CFDI of a payment of the day. */
export const invoicing: Seeder = { steps: { during: invoicesOfTheDay } };

function invoicesOfTheDay({ runner, day }: DemonstrationDay): DayStep[] {
  const run = () => patiently(() => invoiceAPaymentOfTheDay(runner, day));
  return [{ key: 'invoice', title: 'Factura (CFDI) de un pago en caja', on: day, run }];
}
