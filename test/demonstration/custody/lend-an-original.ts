import * as z from 'zod';
import type { Runner } from '../../../infra/local/runner.ts';
import { addDays, type CalendarDate } from '../../../shared/calendar/calendar-date.ts';
import { deterministicId } from '../../../shared/canonical/deterministic-id.ts';
import type { DemoFile } from '../lending/portfolio.ts';
import { askApi } from '../staff-api.ts';

const originalSchema = z.object({
  label: z.string(),
  labelCode: z.string(),
  status: z.string(),
  statusName: z.string(),
  name: z.string(),
});
const paymentsSchema = z.object({ payments: z.array(z.object({ paymentId: z.string() })) });
const listSchema = z.object({ items: z.array(originalSchema) });

/**
 * The custodian receives a pagaré on paper, writes on it the payments that it does not say yet, and lends it to a lawyer with an
 * endorsement. Done again it finds what it did.
 */
export async function lendAnOriginal(runner: Runner, day: CalendarDate, file: DemoFile | undefined): Promise<string> {
  const contractNumber = file?.notes[0]?.item.contractNumber;
  if (file === undefined || contractNumber === undefined) return 'ningún expediente';
  const { fileId, office } = file.file;
  const as = { role: 'custodian', office };
  const [found] = listSchema.parse(await askApi(runner, { ...as, path: `/v1/originals?fileId=${fileId}` })).items;
  const post = (path: string, body: object, headers: Record<string, string> = {}) => {
    const key = { 'idempotency-key': deterministicId('demo-original', `${fileId} ${path}`) };
    return askApi(runner, { ...as, method: 'POST', path, body, headers: { ...key, ...headers } });
  };
  const placeCode = `B1-${office.slice(0, 3).toUpperCase()}`;
  if (found === undefined)
    await post('/v1/custody-places', { placeCode, office, vault: 'Bóveda 1', shelf: 'Estante A', box: 'Caja 1' });
  const { labelCode, ...there } =
    found ?? originalSchema.parse(await post('/v1/originals', { paper: { kind: 'note', contractNumber }, placeCode }));
  if (there.status !== 'stored') return `${there.name}, etiqueta ${there.label}: ${there.statusName}`;
  const where = `/v1/originals/${labelCode}`;
  const { payments } = paymentsSchema.parse(await askApi(runner, { ...as, path: `${where}/payments-to-annotate` }));
  const loan = {
    ...{ party: { kind: 'lawyer', id: 'abogada-1', name: 'Lic. Julia Peña Soto', email: 'abogada@despacho.example' } },
    ...{ purpose: 'Presentar la demanda', deadline: addDays(day, 30), endorsed: true },
    annotated: payments.map(({ paymentId }) => paymentId),
  };
  const { name, label, statusName } = originalSchema.parse(await post(`${where}/loans`, loan, { 'if-match': '"v1"' }));
  return `${name}, etiqueta ${label}: ${statusName}, con ${payments.length} pagos anotados`;
}
