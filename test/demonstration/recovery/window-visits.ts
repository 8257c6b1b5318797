import * as z from 'zod';
import type { Runner } from '../../../infra/local/runner.ts';
import { deterministicId } from '../../../shared/canonical/deterministic-id.ts';
import { pesosFromCentavos } from '../../../shared/money/centavos.ts';
import { askApi } from '../staff-api.ts';
import type { WindowVisit } from './day-files.ts';

const takenSchema = z.object({ folio: z.string() });

/** Takes the day's payments at the windows and cancels the last one, as a cashier who typed it wrong would. */
export async function receiveVisits(runner: Runner, visits: readonly WindowVisit[], day: string): Promise<string> {
  let lastFolio = '';
  for (const [index, visit] of visits.entries()) {
    const answer = await askApi(runner, {
      role: 'cashier',
      office: visit.office,
      method: 'POST',
      path: '/v1/window-payments',
      headers: { 'idempotency-key': deterministicId('demo-window', `${day}|${index}`) },
      body: {
        target: { reference: visit.reference },
        amount: pesosFromCentavos(visit.amount),
        received: index === 2 ? 'cheque' : 'cash',
      },
    });
    lastFolio = takenSchema.parse(answer).folio;
  }
  const last = visits.at(-1);
  if (last === undefined) return 'sin visitas';
  await askApi(runner, {
    role: 'cashier',
    office: last.office,
    method: 'POST',
    path: `/v1/window-payments/${lastFolio}/cancellation`,
    headers: { 'idempotency-key': deterministicId('demo-window-cancellation', day) },
    body: { reason: 'Importe capturado por error' },
  });
  return `${visits.length} pagos, 1 cancelado (${lastFolio})`;
}
