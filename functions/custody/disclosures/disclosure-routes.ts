import * as z from 'zod';
import { defineRoutes } from '../../../shared/http/route-table.ts';
import { calendarDateSchema, calendarDateText, uuidSchema } from '../../../shared/http/wire.ts';
import { DISCLOSERS, DISCLOSURE_READERS } from '../roles-of-custody.ts';
import { GROUNDS, RECIPIENTS } from './disclosure.ts';

export const disclosedAnswer = z.object({
  on: calendarDateText,
  recipient: z.enum(RECIPIENTS),
  recipientTypeName: z.string(),
  recipientName: z.string(),
  ground: z.enum(GROUNDS),
  groundName: z.string(),
  what: z.string(),
  documentId: z.string().nullable(),
  by: z.string(),
  recordedOn: calendarDateText,
});
const words = (most: number) => z.string().trim().min(3).max(most);
const params = z.strictObject({ fileId: uuidSchema });
const shared = { servedBy: 'desk', tag: 'Derechos ARCO', personalData: true, params } as const;

/** To whom data of a person went. */
export const disclosureRoutes = defineRoutes([
  {
    ...shared,
    operationId: 'noteDisclosure',
    method: 'POST',
    path: '/v1/files/{fileId}/disclosures',
    summary: 'Anotar que datos de una persona se comunicaron a alguien de fuera, y con qué fundamento',
    roles: DISCLOSERS,
    idempotent: true,
    body: z.strictObject({
      on: calendarDateSchema.describe('Día en que se entregaron'),
      recipient: z.enum(RECIPIENTS),
      recipientName: words(160),
      ground: z.enum(GROUNDS),
      what: words(500).describe('Qué datos, en palabras'),
      documentId: uuidSchema.nullable().default(null).describe('El oficio o convenio, en la bóveda'),
    }),
    success: { status: 201, body: disclosedAnswer.extend({ fileId: z.string() }) },
    refusals: ['disclosure-refused', 'idempotency-key-reused'],
  },
  {
    ...shared,
    operationId: 'listDisclosures',
    method: 'GET',
    path: '/v1/files/{fileId}/disclosures',
    summary: 'A quién se han comunicado datos de una persona, también con los originales prestados',
    roles: DISCLOSURE_READERS,
    success: { status: 200, body: z.object({ fileId: z.string(), disclosures: z.array(disclosedAnswer) }) },
  },
]);
