import * as z from 'zod';
import { historyAnswerSchema } from '../../../shared/http/history-answer.ts';
import { defineRoutes } from '../../../shared/http/route-table.ts';
import {
  calendarDateSchema,
  calendarDateText,
  officeWireSchema,
  pageOf,
  pageQueryFields,
  reasonSchema,
  uuidSchema,
} from '../../../shared/http/wire.ts';
import { stateSchema } from '../../../shared/transitions/tracked.ts';
import {
  ARCO_APPROVERS,
  ARCO_HANDLERS,
  ARCO_READERS,
  BLOCK_LIFTERS,
  BLOCK_READERS,
  PERSONAL_DATA_GIVERS,
} from '../roles-of-custody.ts';
import { FINDINGS, NOTICES, REFUSAL_REASON_CODES, RIGHTS } from './arco-catalogue.ts';
import { arcoStateSchema } from './arco-request.ts';
import { blockMachine } from './block.ts';

export const arcoAnswer = z.object({
  requestId: z.string(),
  folio: z.string(),
  fileId: z.string(),
  borrowerId: z.string(),
  office: officeWireSchema,
  status: arcoStateSchema,
  statusName: z.string(),
  right: z.enum(RIGHTS),
  rightName: z.string(),
  representative: z.object({ name: z.string(), powerDocumentId: z.string() }).nullable(),
  requestDocumentId: z.string(),
  identificationDocumentId: z.string(),
  asks: z.string().describe('En palabras de la persona'),
  receivedOn: calendarDateText,
  dueOn: calendarDateText.nullable().describe('Último día de lo que sigue; vacío: nada está pendiente'),
  isLate: z.boolean(),
  preventBy: calendarDateText,
  declineBy: calendarDateText,
  answerBy: calendarDateText,
  lacks: z.string().nullable(),
  cureBy: calendarDateText.nullable(),
  executeBy: calendarDateText.nullable(),
  outcome: z
    .object({
      finding: z.enum(FINDINGS),
      findingName: z.string(),
      reasons: z.array(z.object({ reason: z.enum(REFUSAL_REASON_CODES), name: z.string(), article: z.string() })),
      answer: z.string(),
    })
    .nullable(),
  history: historyAnswerSchema,
});

export const blockAnswer = z.object({
  fileId: z.string(),
  status: stateSchema(blockMachine),
  statusName: z.string(),
  blockedFrom: calendarDateText,
  why: z.string(),
  requestId: z.string(),
  history: historyAnswerSchema,
});

const ofFile = z.strictObject({ fileId: uuidSchema });
const params = z.strictObject({ requestId: uuidSchema });
const text = z.string().trim().min(5, 'Escriba al menos 5 caracteres.').max(2_000);
const noticeWire = z.enum(NOTICES).describe('Cómo se avisó a la persona');
const success = { status: 200, body: arcoAnswer } as const;
const shared = { servedBy: 'api', tag: 'Derechos ARCO', personalData: true } as const;
const step = { ...shared, method: 'POST', roles: ARCO_HANDLERS, idempotent: true, params, success } as const;
const plain = { ...step, body: z.strictObject({ reason: reasonSchema }) } as const;
const told = { ...step, body: z.strictObject({ reason: reasonSchema, notice: noticeWire }) } as const;
const refusals = ['arco-step-refused', 'idempotency-key-reused'] as const;

/** What a person asks about their own data and how it is answered (LGPDPPSO arts. 43 to 49), and the block that a cancellation leaves. */
export const arcoRoutes = defineRoutes([
  {
    ...shared,
    operationId: 'receiveArcoRequest',
    method: 'POST',
    path: '/v1/files/{fileId}/arco-requests',
    summary: 'Registrar una solicitud de acceso, rectificación, cancelación u oposición, firmada y con identificación',
    roles: ARCO_HANDLERS,
    idempotent: true,
    params: ofFile,
    body: z.strictObject({
      right: z.enum(RIGHTS),
      representative: z
        .strictObject({ name: z.string().trim().min(3).max(200), powerDocumentId: uuidSchema })
        .nullable()
        .default(null),
      requestDocumentId: uuidSchema.describe('Solicitud firmada, en la bóveda'),
      identificationDocumentId: uuidSchema.describe('Identificación de quien firma, en la bóveda'),
      asks: text,
      receivedOn: calendarDateSchema,
    }),
    success: { status: 201, body: arcoAnswer },
    refusals: ['proof-not-in-vault', 'arco-term-over', 'idempotency-key-reused'],
  },
  {
    ...shared,
    operationId: 'listArcoRequestsOfFile',
    method: 'GET',
    path: '/v1/files/{fileId}/arco-requests',
    summary: 'Solicitudes ARCO de un expediente',
    roles: ARCO_READERS,
    params: ofFile,
    success: { status: 200, body: z.object({ fileId: z.string(), requests: z.array(arcoAnswer) }) },
  },
  {
    ...shared,
    operationId: 'listArcoRequests',
    method: 'GET',
    path: '/v1/arco-requests',
    summary: 'Solicitudes ARCO por estado, primero la que vence antes',
    roles: ARCO_READERS,
    query: z.strictObject({ ...pageQueryFields, status: arcoStateSchema.default('received') }),
    success: { status: 200, body: pageOf(arcoAnswer) },
  },
  {
    ...shared,
    operationId: 'getArcoRequest',
    method: 'GET',
    path: '/v1/arco-requests/{requestId}',
    summary: 'Una solicitud ARCO, sus plazos y lo que ha pasado con ella',
    roles: ARCO_READERS,
    params,
    success,
  },
  {
    ...told,
    operationId: 'preventArcoRequest',
    path: '/v1/arco-requests/{requestId}/prevention',
    summary: 'Avisar una vez lo que le falta a una solicitud ARCO',
    refusals: ['arco-term-over', ...refusals],
  },
  {
    ...plain,
    operationId: 'cureArcoRequest',
    path: '/v1/arco-requests/{requestId}/cure',
    summary: 'Registrar que llegó lo que le faltaba; el plazo para responder empieza de nuevo',
    refusals: ['arco-term-over', ...refusals],
  },
  {
    ...told,
    operationId: 'declineArcoRequest',
    path: '/v1/arco-requests/{requestId}/declination',
    summary: 'Decir que una solicitud ARCO no es competencia del Instituto, y de quién es',
    refusals: ['arco-term-over', ...refusals],
  },
  {
    ...plain,
    operationId: 'studyArcoRequest',
    path: '/v1/arco-requests/{requestId}/study',
    summary: 'Empezar a analizar una solicitud ARCO que está completa',
    refusals,
  },
  {
    ...told,
    operationId: 'extendArcoTerm',
    path: '/v1/arco-requests/{requestId}/extension',
    summary: 'Ampliar una vez el plazo para responder una solicitud ARCO, con aviso a la persona',
    refusals: ['arco-term-over', 'arco-extended-before', ...refusals],
  },
  {
    ...step,
    operationId: 'proposeArcoAnswer',
    path: '/v1/arco-requests/{requestId}/answer',
    summary: 'Proponer la respuesta a una solicitud ARCO, con los motivos de ley de lo que no procede',
    body: z.strictObject({
      finding: z.enum(FINDINGS),
      reasons: z.array(z.enum(REFUSAL_REASON_CODES)).max(REFUSAL_REASON_CODES.length).default([]),
      answer: text.describe('Como la leerá la persona'),
    }),
    refusals: ['arco-reasons-refused', 'cancellation-refused', ...refusals],
  },
  {
    ...plain,
    operationId: 'returnArcoAnswer',
    path: '/v1/arco-requests/{requestId}/return',
    summary: 'Devolver la respuesta que otra persona propuso a una solicitud ARCO',
    roles: ARCO_APPROVERS,
    refusals: ['same-person', ...refusals],
  },
  {
    ...step,
    operationId: 'approveArcoAnswer',
    path: '/v1/arco-requests/{requestId}/approval',
    summary: 'Autorizar la respuesta que otra persona propuso a una solicitud ARCO, con aviso a la persona',
    roles: ARCO_APPROVERS,
    body: z.strictObject({ notice: noticeWire }),
    refusals: ['same-person', 'cancellation-refused', ...refusals],
  },
  {
    ...told,
    operationId: 'executeArcoRequest',
    path: '/v1/arco-requests/{requestId}/execution',
    summary: 'Registrar que se hizo lo que procedió; una cancelación total bloquea el expediente',
    refusals: ['cancellation-refused', ...refusals],
  },
  {
    ...shared,
    servedBy: 'render',
    operationId: 'downloadPersonalData',
    method: 'GET',
    path: '/v1/arco-requests/{requestId}/personal-data',
    summary: 'Los datos de la persona que pidió acceso y a quien se le concedió (ZIP: XLSX y JSON)',
    roles: PERSONAL_DATA_GIVERS,
    params,
    success: { status: 200, contentType: 'application/zip' },
    refusals: ['arco-step-refused', 'file-blocked'],
  },
  {
    ...shared,
    operationId: 'getFileBlock',
    method: 'GET',
    path: '/v1/files/{fileId}/block',
    summary: 'El bloqueo de un expediente cuyos datos se cancelaron',
    roles: BLOCK_READERS,
    params: ofFile,
    success: { status: 200, body: blockAnswer },
  },
  {
    ...shared,
    operationId: 'liftFileBlock',
    method: 'POST',
    path: '/v1/files/{fileId}/block/lifting',
    summary: 'Quitar el bloqueo de un expediente: la persona volvió, o lo pide una autoridad',
    roles: BLOCK_LIFTERS,
    idempotent: true,
    params: ofFile,
    body: z.strictObject({ reason: reasonSchema }),
    success: { status: 200, body: blockAnswer },
    refusals,
  },
]);
