import * as z from 'zod';
import { historyAnswerSchema } from '../../../shared/http/history-answer.ts';
import { defineRoutes } from '../../../shared/http/route-table.ts';
import {
  calendarDateText,
  officeWireSchema,
  pageOf,
  pageQueryFields,
  reasonSchema,
  uuidSchema,
} from '../../../shared/http/wire.ts';
import { stateSchema } from '../../../shared/transitions/tracked.ts';
import { documentMachine } from '../../../shared/vault/document-machine.ts';
import {
  DISPOSAL_PROPOSERS,
  DISPOSAL_READERS,
  HOLD_LIFTERS,
  HOLD_READERS,
  HOLDERS,
  LOSS_AUTHORISERS,
} from '../roles-of-custody.ts';
import { DISPOSAL_FAULT_CODES, disposalRowSchema, MOST_FILES } from './disposal.ts';
import { disposalMachine } from './disposal-machine.ts';
import { HOLD_TYPES } from './hold-document.ts';

export const holdAnswer = z.object({
  documentId: z.string(),
  fileId: z.string().nullable(),
  status: stateSchema(documentMachine),
  holds: z
    .array(z.object({ type: z.string(), typeName: z.string(), id: z.string() }))
    .describe('Causas vigentes; con alguna, el documento no se da de baja'),
  history: historyAnswerSchema,
});

export const disposalSummary = z.object({
  disposalId: z.string(),
  folio: z.string(),
  status: stateSchema(disposalMachine),
  statusName: z.string(),
  proposedOn: calendarDateText,
  reason: z.string(),
  files: z.int(),
  due: z.int().describe('Expedientes que proceden, mientras no se ejecuta'),
  disposed: z.int(),
  actDocumentId: z.string().nullable().describe('Acta de baja: se abre como cualquier documento de la bóveda'),
});

export const disposalAnswer = disposalSummary.extend({
  rows: z.array(
    disposalRowSchema.extend({
      office: officeWireSchema.nullable(),
      outcomeName: z.string(),
      faults: z
        .array(z.object({ code: z.enum(DISPOSAL_FAULT_CODES), message: z.string() }))
        .describe('Todo lo que impide la baja'),
      lastMovementOn: calendarDateText.nullable(),
      keptUntil: calendarDateText.nullable(),
    }),
  ),
  history: historyAnswerSchema,
});

const shared = { servedBy: 'api', tag: 'Retención y baja de documentos' } as const;
const CAUSE_ID = 'Escriba el folio o número de la causa: de 1 a 100 letras, dígitos, puntos, diagonales o guiones.';
const ofDocument = {
  ...shared,
  personalData: true,
  params: z.strictObject({ documentId: uuidSchema }),
  success: { status: 200, body: holdAnswer },
} as const;
const holding = {
  ...ofDocument,
  method: 'POST',
  idempotent: true,
  body: z.strictObject({
    cause: z.strictObject({ type: z.enum(HOLD_TYPES), id: z.string().regex(/^[\w./-]{1,100}$/, CAUSE_ID) }),
    reason: reasonSchema,
  }),
} as const;
const ofDisposal = { ...shared, personalData: true, params: z.strictObject({ disposalId: uuidSchema }) } as const;
const deciding = {
  ...ofDisposal,
  method: 'POST',
  roles: LOSS_AUTHORISERS,
  idempotent: true,
  body: z.strictObject({ reason: reasonSchema }),
} as const;

/** Papers that must stay while something is open, and those whose time is over. */
export const retentionRoutes = defineRoutes([
  {
    ...ofDocument,
    operationId: 'getDocumentHolds',
    method: 'GET',
    path: '/v1/documents/{documentId}/holds',
    summary: 'Por qué está retenido un documento, y quién lo retuvo o lo soltó',
    roles: HOLD_READERS,
  },
  {
    ...holding,
    operationId: 'holdDocument',
    path: '/v1/documents/{documentId}/holds',
    summary: 'Retener un documento mientras dure una causa: nadie lo da de baja',
    roles: HOLDERS,
    refusals: ['document-step-refused', 'idempotency-key-reused'],
  },
  {
    ...holding,
    operationId: 'liftDocumentHold',
    path: '/v1/documents/{documentId}/holds/lifting',
    summary: 'Quitar de un documento una causa de retención que terminó',
    roles: HOLD_LIFTERS,
    refusals: ['hold-not-there', 'document-step-refused', 'idempotency-key-reused'],
  },
  {
    ...shared,
    operationId: 'proposeDisposal',
    method: 'POST',
    path: '/v1/disposals',
    summary: 'Proponer la baja de los documentos de expedientes cuyo plazo terminó',
    roles: DISPOSAL_PROPOSERS,
    personalData: true,
    idempotent: true,
    body: z.strictObject({ fileIds: z.array(uuidSchema).min(1).max(MOST_FILES), reason: reasonSchema }),
    success: { status: 201, body: disposalAnswer },
    refusals: ['nothing-to-dispose', 'idempotency-key-reused'],
  },
  {
    ...shared,
    operationId: 'listDisposals',
    method: 'GET',
    path: '/v1/disposals',
    summary: 'Propuestas de baja por estado, las más antiguas primero',
    roles: DISPOSAL_READERS,
    query: z.strictObject({ ...pageQueryFields, status: stateSchema(disposalMachine).default('proposed') }),
    success: { status: 200, body: pageOf(disposalSummary) },
  },
  {
    ...ofDisposal,
    operationId: 'getDisposal',
    method: 'GET',
    path: '/v1/disposals/{disposalId}',
    summary: 'Una propuesta de baja y qué fue de cada expediente',
    roles: DISPOSAL_READERS,
    success: { status: 200, body: disposalAnswer },
  },
  {
    ...deciding,
    operationId: 'approveDisposal',
    path: '/v1/disposals/{disposalId}/approval',
    summary: 'Autorizar una baja que propuso otra persona; se ejecuta enseguida',
    success: { status: 202, body: disposalAnswer },
    refusals: ['same-person', 'disposal-step-refused', 'idempotency-key-reused'],
  },
  {
    ...deciding,
    operationId: 'rejectDisposal',
    path: '/v1/disposals/{disposalId}/rejection',
    summary: 'Rechazar una propuesta de baja',
    success: { status: 200, body: disposalAnswer },
    refusals: ['disposal-step-refused', 'idempotency-key-reused'],
  },
]);
