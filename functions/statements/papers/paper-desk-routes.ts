import * as z from 'zod';
import { defineRoutes } from '../../../shared/http/route-table.ts';
import { calendarDateText, instantText, reasonSchema, uuidSchema } from '../../../shared/http/wire.ts';
import { LINK_READERS, LINK_SENDERS } from '../roles-of-statements.ts';
import { FOLIO, PAPER_KINDS } from './paper.ts';

export const paperAnswer = z.object({
  folio: z.string(),
  kind: z.enum(PAPER_KINDS),
  kindName: z.string(),
  fileId: z.string(),
  signatory: z.string(),
  noteIds: z.array(z.string()).nullable().describe('Pagarés que muestra; nulo si todos'),
  on: calendarDateText.describe('Día de sus cifras'),
  issuedAt: instantText,
  pages: z.int().nullable(),
  status: z.enum(['valid', 'replaced', 'revoked']),
  statusName: z.string(),
});

export const papersAnswer = z.object({ fileId: z.string(), papers: z.array(paperAnswer) });

const shared = { tag: 'Estados de cuenta', servedBy: 'api', personalData: true } as const;

/**
 * Statements on paper as the desk sees them: which there are and how they stand, never the bytes of the borrower's own nor their
 * check characters; and the institute's copy, for whoever has no address for a link.
 */
export const paperDeskRoutes = defineRoutes([
  {
    ...shared,
    operationId: 'printStatementCopy',
    method: 'GET',
    path: '/v1/files/{fileId}/statement-copy',
    servedBy: 'desk',
    summary: 'Imprimir el estado de cuenta para quien lo pide en persona (PDF, copia del Instituto)',
    roles: LINK_SENDERS,
    params: z.strictObject({ fileId: uuidSchema }),
    success: { status: 200, contentType: 'application/pdf' },
  },
  {
    ...shared,
    operationId: 'listStatementPapers',
    method: 'GET',
    path: '/v1/files/{fileId}/statement-papers',
    summary: 'Estados de cuenta en PDF de un expediente y si siguen vigentes',
    roles: LINK_READERS,
    params: z.strictObject({ fileId: uuidSchema }),
    success: { status: 200, body: papersAnswer },
  },
  {
    ...shared,
    operationId: 'revokeStatementPaper',
    method: 'POST',
    path: '/v1/files/{fileId}/statement-papers/{paperFolio}/revocation',
    summary: 'Dejar sin efecto un estado de cuenta en PDF',
    roles: LINK_SENDERS,
    idempotent: true,
    params: z.strictObject({
      fileId: uuidSchema,
      paperFolio: z.string().regex(FOLIO, 'Escriba el folio como viene en el documento, por ejemplo E-7K2M9QX4TB3C.'),
    }),
    body: z.strictObject({ reason: reasonSchema }),
    success: { status: 200, body: paperAnswer },
    refusals: ['paper-over', 'idempotency-key-reused'],
  },
]);
