import * as z from 'zod';
import { defineRoutes } from '../../../shared/http/route-table.ts';
import {
  calendarDateSchema,
  calendarDateText,
  officeWireSchema,
  pageOf,
  pageQueryFields,
} from '../../../shared/http/wire.ts';
import { READERS } from '../roles-of-agreements.ts';

const notRemindedSchema = z.enum([
  'no-address',
  'new-address',
  'suppressed',
  'refused',
  'uncertain',
  'no-file',
  'returned',
]);

/** Out: a reminder that reached nobody. Holds no address. */
export const notRemindedAnswer = z.object({
  agreementId: z.string(),
  fileId: z.string(),
  office: officeWireSchema,
  due: calendarDateText.describe('Día del pago que se iba a recordar'),
  status: notRemindedSchema,
  statusName: z.string(),
  decidedOn: calendarDateText.describe('Mañana en que se decidió'),
});

/** Who was not reminded of a payment, and why. */
export const reminderRoutes = defineRoutes([
  {
    operationId: 'listNotReminded',
    method: 'GET',
    path: '/v1/agreement-reminders',
    servedBy: 'api',
    summary: 'A quién no se le pudo recordar un pago de su convenio, por motivo y día',
    tag: 'Convenios',
    personalData: true,
    roles: READERS,
    query: z.strictObject({
      ...pageQueryFields,
      status: notRemindedSchema
        .default('no-address')
        .describe('Motivo; de returned (salió y volvió) una página puede venir corta'),
      from: calendarDateSchema.optional().describe('Primer día en que se decidió'),
      to: calendarDateSchema.optional().describe('Último día en que se decidió'),
    }),
    success: { status: 200, body: pageOf(notRemindedAnswer) },
  },
]);
