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
import { LOSS_AUTHORISERS, ORIGINAL_KEEPERS, ORIGINAL_READERS } from '../roles-of-custody.ts';
import { handOverStateSchema } from './hand-over-act.ts';

const appointmentAnswer = z.object({
  appointmentId: z.string(),
  subject: z.string(),
  name: z.string(),
  email: z.string(),
  from: calendarDateText,
  to: calendarDateText.nullable(),
});

export const custodiansAnswer = z.object({
  office: officeWireSchema,
  on: calendarDateText,
  custodian: appointmentAnswer.nullable().describe('Quien tiene el resguardo ese día'),
  appointments: z.array(appointmentAnswer),
});

const signer = z.object({ subject: z.string(), name: z.string() });

const actSummary = z.object({
  actId: z.string(),
  folio: z.string(),
  office: officeWireSchema,
  status: handOverStateSchema,
  statusName: z.string(),
  openedOn: calendarDateText,
  leaving: signer,
  arriving: signer,
  originals: z.int().describe('En resguardo, en todos los lugares'),
  lent: z.int(),
});

export const handOverAnswer = actSummary.extend({
  places: z.array(z.object({ placeCode: z.string(), placeName: z.string(), originals: z.int() })),
  rounds: z.array(z.object({ roundId: z.string(), placeCode: z.string(), found: z.int(), missing: z.int() })),
  notes: z.string(),
  remarks: z.string().nullable(),
  history: historyAnswerSchema,
});

const shared = { servedBy: 'desk', tag: 'Responsables del resguardo' } as const;
const params = z.strictObject({ actId: uuidSchema });
const words = z.string().trim().min(5).max(2_000);

/** Who keeps the originals of an office on a date, and how they are handed over. */
export const custodianRoutes = defineRoutes([
  {
    ...shared,
    operationId: 'listCustodians',
    method: 'GET',
    path: '/v1/custodians',
    summary: 'Quién tiene el resguardo de cada oficina en una fecha, y los nombramientos',
    roles: ORIGINAL_READERS,
    query: z.strictObject({
      office: officeWireSchema.optional(),
      on: calendarDateSchema.optional().describe('Hoy, si no se indica'),
    }),
    success: { status: 200, body: z.object({ items: z.array(custodiansAnswer) }) },
  },
  {
    ...shared,
    operationId: 'appointCustodian',
    method: 'POST',
    path: '/v1/custodians',
    summary: 'Nombrar a quien tiene el resguardo de una oficina; nunca dos a la vez',
    roles: LOSS_AUTHORISERS,
    idempotent: true,
    body: z.strictObject({
      office: officeWireSchema,
      subject: z.string().trim().min(1).max(80).describe('Identificador del usuario'),
      name: z.string().trim().min(3).max(120),
      email: z.email('Escriba un correo válido.').max(254),
      from: calendarDateSchema,
      to: calendarDateSchema.nullable().default(null),
      reason: reasonSchema,
    }),
    success: { status: 201, body: custodiansAnswer },
    refusals: ['custodian-overlaps', 'custodian-time-refused', 'version-changed', 'idempotency-key-reused'],
  },
  {
    ...shared,
    operationId: 'endCustodian',
    method: 'POST',
    path: '/v1/custodians/endings',
    summary: 'Fijar el último día de quien tiene el resguardo',
    roles: LOSS_AUTHORISERS,
    idempotent: true,
    body: z.strictObject({ office: officeWireSchema, to: calendarDateSchema }),
    success: { status: 200, body: custodiansAnswer },
    refusals: ['no-custodian', 'custodian-time-refused', 'version-changed', 'idempotency-key-reused'],
  },
  {
    ...shared,
    operationId: 'listHandOverActs',
    method: 'GET',
    path: '/v1/hand-over-acts',
    summary: 'Actas de entrega-recepción, por estado',
    roles: ORIGINAL_READERS,
    query: z.strictObject({
      ...pageQueryFields,
      status: handOverStateSchema.default('open'),
      office: officeWireSchema.optional(),
    }),
    success: { status: 200, body: pageOf(actSummary) },
  },
  {
    ...shared,
    operationId: 'openHandOverAct',
    method: 'POST',
    path: '/v1/hand-over-acts',
    summary: 'Abrir el acta con la que entrega el resguardo quien se va (LGA 17)',
    roles: ORIGINAL_KEEPERS,
    idempotent: true,
    body: z.strictObject({
      office: officeWireSchema,
      roundIds: z.array(uuidSchema).max(50).default([]).describe('Inventarios cerrados que dicen lo mismo'),
      notes: words.describe('Lo que quien entrega hace saber'),
    }),
    success: { status: 201, body: handOverAnswer },
    refusals: ['no-custodian', 'hand-over-step-refused', 'idempotency-key-reused'],
  },
  {
    ...shared,
    operationId: 'getHandOverAct',
    method: 'GET',
    path: '/v1/hand-over-acts/{actId}',
    summary: 'Un acta de entrega-recepción',
    roles: ORIGINAL_READERS,
    params,
    success: { status: 200, body: handOverAnswer },
  },
  {
    ...shared,
    operationId: 'acceptHandOverAct',
    method: 'POST',
    path: '/v1/hand-over-acts/{actId}/acceptance',
    summary: 'Aceptar el acta quien recibe, con observaciones o sin ellas',
    roles: ORIGINAL_KEEPERS,
    idempotent: true,
    params,
    body: z.strictObject({ remarks: words.nullable().default(null).describe('Observaciones; vacío: ninguna') }),
    success: { status: 200, body: handOverAnswer },
    refusals: ['same-person', 'hand-over-step-refused', 'idempotency-key-reused'],
  },
  {
    ...shared,
    operationId: 'withdrawHandOverAct',
    method: 'POST',
    path: '/v1/hand-over-acts/{actId}/withdrawal',
    summary: 'Retirar un acta que nadie ha aceptado',
    roles: ORIGINAL_KEEPERS,
    idempotent: true,
    params,
    body: z.strictObject({ reason: reasonSchema }),
    success: { status: 200, body: handOverAnswer },
    refusals: ['same-person', 'hand-over-step-refused', 'idempotency-key-reused'],
  },
  {
    ...shared,
    servedBy: 'render',
    operationId: 'printHandOverAct',
    method: 'GET',
    path: '/v1/hand-over-acts/{actId}/document',
    summary: 'Acta de entrega-recepción (PDF)',
    roles: ORIGINAL_READERS,
    params,
    success: { status: 200, contentType: 'application/pdf' },
  },
]);
