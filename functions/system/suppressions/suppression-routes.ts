import * as z from 'zod';
import { historyAnswerSchema } from '../../../shared/http/history-answer.ts';
import { defineRoutes } from '../../../shared/http/route-table.ts';
import { instantText, reasonSchema } from '../../../shared/http/wire.ts';
import { suppressedBecauseSchema, suppressionSchema } from '../../../shared/mail/suppression.ts';
import { MAIL_KEEPERS } from '../roles-of-system.ts';

const address = z.strictObject({ email: z.email('Escriba un correo completo.').max(254) });

export const suppressionAnswer = z.object({
  status: z.enum([...suppressionSchema.shape.state.options, 'never']),
  statusName: z.string(),
  because: suppressedBecauseSchema
    .nullable()
    .describe('bounce: la dirección devolvió el correo; complaint: su dueño lo marcó como no deseado'),
  since: instantText.nullable().describe('Última vez que volvió un correo'),
  history: historyAnswerSchema,
});

const shared = {
  servedBy: 'api',
  method: 'POST',
  tag: 'Correos',
  roles: MAIL_KEEPERS,
  personalData: true,
  success: { status: 200, body: suppressionAnswer },
} as const;

/** Addresses from which mail came back. They travel in the body: an address has no place in a log of URLs. */
export const suppressionRoutes = defineRoutes([
  {
    ...shared,
    operationId: 'findMailSuppression',
    path: '/v1/mail-suppressions/search',
    summary: 'Saber si se dejó de escribir a una dirección, y por qué',
    readsOnly: true,
    body: address,
  },
  {
    ...shared,
    operationId: 'liftMailSuppression',
    path: '/v1/mail-suppressions/lifting',
    summary: 'Volver a escribir a una dirección que devolvió un correo',
    idempotent: true,
    body: address.extend({
      reason: reasonSchema,
      ownerAsked: z
        .boolean()
        .default(false)
        .describe('El dueño lo pidió: obligatorio si había marcado el correo como no deseado'),
    }),
    refusals: ['address-not-suppressed', 'owner-did-not-ask', 'idempotency-key-reused'],
  },
]);
