import * as z from 'zod';
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
import { stateSchema } from '../../../shared/transitions/tracked.ts';
import { CONTENT_TYPES } from '../../../shared/vault/content-type.ts';
import { DOCUMENT_KINDS, SUBJECT_TYPES } from '../../../shared/vault/document-kinds.ts';
import { documentMachine } from '../../../shared/vault/document-machine.ts';
import { documentKindSchema } from '../../../shared/vault/vault-document.ts';
import { DISPOSITIONS } from '../../../shared/vault/vault-objects.ts';
import { BATCH_SCANNERS, DOCUMENT_READERS, OPENING_READERS, SCANNERS } from '../roles-of-custody.ts';
import { PURPOSES } from './opening-store.ts';

const kinds = Object.entries(DOCUMENT_KINDS)
  .map(([kind, { nameEs }]) => `${kind} (${nameEs})`)
  .join(', ');
const kindWire = documentKindSchema.meta({ description: `Clase de documento: ${kinds}.`, example: 'promissory-note' });

const subjectWire = z
  .strictObject({ type: z.enum(SUBJECT_TYPES), id: z.string().trim().min(1).max(100) })
  .meta({ description: 'De quién o de qué prueba algo.' });

const sha256Wire = z.string().regex(/^[0-9a-f]{64}$/, 'Escriba el SHA-256 del archivo en hexadecimal, con minúsculas.');
/** Their forms fit an answer of API Gateway. */
const MOST_BATCH_ROWS = 200;

export const documentAnswer = z.object({
  documentId: z.string(),
  fileId: z.string().nullable(),
  office: officeWireSchema,
  kind: z.string(),
  kindName: z.string(),
  proves: z.object({ type: z.string(), id: z.string() }),
  status: stateSchema(documentMachine),
  statusName: z.string(),
  contentType: z.enum(CONTENT_TYPES),
  bytes: z.int(),
  sha256: z.string(),
  fileName: z.string(),
  scannedBy: z.string().nullable().describe('Qué lo revisó; vacío: lo hizo el Instituto o no se ha revisado'),
  refusal: z.string().nullable().describe('Por qué se rechazó y qué hacer'),
  threat: z.string().nullable(),
  replaces: z.string().nullable(),
  replacedBy: z.string().nullable(),
  onHold: z.boolean().describe('Un juicio, aclaración o corrección abiertos impiden darlo de baja'),
  requestedBy: z.string(),
  on: calendarDateText,
  requestedAt: instantText,
});

const formAnswer = z
  .object({ url: z.string(), fields: z.record(z.string(), z.string()), expiresInSeconds: z.int() })
  .nullable()
  .describe('Formulario para subir los bytes a S3 (POST, campo file al final); vacío: ya están');

export const missingAnswer = z.object({
  fileId: z.string(),
  isComplete: z.boolean(),
  ruleSource: z.string(),
  missing: z.array(
    z.object({
      kind: z.string(),
      kindName: z.string(),
      proves: z.object({ type: z.string(), id: z.string() }),
      contractNumber: z.string().nullable(),
    }),
  ),
});

export const openingAnswer = z.object({
  documentId: z.string(),
  at: instantText,
  by: z.string(),
  roles: z.array(z.string()),
  purpose: z.string(),
  purposeName: z.string(),
  reason: z.string(),
  disposition: z.enum(DISPOSITIONS),
});

const params = z.strictObject({ documentId: uuidSchema });
const ofFile = z.strictObject({ fileId: uuidSchema });
const shared = { servedBy: 'api', tag: 'Bóveda de documentos', personalData: true } as const;

/** Scans of papers, from the form by which they come to who opened them. */
export const scanRoutes = defineRoutes([
  {
    ...shared,
    operationId: 'requestDocumentUpload',
    method: 'POST',
    path: '/v1/files/{fileId}/documents',
    summary: 'Registrar un documento digitalizado y obtener el formulario para subirlo',
    roles: SCANNERS,
    idempotent: true,
    params: ofFile,
    body: z.strictObject({
      kind: kindWire,
      proves: subjectWire,
      contentType: z.enum(CONTENT_TYPES),
      bytes: z.int().positive(),
      sha256: sha256Wire,
      fileName: z.string().trim().min(1).max(200),
      replaces: uuidSchema.optional().describe('El documento al que reemplaza'),
    }),
    success: { status: 201, body: z.object({ document: documentAnswer, form: formAnswer }) },
    refusals: ['document-not-uploadable', 'subject-not-of-file', 'document-not-replaceable', 'idempotency-key-reused'],
  },
  {
    ...shared,
    operationId: 'batchScans',
    method: 'POST',
    path: '/v1/scan-batches',
    summary: 'Subir muchos documentos por su nombre: qué se hará con cada uno, y el formulario de los que faltan',
    roles: BATCH_SCANNERS,
    body: z.strictObject({
      isTrial: z.boolean().default(false).describe('Sólo mira: no registra nada'),
      rows: z
        .array(
          z.strictObject({
            fileName: z.string().trim().min(1).max(200).describe('«CE-2014-00231 pagare.pdf»: contrato, qué es, tipo'),
            bytes: z.int().positive(),
            sha256: sha256Wire,
          }),
        )
        .min(1)
        .max(MOST_BATCH_ROWS),
    }),
    success: {
      status: 200,
      body: z.object({
        rows: z.array(
          z.object({
            fileName: z.string(),
            outcome: z.string(),
            outcomeName: z.string(),
            contractNumber: z.string().nullable(),
            noteId: z.string().nullable(),
            documentId: z.string().nullable(),
            form: formAnswer,
          }),
        ),
      }),
    },
  },
  {
    ...shared,
    operationId: 'listDocumentsOfFile',
    method: 'GET',
    path: '/v1/files/{fileId}/documents',
    summary: 'Documentos de un expediente, por lo que prueban',
    roles: DOCUMENT_READERS,
    params: ofFile,
    query: z
      .strictObject({
        ...pageQueryFields,
        provesType: z.enum(SUBJECT_TYPES).optional(),
        provesId: z.string().max(100).optional().describe('Junto con provesType'),
      })
      .refine(({ provesType, provesId }) => (provesType === undefined) === (provesId === undefined), {
        ...{ path: ['provesId'], message: 'Envíe «provesType» y «provesId» juntos, o ninguno.' },
      }),
    success: { status: 200, body: pageOf(documentAnswer) },
  },
  {
    ...shared,
    operationId: 'listMissingDocuments',
    method: 'GET',
    path: '/v1/files/{fileId}/missing-documents',
    summary: 'Lo que le falta a un expediente para estar completo',
    roles: DOCUMENT_READERS,
    params: ofFile,
    success: { status: 200, body: missingAnswer },
  },
  {
    ...shared,
    operationId: 'getDocument',
    method: 'GET',
    path: '/v1/documents/{documentId}',
    summary: 'Un documento y cómo está',
    roles: DOCUMENT_READERS,
    params,
    success: { status: 200, body: documentAnswer },
  },
  {
    ...shared,
    operationId: 'openDocument',
    method: 'POST',
    path: '/v1/documents/{documentId}/openings',
    summary: 'Obtener una liga de un minuto a un documento; queda anotado quién y para qué',
    roles: DOCUMENT_READERS,
    params,
    body: z.strictObject({
      purpose: z.enum(PURPOSES),
      reason: reasonSchema,
      disposition: z.enum(DISPOSITIONS).default('inline').describe('Verlo o guardarlo; un XML siempre se guarda'),
    }),
    success: {
      status: 201,
      body: z.object({
        documentId: z.string(),
        fileId: z.string().nullable(),
        url: z.string(),
        expiresInSeconds: z.int(),
      }),
    },
    refusals: ['document-not-in-vault', 'file-blocked'],
  },
  {
    ...shared,
    operationId: 'listDocumentOpenings',
    method: 'GET',
    path: '/v1/documents/{documentId}/openings',
    summary: 'Quién abrió un documento y para qué',
    roles: OPENING_READERS,
    params,
    query: z.strictObject(pageQueryFields),
    success: {
      status: 200,
      body: pageOf(openingAnswer).extend({ documentId: z.string(), fileId: z.string().nullable() }),
    },
  },
]);
