import * as z from 'zod';
import { defineRoutes } from '../../../shared/http/route-table.ts';
import { calendarDateSchema, pageQueryFields, reasonSchema, uuidSchema } from '../../../shared/http/wire.ts';
import { FILE_SENDERS, READERS, TECHNICIANS } from '../roles-of-recovery.ts';
import { fileNameSchema } from './file-name.ts';
import { fileAnswer, filesAnswer, rowAnswer, rowsAnswer, uploadAnswer } from './intake-answers.ts';
import { outcomeSchema } from './row-outcome.ts';

const fileParams = z.strictObject({ fileId: uuidSchema });
const line = z.coerce.number<string>('Debe ser el número del renglón.').int().min(1).max(999_999);

/** Bank files: bring them in, follow them, decide what only a person can. */
export const intakeRoutes = defineRoutes([
  {
    operationId: 'requestUpload',
    method: 'POST',
    path: '/v1/intake-files',
    servedBy: 'desk',
    summary: 'Registrar un archivo de banco y obtener el formulario para subirlo',
    tag: 'Archivos de banco',
    roles: FILE_SENDERS,
    body: z.strictObject({
      fileName: fileNameSchema,
      layout: z
        .string()
        .max(60)
        .optional()
        .meta({ description: 'Formato del banco; si falta, lo decide el contenido.' }),
      sizeBytes: z.int().positive('El archivo está vacío.'),
    }),
    success: { status: 201, body: uploadAnswer },
    refusals: ['layout-unknown', 'bank-file-too-large'],
  },
  {
    operationId: 'listIntakeFiles',
    method: 'GET',
    path: '/v1/intake-files',
    servedBy: 'desk',
    summary: 'Archivos de banco de un día',
    tag: 'Archivos de banco',
    roles: READERS,
    query: z.strictObject({ ...pageQueryFields, date: calendarDateSchema.optional() }),
    success: { status: 200, body: filesAnswer },
  },
  {
    operationId: 'getIntakeFile',
    method: 'GET',
    path: '/v1/intake-files/{fileId}',
    servedBy: 'desk',
    summary: 'Avance y resultado de un archivo de banco',
    tag: 'Archivos de banco',
    roles: READERS,
    params: fileParams,
    success: { status: 200, body: fileAnswer },
  },
  {
    operationId: 'listIntakeRows',
    method: 'GET',
    path: '/v1/intake-files/{fileId}/rows',
    servedBy: 'desk',
    summary: 'Renglones de un archivo con su resultado',
    tag: 'Archivos de banco',
    roles: READERS,
    personalData: true,
    params: fileParams,
    query: z.strictObject({ ...pageQueryFields, outcome: outcomeSchema.optional() }),
    success: { status: 200, body: rowsAnswer },
  },
  {
    operationId: 'decideIntakeRow',
    method: 'POST',
    path: '/v1/intake-files/{fileId}/rows/{line}/decision',
    servedBy: 'desk',
    summary: 'Decidir sobre un posible duplicado',
    tag: 'Archivos de banco',
    roles: TECHNICIANS,
    personalData: true,
    idempotent: true,
    params: z.strictObject({ fileId: uuidSchema, line }),
    body: z.strictObject({
      decision: z.enum(['apply', 'discard']).meta({ description: 'apply: es otro pago; discard: es el mismo.' }),
      reason: reasonSchema,
    }),
    success: { status: 200, body: rowAnswer },
    refusals: ['file-still-posting', 'row-not-pending', 'idempotency-key-reused', 'busy-try-later'],
  },
]);
