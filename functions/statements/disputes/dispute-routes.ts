import * as z from 'zod';
import { historyAnswerSchema } from '../../../shared/http/history-answer.ts';
import { defineRoutes } from '../../../shared/http/route-table.ts';
import {
  calendarDateText,
  instantText,
  officeWireSchema,
  pageOf,
  pageQueryFields,
  reasonSchema,
  uuidSchema,
} from '../../../shared/http/wire.ts';
import { signatorySchema } from '../../../shared/links/link.ts';
import { DISPUTE_APPROVERS, DISPUTE_HANDLERS, DISPUTE_READERS, LINK_SENDERS } from '../roles-of-statements.ts';
import { conceptSchema, factsSchema } from './asked-dispute.ts';
import { correctionCitedSchema, disputeStateSchema, FINDINGS } from './dispute.ts';
import { EVIDENCE_KINDS, SCAN_VERDICTS } from './evidence.ts';

export const disputeAnswer = z.object({
  disputeId: z.string(),
  folio: z.string(),
  status: disputeStateSchema,
  statusName: z.string(),
  fileId: z.string(),
  signatory: z.string(),
  noteId: z.string().nullable().describe('Vacío: todo lo que la persona puede ver'),
  contractNumber: z.string().nullable(),
  office: officeWireSchema,
  concept: conceptSchema,
  conceptName: z.string(),
  facts: z.string().describe('En palabras de la persona'),
  receivedOn: calendarDateText,
  acknowledgeBy: calendarDateText,
  answerBy: calendarDateText.describe('Último día para responder'),
  firstAnswerBy: calendarDateText.describe('El mismo, antes de ampliarse'),
  isLate: z.boolean(),
  dataAsked: z.string().nullable(),
  dataBy: calendarDateText.nullable(),
  outcome: z
    .object({
      finding: z.enum(FINDINGS),
      findingName: z.string(),
      answer: z.string(),
      corrections: z.array(correctionCitedSchema),
    })
    .nullable(),
  history: historyAnswerSchema,
});

export const evidenceAnswer = z.object({
  disputeId: z.string(),
  fileId: z.string(),
  files: z.array(
    z.object({
      number: z.int(),
      kind: z
        .enum(EVIDENCE_KINDS)
        .nullable()
        .describe('Por sus primeros bytes; vacío: ninguno de los que se aceptan, o aún no revisado'),
      bytes: z.int(),
      receivedAt: instantText,
      verdict: z.enum(SCAN_VERDICTS),
      documentId: z.string().nullable().describe('En la bóveda, donde se abre; vacío: no está ahí, o todavía no'),
    }),
  ),
});

const params = z.strictObject({ disputeId: uuidSchema });
const shared = { servedBy: 'api', tag: 'Aclaraciones', personalData: true } as const;
const success = { status: 200, body: disputeAnswer } as const;
const moving = { ...shared, method: 'POST', idempotent: true, params, success } as const;
const refusals = ['dispute-not-open-to', 'idempotency-key-reused'] as const;
const because = z.strictObject({ reason: reasonSchema });

/** What people say is wrong with their statement, from its receipt to its answer. */
export const disputeRoutes = defineRoutes([
  {
    ...shared,
    operationId: 'registerDispute',
    method: 'POST',
    path: '/v1/files/{fileId}/disputes',
    summary: 'Registrar la aclaración que una persona presenta en persona o por teléfono',
    roles: LINK_SENDERS,
    idempotent: true,
    params: z.strictObject({ fileId: uuidSchema }),
    body: z.strictObject({
      signatory: signatorySchema.default('borrower'),
      noteId: uuidSchema.optional().describe('Sin él: todo el expediente'),
      concept: conceptSchema,
      facts: factsSchema,
    }),
    success: { status: 201, body: disputeAnswer },
    refusals: ['signatory-not-on-file', 'notes-not-on-file', 'idempotency-key-reused'],
  },
  {
    ...shared,
    operationId: 'listDisputes',
    method: 'GET',
    path: '/v1/disputes',
    summary: 'Aclaraciones por estado, las que vencen antes primero',
    roles: DISPUTE_READERS,
    query: z.strictObject({ ...pageQueryFields, status: disputeStateSchema.default('acknowledged') }),
    success: { status: 200, body: pageOf(disputeAnswer) },
  },
  {
    ...shared,
    operationId: 'getDispute',
    method: 'GET',
    path: '/v1/disputes/{disputeId}',
    summary: 'Una aclaración y lo que ha pasado con ella',
    roles: DISPUTE_READERS,
    params,
    success,
  },
  {
    ...shared,
    operationId: 'listDisputeEvidence',
    method: 'GET',
    path: '/v1/disputes/{disputeId}/evidence',
    summary: 'Documentos de una aclaración; los que el antivirus dio por limpios están en la bóveda',
    roles: DISPUTE_READERS,
    params,
    success: { status: 200, body: evidenceAnswer },
  },
  {
    ...moving,
    operationId: 'acknowledgeDispute',
    path: '/v1/disputes/{disputeId}/acknowledgement',
    summary: 'Acusar de recibido a quien no tiene correo',
    roles: LINK_SENDERS,
    body: because,
    refusals,
  },
  {
    ...moving,
    operationId: 'studyDispute',
    path: '/v1/disputes/{disputeId}/study',
    summary: 'Tomar una aclaración para analizarla',
    roles: DISPUTE_HANDLERS,
    body: z.strictObject({
      movements: z.array(uuidSchema).max(20).default([]).describe('Movimientos de que se trata, si son de alguno'),
    }),
    refusals: [...refusals, 'movement-of-handler'],
  },
  {
    ...moving,
    operationId: 'askDisputeData',
    path: '/v1/disputes/{disputeId}/data-request',
    summary: 'Pedir datos a la persona; sin ellos la aclaración se cierra y puede volver',
    roles: DISPUTE_HANDLERS,
    body: because,
    refusals,
  },
  {
    ...moving,
    operationId: 'receiveDisputeData',
    path: '/v1/disputes/{disputeId}/data',
    summary: 'Anotar que la persona trajo los datos',
    roles: LINK_SENDERS,
    body: because,
    refusals,
  },
  {
    ...moving,
    operationId: 'extendDispute',
    path: '/v1/disputes/{disputeId}/extension',
    summary: 'Ampliar el plazo de respuesta, una vez y con aviso',
    roles: DISPUTE_HANDLERS,
    body: because,
    refusals: [...refusals, 'dispute-extended-before'],
  },
  {
    ...moving,
    operationId: 'proposeDisputeAnswer',
    path: '/v1/disputes/{disputeId}/proposal',
    summary: 'Proponer la respuesta; lo que procede en dinero cita sus correcciones',
    roles: DISPUTE_HANDLERS,
    body: z.strictObject({
      finding: z.enum(FINDINGS),
      answer: z.string().trim().min(20, 'Explique la respuesta.').max(2_000).describe('Lo que leerá la persona'),
      corrections: z.array(correctionCitedSchema.strict()).max(20).default([]),
    }),
    refusals: [...refusals, 'correction-not-found'],
  },
  {
    ...moving,
    operationId: 'returnDisputeAnswer',
    path: '/v1/disputes/{disputeId}/return',
    summary: 'Devolver una respuesta para que se corrija',
    roles: DISPUTE_APPROVERS,
    body: because,
    refusals: [...refusals, 'same-person'],
  },
  {
    ...moving,
    operationId: 'approveDisputeAnswer',
    path: '/v1/disputes/{disputeId}/approval',
    summary: 'Aprobar la respuesta que otra persona propuso; sale por correo',
    roles: DISPUTE_APPROVERS,
    refusals: [...refusals, 'same-person'],
  },
  {
    ...moving,
    operationId: 'handOverDisputeAnswer',
    path: '/v1/disputes/{disputeId}/notice',
    summary: 'Anotar cómo se entregó la respuesta a quien no le llegó por correo',
    roles: LINK_SENDERS,
    body: because,
    refusals,
  },
  {
    ...moving,
    operationId: 'dissentFromDispute',
    path: '/v1/disputes/{disputeId}/dissent',
    summary: 'Anotar que la persona no está de acuerdo con la respuesta',
    roles: LINK_SENDERS,
    body: because,
    refusals: [...refusals, 'dissent-too-late'],
  },
]);
