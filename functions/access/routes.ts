import * as z from 'zod';
import { accessSchema } from '../../shared/audit/access.ts';
import { defineRoutes } from '../../shared/http/route-table.ts';
import { calendarDateSchema, pageOf, pageQueryFields, uuidSchema } from '../../shared/http/wire.ts';
import { reviewRoutes } from './reviews/review-routes.ts';
import { AUDITORS } from './roles-of-access.ts';
import { userRoutes } from './users/user-routes.ts';

/** Who may do what, and who looked at whom. */
export const routes = defineRoutes([
  ...userRoutes,
  ...reviewRoutes,
  {
    operationId: 'listPersonalDataAccesses',
    method: 'GET',
    path: '/v1/personal-data-accesses',
    servedBy: 'api',
    summary: 'Quién consultó o cambió datos de una persona, y a quiénes consultó un usuario',
    tag: 'Accesos',
    roles: AUDITORS,
    query: z.strictObject({
      ...pageQueryFields,
      cursor: z
        .string()
        .regex(/^[0-9TZ:.-]{24}#[0-9a-f-]{36}$/, 'Use el «nextCursor» de la página anterior.')
        .optional(),
      borrowerId: uuidSchema.optional().describe('La persona: también su expediente y sus contratos'),
      recordId: z.string().min(1).max(80).optional().describe('Un registro: expediente, contrato, depósito o folio'),
      reader: z.string().min(1).max(80).optional().describe('Quien consultó (identificador de usuario)'),
      from: calendarDateSchema.optional().describe('Desde este día, UTC'),
      to: calendarDateSchema.optional().describe('Hasta este día, UTC'),
    }),
    success: { status: 200, body: pageOf(accessSchema) },
    refusals: ['access-query-refused'],
  },
]);
