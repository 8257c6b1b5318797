import * as z from 'zod';
import { defineRoutes } from '../../../shared/http/route-table.ts';
import { calendarDateText, instantText, officeWireSchema, uuidSchema } from '../../../shared/http/wire.ts';
import { workFields } from '../../../shared/jobs/long-work.ts';
import { placeCodeWire } from '../places/place-routes.ts';
import { ORIGINAL_KEEPERS, ORIGINAL_READERS } from '../roles-of-custody.ts';
import { LONGEST_CONTRACT, MOST_ROWS } from './read-list.ts';
import { ROW_KINDS, ROW_OUTCOMES } from './reception.ts';

export const receptionAnswer = z.object({
  receptionId: z.string(),
  office: officeWireSchema,
  status: workFields.state,
  statusName: z.string(),
  isTrial: z.boolean().describe('Ensayo: no recibe nada, solo dice qué pasaría'),
  receivedOn: calendarDateText,
  rows: z.int(),
  rowsDone: z.int(),
  outcomes: z.array(z.object({ outcome: z.enum(ROW_OUTCOMES), outcomeName: z.string(), rows: z.int() })),
  askedAt: instantText,
  endedAt: instantText.nullable(),
});

export const receptionRowsAnswer = z.object({
  items: z.array(
    z.object({
      line: z.int(),
      contractNumber: z.string(),
      placeCode: z.string(),
      kind: z.enum(ROW_KINDS),
      outcome: z.enum(ROW_OUTCOMES),
      outcomeName: z.string(),
      labelCode: z.string().nullable(),
    }),
  ),
  nextCursor: z.string().optional().describe('Presente cuando puede haber más; envíelo como «cursor».'),
});

const params = z.strictObject({ receptionId: uuidSchema });
const shared = { servedBy: 'desk', tag: 'Resguardo de originales' } as const;
const kindWire = z.enum(ROW_KINDS);

/** Many originals received by a list of contracts: tried first, followed, reported row by row. */
export const receptionRoutes = defineRoutes([
  {
    ...shared,
    operationId: 'receiveOriginals',
    method: 'POST',
    path: '/v1/original-receptions',
    summary: 'Recibir originales por lista de contratos (JSON o CSV), o ensayarla',
    roles: ORIGINAL_KEEPERS,
    idempotent: true,
    body: z
      .strictObject({
        isTrial: z.boolean().describe('Verdadero: solo dice qué pasaría con cada renglón'),
        placeCode: placeCodeWire.describe('Dónde se guardan los renglones que no dicen otro lugar'),
        kind: kindWire.describe('Qué son los renglones que no dicen otra cosa'),
        rows: z
          .array(
            z.strictObject({
              contractNumber: z.string().trim().min(1).max(LONGEST_CONTRACT),
              placeCode: placeCodeWire.optional(),
              kind: kindWire.optional(),
            }),
          )
          .max(MOST_ROWS)
          .optional(),
        csv: z.string().min(1).optional().describe('contrato[,lugar[,tipo]] por renglón, con encabezado o sin él'),
      })
      .refine(({ rows, csv }) => (rows === undefined) !== (csv === undefined), 'Envíe «rows» o «csv», uno de los dos.'),
    success: { status: 202, body: receptionAnswer },
    refusals: ['reception-list-refused', 'place-closed', 'idempotency-key-reused'],
  },
  {
    ...shared,
    operationId: 'getOriginalReception',
    method: 'GET',
    path: '/v1/original-receptions/{receptionId}',
    summary: 'Avance de una recepción por lista',
    roles: ORIGINAL_READERS,
    params,
    success: { status: 200, body: receptionAnswer },
  },
  {
    ...shared,
    operationId: 'listOriginalReceptionRows',
    method: 'GET',
    path: '/v1/original-receptions/{receptionId}/rows',
    summary: 'Qué pasó con cada renglón, de 500 en 500',
    roles: ORIGINAL_READERS,
    personalData: true,
    params,
    query: z.strictObject({
      cursor: z
        .string()
        .regex(/^[1-9]\d{0,3}$/, 'Use el «nextCursor» de la página anterior.')
        .default('1'),
    }),
    success: { status: 200, body: receptionRowsAnswer },
  },
]);
