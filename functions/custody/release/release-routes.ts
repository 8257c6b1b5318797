import * as z from 'zod';
import { historyAnswerSchema } from '../../../shared/http/history-answer.ts';
import { defineRoutes } from '../../../shared/http/route-table.ts';
import {
  calendarDateSchema,
  calendarDateText,
  officeWireSchema,
  pageOf,
  pageQueryFields,
  uuidSchema,
} from '../../../shared/http/wire.ts';
import { longWorkMachine } from '../../../shared/jobs/long-work-machine.ts';
import { RELEASE_LETTER_KINDS } from '../../../shared/links/release-letter.ts';
import { stateSchema } from '../../../shared/transitions/tracked.ts';
import { IDENTIFICATIONS } from '../originals/deliver-original.ts';
import { RELEASE_DELIVERERS, RELEASE_READERS, RELEASE_REQUESTERS } from '../roles-of-custody.ts';
import { releaseStateSchema } from './release.ts';
import { MOST_FILES } from './release-batch.ts';

const appointment = {
  office: officeWireSchema,
  at: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'Escriba la hora como HH:MM, de 00:00 a 23:59.'),
};

export const releaseAnswer = z.object({
  releaseId: z.string(),
  fileId: z.string(),
  office: officeWireSchema,
  status: releaseStateSchema,
  statusName: z.string(),
  requestedOn: calendarDateText,
  letters: z.array(
    z.object({
      kind: z.enum(RELEASE_LETTER_KINDS),
      kindName: z.string(),
      folio: z.string(),
      documentId: z.string().describe('Se abre como cualquier documento de la bóveda'),
    }),
  ),
  appointment: z.object({ ...appointment, on: calendarDateText }).nullable(),
  delivery: z
    .object({
      on: calendarDateText,
      identification: z.enum(IDENTIFICATIONS),
      receiptDocumentId: z.string(),
      originals: z.array(z.string()),
    })
    .nullable(),
  history: historyAnswerSchema,
});

export const batchAnswer = z.object({
  batchId: z.string(),
  office: officeWireSchema,
  status: stateSchema(longWorkMachine),
  requestedOn: calendarDateText,
  files: z.int(),
  done: z.int(),
  issued: z.int(),
  documentId: z
    .string()
    .nullable()
    .describe('Todas las cartas en un PDF: se abre como cualquier documento de la bóveda'),
  rows: z.array(
    z.object({ fileId: z.string(), end: z.string(), endName: z.string(), releaseId: z.string().nullable() }),
  ),
});

const params = z.strictObject({ releaseId: uuidSchema });
const ofFile = z.strictObject({ fileId: uuidSchema });
const shared = { servedBy: 'desk', tag: 'Liberación de expedientes', personalData: true } as const;
const success = { status: 200, body: releaseAnswer } as const;

/** Letters and originals for whoever owes nothing any more. */
export const releaseRoutes = defineRoutes([
  {
    ...shared,
    operationId: 'requestRelease',
    method: 'POST',
    path: '/v1/files/{fileId}/releases',
    summary: 'Pedir la Carta de No Adeudo, el Estado de Cuenta en Ceros y la entrega de originales',
    roles: RELEASE_REQUESTERS,
    idempotent: true,
    params: ofFile,
    success: { status: 202, body: releaseAnswer },
    refusals: ['debt-not-ended', 'idempotency-key-reused'],
  },
  {
    ...shared,
    operationId: 'listReleasesOfFile',
    method: 'GET',
    path: '/v1/files/{fileId}/releases',
    summary: 'Liberaciones de un expediente',
    roles: RELEASE_READERS,
    params: ofFile,
    success: { status: 200, body: z.object({ fileId: z.string(), releases: z.array(releaseAnswer) }) },
  },
  {
    ...shared,
    operationId: 'listReleases',
    method: 'GET',
    path: '/v1/releases',
    summary: 'Liberaciones por estado, las más antiguas primero',
    roles: RELEASE_READERS,
    query: z.strictObject({ ...pageQueryFields, status: releaseStateSchema.default('issued') }),
    success: { status: 200, body: pageOf(releaseAnswer) },
  },
  {
    ...shared,
    operationId: 'getRelease',
    method: 'GET',
    path: '/v1/releases/{releaseId}',
    summary: 'Una liberación y lo que ha pasado con ella',
    roles: RELEASE_READERS,
    params,
    success,
  },
  {
    ...shared,
    operationId: 'requestReleaseBatch',
    method: 'POST',
    path: '/v1/release-batches',
    summary: 'Emitir las cartas de muchos expedientes de una oficina, también en un solo PDF',
    roles: RELEASE_DELIVERERS,
    idempotent: true,
    body: z.strictObject({ office: officeWireSchema, fileIds: z.array(uuidSchema).min(1).max(MOST_FILES) }),
    success: { status: 202, body: batchAnswer },
    refusals: ['idempotency-key-reused'],
  },
  {
    ...shared,
    operationId: 'getReleaseBatch',
    method: 'GET',
    path: '/v1/release-batches/{batchId}',
    summary: 'Avance de una emisión de cartas, y qué fue de cada expediente',
    roles: RELEASE_READERS,
    params: z.strictObject({ batchId: uuidSchema }),
    success: { status: 200, body: batchAnswer },
  },
  {
    ...shared,
    operationId: 'appointRelease',
    method: 'POST',
    path: '/v1/releases/{releaseId}/appointment',
    summary: 'Dar cita para recoger cartas y originales',
    roles: RELEASE_REQUESTERS,
    idempotent: true,
    params,
    body: z.strictObject({ ...appointment, on: calendarDateSchema }),
    success,
    refusals: ['appointment-refused', 'release-step-refused', 'idempotency-key-reused'],
  },
  {
    ...shared,
    operationId: 'deliverRelease',
    method: 'POST',
    path: '/v1/releases/{releaseId}/delivery',
    summary: 'Entregar cartas y originales a quien se identificó y firmó el acuse',
    roles: RELEASE_DELIVERERS,
    idempotent: true,
    params,
    body: z.strictObject({
      identification: z.enum(IDENTIFICATIONS),
      receiptDocumentId: uuidSchema.describe('Acuse firmado, digitalizado y en la bóveda'),
      annotated: z
        .record(z.string(), z.array(z.string()))
        .default({})
        .describe('Por etiqueta, los pagos que se anotan en el pagaré en este acto'),
    }),
    success,
    refusals: [
      ...(['debt-not-ended', 'receipt-not-in-vault', 'originals-left', 'release-step-refused'] as const),
      ...(['note-not-paid', 'payment-not-final', 'payments-not-annotated', 'annotation-not-due'] as const),
      ...(['original-is-out', 'endorsement-live', 'original-step-refused', 'version-changed'] as const),
      'idempotency-key-reused',
    ],
  },
]);
