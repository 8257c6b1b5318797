import * as z from 'zod';
import { defineRoutes } from '../../../shared/http/route-table.ts';

/** A dispute with its documents: where the bucket is at hand, and the pages that everybody opens stay light. */
export const disputePageRoutes = defineRoutes([
  {
    operationId: 'showDispute',
    method: 'GET',
    path: '/estado/aclaraciones/{disputeId}',
    servedBy: 'render',
    summary: 'Ver una aclaración y sus documentos',
    tag: 'Páginas del acreditado',
    roles: 'public',
    params: z.strictObject({ disputeId: z.string() }),
    success: { status: 200, contentType: 'text/html; charset=utf-8' },
  },
  {
    operationId: 'presentDissent',
    method: 'POST',
    path: '/estado/aclaraciones/{disputeId}',
    servedBy: 'render',
    summary: 'Decir que no se está de acuerdo con la respuesta de una aclaración',
    tag: 'Páginas del acreditado',
    roles: 'public',
    params: z.strictObject({ disputeId: z.string() }),
    success: { status: 200, contentType: 'text/html; charset=utf-8' },
  },
]);
