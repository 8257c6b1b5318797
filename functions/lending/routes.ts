import * as z from 'zod';
import { defineRoutes } from '../../shared/http/route-table.ts';
import { calendarDateSchema, pageQueryFields, uuidSchema } from '../../shared/http/wire.ts';
import {
  averageAnswer,
  borrowerAnswer,
  borrowerWrittenAnswer,
  disbursementAnswer,
  entriesAnswer,
  fileAnswer,
  fileOpenedAnswer,
  foundAnswer,
  noteAnswer,
  noteOpenedAnswer,
  productVersionAnswer,
  productVersionsAnswer,
} from './answers.ts';
import { averageBodySchema } from './average.ts';
import { correctBorrowerBodySchema, registerBorrowerBodySchema } from './borrower.ts';
import { openFileBodySchema } from './file.ts';
import { disbursementBodySchema, openNoteBodySchema } from './note.ts';
import { noteActRoutes } from './note-acts/note-act-routes.ts';
import { productCodeSchema, productVersionBodySchema } from './product.ts';
import { regenerationRoutes } from './regenerations/regeneration-routes.ts';
import { READERS, SEARCHERS, WRITERS, WRITERS_AND_PORTAL } from './roles-of-lending.ts';

const borrowerParams = z.strictObject({ borrowerId: uuidSchema });
const fileParams = z.strictObject({ fileId: uuidSchema });
const noteParams = z.strictObject({ noteId: uuidSchema });

const searchBodySchema = z.strictObject({
  ...pageQueryFields,
  limit: z.int().min(1).max(50).default(20).describe('Elementos por página, de 1 a 50; 20 si no se indica'),
  text: z
    .string()
    .trim()
    .min(2, 'Escriba al menos dos letras.')
    .max(120)
    .describe('Parte del nombre (sin acentos también), CURP, contrato, referencia de pago, teléfono o correo'),
});

/** The register's routes. Writing: those in charge of it, and the portal where credits originate. */
export const routes = defineRoutes([
  ...noteActRoutes,
  ...regenerationRoutes,
  {
    operationId: 'registerBorrower',
    method: 'POST',
    path: '/v1/borrowers',
    servedBy: 'api',
    summary: 'Registrar acreditado',
    tag: 'Acreditados',
    roles: WRITERS_AND_PORTAL,
    personalData: true,
    body: registerBorrowerBodySchema,
    success: { status: 201, body: borrowerWrittenAnswer },
    refusals: ['person-data-refused', 'curp-already-registered'],
  },
  {
    // A POST, so that no name stands in an address that browsers and proxies keep.
    operationId: 'searchBorrowers',
    method: 'POST',
    readsOnly: true,
    path: '/v1/borrower-searches',
    servedBy: 'api',
    summary: 'Buscar acreditados por nombre, CURP, contrato, referencia, teléfono o correo',
    tag: 'Acreditados',
    roles: SEARCHERS,
    personalData: true,
    body: searchBodySchema,
    success: { status: 200, body: foundAnswer },
  },
  {
    operationId: 'getBorrower',
    method: 'GET',
    path: '/v1/borrowers/{borrowerId}',
    servedBy: 'api',
    summary: 'Consultar acreditado',
    tag: 'Acreditados',
    roles: READERS,
    personalData: true,
    params: borrowerParams,
    success: { status: 200, body: borrowerAnswer },
  },
  {
    operationId: 'correctBorrower',
    method: 'PUT',
    path: '/v1/borrowers/{borrowerId}',
    servedBy: 'api',
    summary: 'Corregir datos del acreditado',
    tag: 'Acreditados',
    roles: WRITERS,
    personalData: true,
    ifMatch: true,
    params: borrowerParams,
    body: correctBorrowerBodySchema,
    success: { status: 200, body: borrowerWrittenAnswer },
    refusals: ['person-data-refused', 'curp-already-registered'],
  },
  {
    operationId: 'openFile',
    method: 'POST',
    path: '/v1/files',
    servedBy: 'api',
    summary: 'Abrir expediente',
    tag: 'Expedientes',
    roles: WRITERS_AND_PORTAL,
    personalData: true,
    body: openFileBodySchema,
    success: { status: 201, body: fileOpenedAnswer },
    refusals: ['person-data-refused', 'borrower-has-file', 'reference-taken'],
  },
  {
    operationId: 'getFile',
    method: 'GET',
    path: '/v1/files/{fileId}',
    servedBy: 'api',
    summary: 'Consultar expediente con sus contratos y adeudos',
    tag: 'Expedientes',
    roles: READERS,
    personalData: true,
    params: fileParams,
    success: { status: 200, body: fileAnswer },
  },
  {
    // No Idempotency-Key: the contract number is the key, for years and whoever sends it.
    operationId: 'openNote',
    method: 'POST',
    path: '/v1/files/{fileId}/notes',
    servedBy: 'api',
    summary: 'Abrir contrato-pagaré con su primera ministración',
    tag: 'Contratos',
    roles: WRITERS_AND_PORTAL,
    personalData: true,
    params: fileParams,
    body: openNoteBodySchema,
    success: { status: 201, repeated: 200, body: noteOpenedAnswer },
    refusals: ['note-refused', 'product-not-in-force', 'contract-already-registered', 'reference-taken'],
  },
  {
    operationId: 'getNote',
    method: 'GET',
    path: '/v1/notes/{noteId}',
    servedBy: 'api',
    summary: 'Consultar contrato, condiciones y adeudo a una fecha',
    tag: 'Contratos',
    roles: READERS,
    personalData: true,
    params: noteParams,
    query: z.strictObject({ asOf: calendarDateSchema.optional().describe('Fecha del adeudo; hoy si no se indica') }),
    success: { status: 200, body: noteAnswer },
  },
  {
    operationId: 'listNoteEntries',
    method: 'GET',
    path: '/v1/notes/{noteId}/entries',
    servedBy: 'api',
    summary: 'Movimientos de un contrato y cómo se aplicaron',
    tag: 'Contratos',
    roles: READERS,
    personalData: true,
    params: noteParams,
    query: z.strictObject(pageQueryFields),
    success: { status: 200, body: entriesAnswer },
  },
  {
    operationId: 'addDisbursement',
    method: 'POST',
    path: '/v1/notes/{noteId}/disbursements',
    servedBy: 'api',
    summary: 'Registrar ministración',
    tag: 'Contratos',
    roles: WRITERS_AND_PORTAL,
    idempotent: true,
    params: noteParams,
    body: disbursementBodySchema,
    success: { status: 201, repeated: 200, body: disbursementAnswer },
    refusals: [
      'amount-above-limit',
      'note-not-open',
      'date-in-future',
      'date-before-opening',
      'too-many-disbursements',
      'disbursement-too-late',
    ],
  },
  {
    operationId: 'recordAverage',
    method: 'POST',
    path: '/v1/notes/{noteId}/averages',
    servedBy: 'api',
    summary: 'Registrar promedio escolar',
    tag: 'Contratos',
    roles: WRITERS_AND_PORTAL,
    idempotent: true,
    params: noteParams,
    body: averageBodySchema,
    success: { status: 201, repeated: 200, body: averageAnswer },
    refusals: ['note-not-open', 'date-in-future', 'date-before-opening'],
  },
  {
    operationId: 'defineProduct',
    method: 'PUT',
    path: '/v1/products/{product}/versions/{appliesFrom}',
    servedBy: 'api',
    summary: 'Definir una versión de un producto',
    tag: 'Productos',
    roles: WRITERS,
    params: z.strictObject({ product: productCodeSchema, appliesFrom: calendarDateSchema }),
    body: productVersionBodySchema,
    success: { status: 201, repeated: 200, body: productVersionAnswer },
    refusals: ['product-refused', 'product-version-fixed'],
  },
  {
    operationId: 'listProductVersions',
    method: 'GET',
    path: '/v1/products/{product}/versions',
    servedBy: 'api',
    summary: 'Consultar las versiones de un producto y la fuente de cada valor',
    tag: 'Productos',
    roles: READERS,
    params: z.strictObject({ product: productCodeSchema }),
    success: { status: 200, body: productVersionsAnswer },
  },
]);
