import * as z from 'zod';
import { historyAnswerSchema } from '../../../shared/http/history-answer.ts';
import { defineRoutes } from '../../../shared/http/route-table.ts';
import {
  calendarDateSchema,
  calendarDateText,
  moneyOut,
  officeWireSchema,
  pageOf,
  pageQueryFields,
  reasonSchema,
  uuidSchema,
} from '../../../shared/http/wire.ts';
import { placeCodeWire } from '../places/place-routes.ts';
import {
  LOAN_EXTENDERS,
  LOSS_AUTHORISERS,
  ORIGINAL_HANDLERS,
  ORIGINAL_KEEPERS,
  ORIGINAL_READERS,
} from '../roles-of-custody.ts';
import { IDENTIFICATIONS } from './deliver-original.ts';
import { readLabelCode } from './label-code.ts';
import { COURT_STEPS } from './lose-original.ts';
import { ORIGINAL_KINDS, originalStateSchema, PARTY_KINDS } from './original.ts';
import { ORIGINAL_CLASSES } from './original-class.ts';

const WRONG_LABEL = 'El código de la etiqueta no pasa su verificación: léalo o escríbalo de nuevo.';

/** In: the code of a label, as read or typed, with or without hyphens. */
export const labelWire = z
  .string()
  .max(40)
  .meta({ description: 'Código de la etiqueta, con o sin guiones.', example: 'D7K-3M9-QXR1' })
  .transform((text, context) => {
    const code = readLabelCode(text);
    if (code !== undefined) return code;
    context.addIssue({ code: 'custom', message: WRONG_LABEL });
    return z.NEVER;
  });

const text = (most: number) => z.string().trim().min(1).max(most);
const contractWire = text(40).meta({ description: 'Número de contrato, como está impreso.' });

const paperWire = z.discriminatedUnion('kind', [
  // Of a contract there is one, and one note: no number makes a second of them.
  z.strictObject({ kind: z.enum(['contract', 'note']), contractNumber: contractWire }),
  z.strictObject({
    kind: z.literal('guarantee'),
    contractNumber: contractWire,
    number: z.int().min(1).max(99).default(1).describe('De varias garantías de un contrato, cuál'),
  }),
  z.strictObject({
    kind: z.literal('grant'),
    document: z.strictObject({ series: text(40), area: text(60), folio: text(60) }),
  }),
]);

export const originalAnswer = z.object({
  labelCode: z.string(),
  label: z.string().describe('El código como se imprime y se dicta'),
  kind: z.enum(ORIGINAL_KINDS),
  name: z.string(),
  office: officeWireSchema,
  fileId: z.string().nullable(),
  noteId: z.string().nullable(),
  contractNumber: z.string().nullable(),
  document: z.object({ series: z.string(), area: z.string(), folio: z.string() }).nullable(),
  number: z.int(),
  status: originalStateSchema,
  statusName: z.string(),
  class: z.enum(ORIGINAL_CLASSES).nullable().describe('Se deduce del libro hoy; vacío: no es de un contrato'),
  className: z.string().nullable(),
  receivedOn: calendarDateText,
  placeCode: z.string().nullable().describe('Dónde está, si lo tiene el resguardo'),
  loan: z
    .object({
      party: z.object({ kind: z.enum(PARTY_KINDS), id: z.string(), name: z.string() }),
      purpose: z.string(),
      lentOn: calendarDateText,
      deadline: calendarDateText,
      daysLate: z.int(),
      reminders: z.int().describe('Recordatorios que tocan a la fecha'),
    })
    .nullable(),
  endorsement: z
    .object({ to: z.string(), on: calendarDateText })
    .nullable()
    .describe('Endoso en procuración sin cancelar'),
  annotatedPayments: z.int().describe('Pagos anotados en el documento'),
});

export const toAnnotateAnswer = z.object({
  labelCode: z.string(),
  fileId: z.string().nullable(),
  payments: z.array(
    z.object({
      paymentId: z.string(),
      act: z.enum(['write', 'strike']).describe('Anotarlo, o cancelar su anotación porque se devolvió'),
      paidOn: calendarDateText,
      amount: moneyOut,
    }),
  ),
});

export const movementsAnswer = z.object({
  labelCode: z.string(),
  fileId: z.string().nullable(),
  movements: historyAnswerSchema,
});

const annotatedWire = z
  .array(z.string().max(80))
  .max(500)
  .default([])
  .describe('Pagos que se anotaron en el documento en este mismo acto');

const params = z.strictObject({ labelCode: labelWire });
const shared = { servedBy: 'desk', tag: 'Resguardo de originales', personalData: true } as const;
const moving = {
  ...shared,
  method: 'POST',
  idempotent: true,
  ifMatch: true,
  params,
  success: { status: 200, body: originalAnswer },
} as const;
const refusals = [
  ...['original-is-out', 'endorsement-live', 'original-step-refused'],
  ...['version-changed', 'idempotency-key-reused'],
] as const;
const leaving = [...refusals, 'payments-not-annotated', 'annotation-not-due'] as const;

/** Originals on paper: received, stored, lent, delivered, lost; the life of one and the list of many. */
export const originalRoutes = defineRoutes([
  {
    ...shared,
    operationId: 'listOriginals',
    method: 'GET',
    path: '/v1/originals',
    summary: 'Originales por estado, por lugar o de un expediente; los prestados, por la fecha en que deben volver',
    roles: ORIGINAL_READERS,
    query: z
      .strictObject({
        ...pageQueryFields,
        state: originalStateSchema.default('stored'),
        office: officeWireSchema.optional(),
        dueBy: calendarDateSchema.optional().describe('De los prestados: los que deben volver a más tardar ese día'),
        placeCode: placeCodeWire.optional().describe('Los que están ahí, en vez de por estado'),
        fileId: uuidSchema.optional().describe('Todos los del expediente, en vez de por estado'),
      })
      .refine(({ state, dueBy }) => dueBy === undefined || state === 'lent', {
        ...{ path: ['dueBy'], message: '«dueBy» es de los prestados: envíe también «state=lent».' },
      })
      .refine(
        ({ placeCode, fileId, office, dueBy }) =>
          [placeCode, fileId, office ?? dueBy].filter((one) => one !== undefined).length <= 1,
        'Pida por estado (con oficina o fecha), por lugar o por expediente: uno de los tres.',
      ),
    success: { status: 200, body: pageOf(originalAnswer) },
  },
  {
    ...shared,
    operationId: 'receiveOriginal',
    method: 'POST',
    path: '/v1/originals',
    summary: 'Recibir un original en un lugar del resguardo',
    roles: ORIGINAL_KEEPERS,
    idempotent: true,
    body: z.strictObject({ paper: paperWire, placeCode: placeCodeWire }),
    success: { status: 201, body: originalAnswer },
    refusals: ['reception-refused', 'place-closed', 'idempotency-key-reused'],
  },
  {
    ...shared,
    operationId: 'getOriginal',
    method: 'GET',
    path: '/v1/originals/{labelCode}',
    summary: 'Un original: qué es, quién lo tiene y su clase',
    roles: ORIGINAL_READERS,
    params,
    success: { status: 200, body: originalAnswer },
  },
  {
    ...shared,
    operationId: 'listOriginalMovements',
    method: 'GET',
    path: '/v1/originals/{labelCode}/movements',
    summary: 'Historial de movimientos de un original',
    roles: ORIGINAL_READERS,
    params,
    success: { status: 200, body: movementsAnswer },
  },
  {
    ...shared,
    servedBy: 'render',
    operationId: 'printOriginalMovements',
    method: 'GET',
    path: '/v1/originals/{labelCode}/movements/document',
    summary: 'Historial de movimientos de un original (PDF)',
    roles: ORIGINAL_READERS,
    params,
    success: { status: 200, contentType: 'application/pdf' },
  },
  {
    ...shared,
    operationId: 'listPaymentsToAnnotate',
    method: 'GET',
    path: '/v1/originals/{labelCode}/payments-to-annotate',
    summary: 'Pagos parciales que el pagaré aún no dice (LGTOC 17 y 130)',
    roles: ORIGINAL_READERS,
    params,
    success: { status: 200, body: toAnnotateAnswer },
  },
  {
    ...moving,
    operationId: 'annotateOriginal',
    path: '/v1/originals/{labelCode}/annotations',
    summary: 'Registrar que se anotaron pagos en el pagaré',
    roles: ORIGINAL_KEEPERS,
    body: z.strictObject({ payments: z.array(z.string().max(80)).min(1).max(500) }),
    refusals: [...refusals, 'annotation-not-due'],
  },
  {
    ...moving,
    operationId: 'storeOriginal',
    path: '/v1/originals/{labelCode}/placements',
    summary: 'Guardar un original en otro lugar',
    roles: ORIGINAL_KEEPERS,
    body: z.strictObject({ placeCode: placeCodeWire }),
    refusals: [...refusals, 'place-closed'],
  },
  {
    ...moving,
    operationId: 'lendOriginal',
    path: '/v1/originals/{labelCode}/loans',
    summary: 'Prestar un original, con o sin endoso en procuración',
    roles: ORIGINAL_HANDLERS,
    body: z.strictObject({
      party: z.strictObject({
        kind: z.enum(PARTY_KINDS),
        id: text(80),
        name: text(120),
        email: z.email('Escriba un correo válido.').max(254).nullable().default(null),
      }),
      purpose: reasonSchema,
      deadline: calendarDateSchema.describe('Último día para devolverlo'),
      endorsed: z.boolean(),
      annotated: annotatedWire,
    }),
    refusals: [...leaving, 'loan-refused'],
  },
  {
    ...moving,
    operationId: 'extendOriginalLoan',
    path: '/v1/originals/{labelCode}/loan-extensions',
    summary: 'Ampliar el plazo de un préstamo',
    roles: LOAN_EXTENDERS,
    body: z.strictObject({ deadline: calendarDateSchema, reason: reasonSchema }),
    refusals: [...refusals, 'loan-refused'],
  },
  {
    ...moving,
    operationId: 'returnOriginal',
    path: '/v1/originals/{labelCode}/returns',
    summary: 'Recibir de vuelta un original prestado',
    roles: ORIGINAL_HANDLERS,
    body: z.strictObject({ placeCode: placeCodeWire }),
    refusals: [...refusals, 'place-closed'],
  },
  {
    ...moving,
    operationId: 'cancelOriginalEndorsement',
    path: '/v1/originals/{labelCode}/endorsement-cancellations',
    summary: 'Registrar que el endoso se canceló en el documento (LGTOC 41)',
    roles: ORIGINAL_KEEPERS,
    body: z.strictObject({ reason: reasonSchema }),
    refusals,
  },
  {
    ...moving,
    operationId: 'deliverOriginal',
    path: '/v1/originals/{labelCode}/deliveries',
    summary: 'Entregar el original al acreditado que ya pagó',
    roles: ORIGINAL_HANDLERS,
    body: z.strictObject({
      identification: z.enum(IDENTIFICATIONS).describe('Con qué se identificó; sin su número'),
      receiptDocumentId: uuidSchema.nullable().default(null).describe('El acuse firmado, en la bóveda'),
      annotated: annotatedWire,
    }),
    refusals: [...leaving, 'note-not-paid', 'payment-not-final', 'receipt-not-in-vault'],
  },
  {
    ...moving,
    operationId: 'searchOriginal',
    path: '/v1/originals/{labelCode}/searches',
    summary: 'Reportar que un original falta, y buscarlo',
    roles: ORIGINAL_KEEPERS,
    body: z.strictObject({ reason: reasonSchema }),
    refusals,
  },
  {
    ...moving,
    operationId: 'declareOriginalLost',
    path: '/v1/originals/{labelCode}/losses',
    summary: 'Declarar extraviado un original, con su denuncia',
    roles: LOSS_AUTHORISERS,
    body: z.strictObject({
      complaint: z.strictObject({ number: text(60), on: calendarDateSchema }).describe('Denuncia o acta'),
      reason: reasonSchema,
    }),
    refusals: [...refusals, 'same-person', 'original-date-refused'],
  },
  {
    ...moving,
    operationId: 'takeOriginalToCourt',
    path: '/v1/originals/{labelCode}/court-steps',
    summary: 'Registrar un paso de la cancelación y reposición judicial (LGTOC 42 a 68)',
    roles: LOSS_AUTHORISERS,
    body: z.strictObject({
      step: z.enum(COURT_STEPS),
      court: text(120),
      caseNumber: text(60),
      on: calendarDateSchema.describe('De la demanda o de la resolución'),
    }),
    refusals: [...refusals, 'original-date-refused'],
  },
  {
    ...moving,
    operationId: 'findOriginal',
    path: '/v1/originals/{labelCode}/findings',
    summary: 'Registrar que apareció un original que faltaba o se había extraviado',
    roles: ORIGINAL_KEEPERS,
    body: z.strictObject({ placeCode: placeCodeWire, reason: reasonSchema }),
    refusals: [...refusals, 'place-closed'],
  },
  {
    ...moving,
    operationId: 'destroyOriginal',
    path: '/v1/originals/{labelCode}/disposals',
    summary: 'Dar de baja un original por acta',
    roles: LOSS_AUTHORISERS,
    body: z.strictObject({ actId: uuidSchema.describe('El acta de baja documental, en la bóveda') }),
    refusals: [...refusals, 'act-not-in-vault', 'note-not-paid', 'payment-not-final'],
  },
  {
    ...shared,
    servedBy: 'render',
    operationId: 'printOriginalLabels',
    method: 'POST',
    path: '/v1/original-labels',
    summary: 'Hojas de etiquetas con QR, tamaño carta, de 3 × 10 (PDF)',
    roles: ORIGINAL_HANDLERS,
    readsOnly: true,
    body: z.strictObject({
      labelCodes: z.array(labelWire).min(1).max(300),
      from: z.int().min(1).max(30).default(1).describe('Primera etiqueta libre de la hoja'),
    }),
    success: { status: 200, contentType: 'application/pdf' },
  },
]);
