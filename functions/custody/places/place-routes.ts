import * as z from 'zod';
import { historyAnswerSchema } from '../../../shared/http/history-answer.ts';
import { defineRoutes } from '../../../shared/http/route-table.ts';
import { officeWireSchema, pageOf, pageQueryFields } from '../../../shared/http/wire.ts';
import { ORIGINAL_HANDLERS, ORIGINAL_KEEPERS, ORIGINAL_READERS } from '../roles-of-custody.ts';
import { PLACE_CODE, placeStateSchema } from './place.ts';

/** In: the code of a place. */
export const placeCodeWire = z
  .string()
  .regex(PLACE_CODE, 'El código de un lugar lleva de 2 a 12 letras mayúsculas, números o guiones: B1-A-12.')
  .meta({ description: 'Código del lugar, como está en su etiqueta.', example: 'B1-A-12' });

const part = z.string().trim().min(1).max(60);
const where = {
  vault: part.describe('Bóveda o local'),
  shelf: part.nullable().default(null).describe('Estante o archivero'),
  box: part.nullable().default(null).describe('Caja o carpeta'),
};

export const placeAnswer = z.object({
  placeCode: z.string(),
  office: officeWireSchema,
  vault: z.string(),
  shelf: z.string().nullable(),
  box: z.string().nullable(),
  name: z.string(),
  status: placeStateSchema,
  statusName: z.string(),
  history: historyAnswerSchema,
});

const params = z.strictObject({ placeCode: placeCodeWire });
const shared = { servedBy: 'desk', tag: 'Lugares del resguardo' } as const;
const moving = {
  ...shared,
  method: 'POST',
  idempotent: true,
  ifMatch: true,
  params,
  roles: ORIGINAL_KEEPERS,
  success: { status: 200, body: placeAnswer },
} as const;

/** The catalogue of places in which originals are kept. */
export const placeRoutes = defineRoutes([
  {
    ...shared,
    operationId: 'listCustodyPlaces',
    method: 'GET',
    path: '/v1/custody-places',
    summary: 'Lugares del resguardo, por oficina',
    roles: ORIGINAL_READERS,
    query: z.strictObject({
      ...pageQueryFields,
      status: placeStateSchema.default('open'),
      office: officeWireSchema.optional(),
    }),
    success: { status: 200, body: pageOf(placeAnswer) },
  },
  {
    ...shared,
    operationId: 'createCustodyPlace',
    method: 'POST',
    path: '/v1/custody-places',
    summary: 'Crear un lugar; su código no cambia nunca',
    roles: ORIGINAL_KEEPERS,
    idempotent: true,
    body: z.strictObject({ placeCode: placeCodeWire, office: officeWireSchema, ...where }),
    success: { status: 201, body: placeAnswer },
    refusals: ['already-exists', 'idempotency-key-reused'],
  },
  {
    ...shared,
    operationId: 'getCustodyPlace',
    method: 'GET',
    path: '/v1/custody-places/{placeCode}',
    summary: 'Un lugar',
    roles: ORIGINAL_READERS,
    params,
    success: { status: 200, body: placeAnswer },
  },
  {
    ...moving,
    operationId: 'renameCustodyPlace',
    path: '/v1/custody-places/{placeCode}/renamings',
    summary: 'Cambiar el nombre de un lugar: sus originales van con él',
    body: z.strictObject(where),
    refusals: ['place-closed', 'version-changed', 'idempotency-key-reused'],
  },
  {
    ...moving,
    operationId: 'closeCustodyPlace',
    path: '/v1/custody-places/{placeCode}/closing',
    summary: 'Cerrar un lugar vacío',
    refusals: ['place-closed', 'place-not-empty', 'version-changed', 'idempotency-key-reused'],
  },
  {
    ...shared,
    servedBy: 'render',
    operationId: 'printCustodyPlaceLabels',
    method: 'POST',
    path: '/v1/custody-place-labels',
    summary: 'Etiquetas de lugares con QR, tamaño carta, de 3 × 10 (PDF)',
    roles: ORIGINAL_HANDLERS,
    readsOnly: true,
    body: z.strictObject({
      placeCodes: z.array(placeCodeWire).min(1).max(300),
      from: z.int().min(1).max(30).default(1).describe('Primera etiqueta libre de la hoja'),
    }),
    success: { status: 200, contentType: 'application/pdf' },
  },
]);
