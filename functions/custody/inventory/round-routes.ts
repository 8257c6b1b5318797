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
import { labelWire } from '../originals/original-routes.ts';
import { placeCodeWire } from '../places/place-routes.ts';
import { COUNT_REVIEWERS, COUNTERS, ORIGINAL_KEEPERS, ORIGINAL_READERS } from '../roles-of-custody.ts';
import { FINDING_KINDS, roundCountsSchema, roundStateSchema } from './round.ts';

const roundSummary = z.object({
  roundId: z.string(),
  office: officeWireSchema,
  placeCode: z.string(),
  placeName: z.string(),
  status: roundStateSchema,
  statusName: z.string(),
  openedOn: calendarDateText,
  expected: z.int().describe('Originales que según los registros estaban ahí al abrirlo'),
  batches: z.int(),
  labelsRead: z.int(),
  counts: roundCountsSchema.nullable().describe('Resultado; vacío hasta que se cierra'),
});

export const roundAnswer = roundSummary.extend({ history: historyAnswerSchema });

export const findingsAnswer = z.object({
  roundId: z.string(),
  findings: z.array(
    z.object({
      kind: z.enum(FINDING_KINDS),
      kindName: z.string(),
      label: z.string().describe('Código del original, o el texto de una etiqueta que no es de ninguno'),
      name: z.string().nullable(),
      recordedStatus: z.string().nullable().describe('Cómo estaba según los registros al cerrar'),
      recordedPlaceCode: z.string().nullable(),
      fileId: z.string().nullable(),
    }),
  ),
});

export const actedAnswer = z.object({
  roundId: z.string(),
  results: z.array(
    z.object({
      labelCode: z.string(),
      refusal: z.object({ code: z.string(), detail: z.string() }).nullable().describe('Por qué no; vacío: se hizo'),
    }),
  ),
});

const params = z.strictObject({ roundId: uuidSchema });
const shared = { servedBy: 'desk', tag: 'Inventario de originales' } as const;
const asking = { ...shared, method: 'POST', idempotent: true, params } as const;
const success = { status: 200, body: roundAnswer } as const;
const refusals = ['round-step-refused', 'idempotency-key-reused'] as const;
const chosen = z.strictObject({ labelCodes: z.array(labelWire).min(1).max(100) });

/** Inventory rounds by place: opened, counted by labels, compared, acted on, signed. */
export const roundRoutes = defineRoutes([
  {
    ...shared,
    operationId: 'listInventoryRounds',
    method: 'GET',
    path: '/v1/inventory-rounds',
    summary: 'Inventarios, por estado',
    roles: ORIGINAL_READERS,
    query: z.strictObject({
      ...pageQueryFields,
      status: roundStateSchema.default('open'),
      office: officeWireSchema.optional(),
    }),
    success: { status: 200, body: pageOf(roundSummary) },
  },
  {
    ...shared,
    operationId: 'openInventoryRound',
    method: 'POST',
    path: '/v1/inventory-rounds',
    summary: 'Abrir el inventario de un lugar: lo esperado queda fijo',
    roles: COUNTERS,
    idempotent: true,
    body: z.strictObject({ placeCode: placeCodeWire }),
    success: { status: 201, body: roundAnswer },
    refusals: ['round-too-large', 'idempotency-key-reused'],
  },
  {
    ...shared,
    operationId: 'getInventoryRound',
    method: 'GET',
    path: '/v1/inventory-rounds/{roundId}',
    summary: 'Un inventario',
    roles: ORIGINAL_READERS,
    params,
    success,
  },
  {
    ...asking,
    operationId: 'readInventoryLabels',
    path: '/v1/inventory-rounds/{roundId}/labels',
    summary: 'Registrar etiquetas leídas con lector o escritas, por tandas',
    roles: COUNTERS,
    body: z.strictObject({ labels: z.array(z.string().trim().min(1).max(40)).min(1).max(2_000) }),
    success,
    refusals,
  },
  {
    ...asking,
    operationId: 'closeInventoryRound',
    path: '/v1/inventory-rounds/{roundId}/closing',
    summary: 'Cerrar el inventario: compara lo leído con lo esperado',
    roles: COUNTERS,
    ifMatch: true,
    success,
    refusals: [...refusals, 'version-changed'],
  },
  {
    ...asking,
    operationId: 'callOffInventoryRound',
    path: '/v1/inventory-rounds/{roundId}/cancellation',
    summary: 'Cancelar un inventario sin compararlo',
    roles: COUNTERS,
    body: z.strictObject({ reason: reasonSchema }),
    success,
    refusals,
  },
  {
    ...shared,
    operationId: 'listInventoryFindings',
    method: 'GET',
    path: '/v1/inventory-rounds/{roundId}/findings',
    summary: 'Hallazgos de un inventario cerrado',
    roles: ORIGINAL_READERS,
    personalData: true,
    params,
    success: { status: 200, body: findingsAnswer },
  },
  {
    ...asking,
    operationId: 'storeMisplacedOriginals',
    path: '/v1/inventory-rounds/{roundId}/placements',
    summary: 'Registrar que lo que se halló fuera de su lugar se queda donde está',
    roles: ORIGINAL_KEEPERS,
    personalData: true,
    body: chosen,
    success: { status: 200, body: actedAnswer },
    refusals: ['finding-not-there', 'idempotency-key-reused'],
  },
  {
    ...asking,
    operationId: 'searchMissingOriginals',
    path: '/v1/inventory-rounds/{roundId}/searches',
    summary: 'Empezar a buscar lo que faltó en el inventario',
    roles: ORIGINAL_KEEPERS,
    personalData: true,
    body: chosen,
    success: { status: 200, body: actedAnswer },
    refusals: ['finding-not-there', 'idempotency-key-reused'],
  },
  {
    ...asking,
    operationId: 'reviewInventoryRound',
    path: '/v1/inventory-rounds/{roundId}/review',
    summary: 'Revisar un inventario cerrado por otra persona',
    roles: COUNT_REVIEWERS,
    body: z.strictObject({ reason: reasonSchema }),
    success,
    refusals: [...refusals, 'same-person'],
  },
  {
    ...shared,
    servedBy: 'render',
    operationId: 'printInventoryRound',
    method: 'GET',
    path: '/v1/inventory-rounds/{roundId}/document',
    summary: 'Resultado de un inventario (PDF)',
    roles: ORIGINAL_READERS,
    personalData: true,
    params,
    success: { status: 200, contentType: 'application/pdf' },
    refusals: ['round-step-refused'],
  },
  {
    ...shared,
    servedBy: 'render',
    operationId: 'downloadInventoryRound',
    method: 'GET',
    path: '/v1/inventory-rounds/{roundId}/workbook',
    summary: 'Resultado de un inventario (Excel)',
    roles: ORIGINAL_READERS,
    personalData: true,
    params,
    success: { status: 200, contentType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet' },
    refusals: ['round-step-refused'],
  },
]);
