import * as z from 'zod';
import { defineRoutes } from '../../../shared/http/route-table.ts';
import { instantText, reasonSchema, uuidSchema } from '../../../shared/http/wire.ts';
import { signatorySchema } from '../../../shared/links/link.ts';
import { askedDatumSchema, askedNumberSchema } from '../asking/asked.ts';
import { ASKERS, LINK_READERS, LINK_SENDERS, UNBLOCKERS } from '../roles-of-statements.ts';

const ofFile = z.strictObject({ fileId: uuidSchema });
const who = signatorySchema.meta({
  description: '«borrower» o el aval por su número: «cosigner-1».',
  example: 'borrower',
});

export const linkAnswer = z.object({
  linkId: z.string(),
  fileId: z.string(),
  signatory: who,
  noteIds: z.array(z.string()).nullable().describe('Pagarés que muestra; nulo si todos'),
  bornBy: z.enum(['request', 'staff', 'monthly']),
  askedBy: z.string(),
  bornAt: instantText,
  validUntil: instantText,
  status: z.string(),
  statusName: z.string(),
  isLive: z.boolean().describe('Si hoy deja entrar a quien dé el dato'),
});

export const linksAnswer = z.object({
  fileId: z.string(),
  isBlocked: z.boolean().describe('Por demasiados datos equivocados: solo Coordinación de cartera desbloquea'),
  links: z.array(linkAnswer),
  undeliverable: z
    .array(z.object({ signatory: who, because: z.enum(['bounced', 'suppressed']), since: instantText }))
    .describe('De quién hay que actualizar el correo: devolvió los envíos'),
  views: z.array(z.object({ linkId: z.string(), signatory: who, at: instantText, page: z.string() })),
});

export const askedAnswer = z.object({ message: z.string() });

const shared = { tag: 'Estados de cuenta', servedBy: 'api' } as const;

/** Links as the institute sees them: states and views, never a token, nor the statement as the borrower sees it. */
export const linkRoutes = defineRoutes([
  {
    ...shared,
    operationId: 'askForStatement',
    method: 'POST',
    path: '/v1/statement-requests',
    summary: 'Pedir, por un visitante del portal, la liga de su estado de cuenta',
    roles: ASKERS,
    scope: 'cartera/statements:request',
    body: z.strictObject({
      number: askedNumberSchema,
      datum: askedDatumSchema,
      visitor: z
        .string()
        .min(3)
        .max(64)
        .meta({ description: 'Dirección IP del visitante; se cuenta y no se guarda.', example: '189.203.10.7' }),
    }),
    success: { status: 202, body: askedAnswer },
    refusals: ['too-many-requests'],
  },
  {
    ...shared,
    operationId: 'sendStatementLink',
    method: 'POST',
    path: '/v1/files/{fileId}/statement-links',
    summary: 'Enviar la liga del estado de cuenta al correo registrado',
    roles: LINK_SENDERS,
    idempotent: true,
    personalData: true,
    params: ofFile,
    body: z.strictObject({
      signatory: who.default('borrower'),
      noteIds: z
        .array(uuidSchema)
        .min(1)
        .max(50)
        .optional()
        .describe('Pagarés que muestra; a un aval, los que avala (obligatorio)'),
    }),
    success: { status: 202, body: z.object({ fileId: z.string(), linkId: z.string() }) },
    refusals: [
      'signatory-not-on-file',
      'signatory-without-email',
      'notes-not-on-file',
      'links-blocked',
      'address-new',
      'idempotency-key-reused',
    ],
  },
  {
    ...shared,
    operationId: 'listStatementLinks',
    method: 'GET',
    path: '/v1/files/{fileId}/statement-links',
    summary: 'Ligas de un expediente: qué fue de ellas y cuándo se consultaron',
    roles: LINK_READERS,
    personalData: true,
    params: ofFile,
    success: { status: 200, body: linksAnswer },
  },
  {
    ...shared,
    operationId: 'revokeStatementLink',
    method: 'POST',
    path: '/v1/files/{fileId}/statement-links/{linkId}/revocation',
    summary: 'Revocar una liga',
    roles: LINK_SENDERS,
    idempotent: true,
    personalData: true,
    params: z.strictObject({ fileId: uuidSchema, linkId: uuidSchema }),
    body: z.strictObject({ reason: reasonSchema }),
    success: { status: 200, body: linkAnswer },
    refusals: ['link-over', 'idempotency-key-reused'],
  },
  {
    ...shared,
    operationId: 'unblockStatementLinks',
    method: 'POST',
    path: '/v1/files/{fileId}/statement-links/unblocking',
    summary: 'Desbloquear las ligas de un expediente',
    roles: UNBLOCKERS,
    idempotent: true,
    personalData: true,
    params: ofFile,
    body: z.strictObject({ reason: reasonSchema }),
    success: { status: 200, body: linksAnswer },
    refusals: ['links-not-blocked', 'idempotency-key-reused'],
  },
]);
