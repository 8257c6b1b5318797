import * as z from 'zod';
import { balanceAnswerSchema, byComponentOut } from '../../../shared/http/balance-answer.ts';
import { historyAnswerSchema } from '../../../shared/http/history-answer.ts';
import { defineRoutes } from '../../../shared/http/route-table.ts';
import {
  calendarDateSchema,
  calendarDateText,
  moneyOut,
  officeWireSchema,
  pageOf,
  pageQueryFields,
  positiveMoneySchema,
  reasonSchema,
  uuidSchema,
} from '../../../shared/http/wire.ts';
import { COMPONENTS } from '../../../shared/loan-book/component.ts';
import { termOverridesSchema } from '../note.ts';
import { ACT_AUTHORISERS, ACT_PROPOSERS, ACT_READERS } from '../roles-of-lending.ts';
import { ATTEMPTS, LOSS_CAUSES, noteActStateSchema } from './note-act.ts';

const TAG = 'Actos sobre contratos';
const params = z.strictObject({ noteActId: uuidSchema });
const valueDate = calendarDateSchema.describe('Día desde el que cuenta');

const actBody = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('correct-terms'),
    valueDate,
    terms: termOverridesSchema
      .omit({ dueDateOnClosedDay: true })
      .extend({
        endOfStudies: calendarDateSchema
          .optional()
          .describe('Término de estudios correcto; de él salen la gracia y el primer vencimiento'),
      })
      .refine((terms) => Object.keys(terms).length > 0, 'Indique al menos una condición.')
      .describe('Solo lo que debe corregirse, como debió ser'),
  }),
  z.strictObject({ kind: z.literal('accelerate'), valueDate }),
  z.strictObject({ kind: z.literal('cure-acceleration'), valueDate }),
  z.strictObject({ kind: z.literal('return-disbursement'), valueDate, amount: positiveMoneySchema }),
  z.strictObject({
    kind: z.literal('write-off'),
    components: z
      .array(z.enum(COMPONENTS))
      .min(1)
      .max(COMPONENTS.length)
      .default([...COMPONENTS])
      .describe('Conceptos que se castigan, completos, como se deban el día en que se autorice'),
    cause: z.enum(LOSS_CAUSES),
    attempts: z
      .array(
        z.strictObject({
          on: calendarDateSchema,
          what: z.enum(ATTEMPTS),
          result: z.string().trim().min(3, 'Diga qué resultó.').max(200).describe('Qué resultó, sin datos personales'),
        }),
      )
      .min(1, 'Diga qué se intentó para cobrar antes de castigar.')
      .max(30)
      .describe('Lo que se intentó para cobrar'),
  }),
]);

const effectAnswer = z.object({ before: balanceAnswerSchema, after: balanceAnswerSchema });

export const noteActAnswer = z.object({
  noteActId: z.string(),
  status: noteActStateSchema,
  statusName: z.string(),
  kind: z.string(),
  kindName: z.string(),
  fileId: z.string(),
  noteId: z.string(),
  contractNumber: z.string(),
  office: officeWireSchema,
  proposedOn: calendarDateText,
  valueDate: calendarDateText.nullable().describe('Vacío en un castigo: cuenta desde el día en que se autoriza'),
  changes: z.record(z.string(), z.unknown()).nullable().describe('Condiciones que cambian, como las lleva el libro'),
  amount: moneyOut.nullable(),
  loss: z
    .object({
      components: z.array(z.enum(COMPONENTS)),
      cause: z.enum(LOSS_CAUSES),
      causeName: z.string(),
      attempts: z.array(
        z.object({ on: calendarDateText, what: z.enum(ATTEMPTS), whatName: z.string(), result: z.string() }),
      ),
      amounts: byComponentOut.nullable().describe('Lo castigado, una vez autorizado'),
    })
    .nullable(),
  mayAuthorise: z.array(z.string()).describe('Puestos que pueden decidirlo'),
  history: historyAnswerSchema,
});
const withEffect = noteActAnswer.extend({
  effect: effectAnswer
    .nullable()
    .describe('El contrato hoy, sin él y con él, si espera decisión y el libro lo aceptaría hoy'),
});

const shared = { servedBy: 'api', tag: TAG, personalData: true } as const;
const success = { status: 200, body: noteActAnswer } as const;
const moving = { ...shared, method: 'POST', idempotent: true, params, success } as const;
const moveRefusals = [
  'note-act-not-open-to',
  'note-act-not-yours',
  'idempotency-key-reused',
  'busy-try-later',
] as const;
const ledgerRefusals = [
  'amount-not-positive',
  'note-cancelled',
  'already-accelerated',
  'not-accelerated',
  'more-than-owed',
  'agreement-alive',
  'date-in-future',
  'date-before-opening',
] as const;
const because = z.strictObject({ reason: reasonSchema });

/** Acts on a note that one person proposes and another authorises. */
export const noteActRoutes = defineRoutes([
  {
    ...shared,
    operationId: 'proposeNoteAct',
    method: 'POST',
    path: '/v1/notes/{noteId}/acts',
    summary: 'Proponer corregir condiciones, vencer anticipadamente, devolver una ministración o castigar',
    roles: ACT_PROPOSERS,
    idempotent: true,
    params: z.strictObject({ noteId: uuidSchema }),
    body: z.strictObject({ act: actBody, reason: reasonSchema }),
    success: { status: 201, body: withEffect },
    refusals: [
      ...ledgerRefusals,
      'note-not-open',
      'note-act-not-yours',
      'note-act-changes-nothing',
      'terms-refused',
      'idempotency-key-reused',
    ],
  },
  {
    ...shared,
    operationId: 'listNoteActs',
    method: 'GET',
    path: '/v1/note-acts',
    summary: 'Actos sobre contratos, por estado',
    roles: ACT_READERS,
    query: z.strictObject({ ...pageQueryFields, status: noteActStateSchema.default('proposed') }),
    success: { status: 200, body: pageOf(noteActAnswer) },
  },
  {
    ...shared,
    operationId: 'getNoteAct',
    method: 'GET',
    path: '/v1/note-acts/{noteActId}',
    summary: 'Un acto sobre un contrato: quién lo pidió, quién lo decidió y qué haría hoy',
    roles: ACT_READERS,
    params,
    success: { status: 200, body: withEffect },
  },
  {
    ...moving,
    operationId: 'authoriseNoteAct',
    path: '/v1/note-acts/{noteActId}/authorisation',
    summary: 'Autorizar lo que otra persona propuso',
    roles: ACT_AUTHORISERS,
    refusals: [...moveRefusals, ...ledgerRefusals, 'same-person'],
  },
  {
    ...moving,
    operationId: 'rejectNoteAct',
    path: '/v1/note-acts/{noteActId}/rejection',
    summary: 'Rechazar lo que otra persona propuso',
    roles: ACT_AUTHORISERS,
    body: because,
    refusals: [...moveRefusals, 'same-person'],
  },
  {
    ...moving,
    operationId: 'withdrawNoteAct',
    path: '/v1/note-acts/{noteActId}/withdrawal',
    summary: 'Retirar una propuesta antes de que se decida',
    roles: ACT_PROPOSERS,
    body: because,
    refusals: moveRefusals,
  },
  {
    ...moving,
    operationId: 'takeBackNoteAct',
    path: '/v1/note-acts/{noteActId}/cancellation',
    summary: 'Cancelar un acto registrado por error, como si no se hubiera hecho',
    roles: ACT_AUTHORISERS,
    body: because,
    refusals: [...moveRefusals, 'same-person', 'already-reversed'],
  },
]);
