import * as z from 'zod';
import { defineRoutes } from '../../../shared/http/route-table.ts';
import { calendarDateSchema, calendarDateText, officeWireSchema, uuidSchema } from '../../../shared/http/wire.ts';
import { longWorkMachine } from '../../../shared/jobs/long-work-machine.ts';
import { stateSchema } from '../../../shared/transitions/tracked.ts';
import { INVOICE_READERS, INVOICERS } from '../roles-of-invoicing.ts';

export const globalAnswer = z.object({
  globalId: z.string(),
  status: stateSchema(longWorkMachine),
  statusName: z.string(),
  office: officeWireSchema,
  from: calendarDateText,
  until: calendarDateText,
  invoiceIds: z.array(z.string()).describe('Las facturas que se hicieron'),
  operations: z.int().describe('Operaciones que listan'),
  ownInvoice: z.int().describe('Del periodo, con factura propia: no van'),
  reversed: z.int().describe('Del periodo, canceladas: no van'),
});

const shared = { tag: 'Facturas', servedBy: 'api' } as const;

/** The invoice of a period's payments to the general public. */
export const globalRoutes = defineRoutes([
  {
    ...shared,
    operationId: 'requestGlobalInvoice',
    method: 'POST',
    path: '/v1/global-invoices',
    summary: 'Hacer la factura global de una oficina y un periodo, de los pagos sin factura propia',
    roles: INVOICERS,
    idempotent: true,
    body: z.strictObject({ office: officeWireSchema, from: calendarDateSchema, until: calendarDateSchema }),
    success: { status: 202, body: globalAnswer },
    refusals: ['fiscal-settings-missing', 'global-period-refused', 'idempotency-key-reused'],
  },
  {
    ...shared,
    operationId: 'getGlobalInvoice',
    method: 'GET',
    path: '/v1/global-invoices/{globalId}',
    summary: 'Cómo va la factura global que se pidió',
    roles: INVOICE_READERS,
    params: z.strictObject({ globalId: uuidSchema }),
    success: { status: 200, body: globalAnswer },
  },
]);
