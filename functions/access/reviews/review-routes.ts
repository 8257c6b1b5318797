import * as z from 'zod';
import { defineRoutes } from '../../../shared/http/route-table.ts';
import {
  calendarDateText,
  instantText,
  pageOf,
  pageQueryFields,
  reasonSchema,
  uuidSchema,
} from '../../../shared/http/wire.ts';
import { APPROVERS, REVIEWERS, USER_READERS } from '../roles-of-access.ts';
import { decisionSchema, reviewEntrySchema, reviewStateSchema } from './review.ts';

const TAG = 'Revisión de accesos';
const params = z.strictObject({
  quarter: z
    .string()
    .regex(/^\d{4}-Q[1-4]$/, 'Escriba el trimestre como 2026-Q3.')
    .describe('Trimestre: 2026-Q3'),
});

const reviewSummary = z.object({
  quarter: z.string(),
  status: reviewStateSchema,
  statusName: z.string(),
  openedOn: calendarDateText,
  dueOn: calendarDateText,
  overdue: z.boolean().describe('Sin firma después de su fecha'),
  users: z.int(),
  undecided: z.int().describe('Usuarios sin resolver'),
  signature: z.object({ by: z.string(), at: instantText, hash: z.string() }).nullable(),
  intact: z.boolean().nullable().describe('Si lo firmado sigue siendo lo que se firmó; nulo sin firma'),
});

export const reviewAnswer = reviewSummary.extend({
  entries: z.array(reviewEntrySchema.extend({ decision: decisionSchema.nullable() })),
  strangers: z
    .array(z.object({ subject: z.string(), groups: z.array(z.string()) }))
    .describe('En el directorio sin registro aquí: nadie los autorizó'),
});

const success = { status: 200, body: reviewAnswer } as const;
const shared = { servedBy: 'api', tag: TAG, personalData: true } as const;
const refusals = ['review-signed', 'idempotency-key-reused', 'busy-try-later'] as const;

/** Every quarter somebody looks at who has what, and signs. */
export const reviewRoutes = defineRoutes([
  {
    servedBy: 'api',
    tag: TAG,
    operationId: 'listAccessReviews',
    method: 'GET',
    path: '/v1/access-reviews',
    summary: 'Revisiones trimestrales de accesos, por estado',
    roles: USER_READERS,
    query: z.strictObject({ ...pageQueryFields, status: reviewStateSchema.default('open') }),
    success: { status: 200, body: pageOf(reviewSummary) },
  },
  {
    ...shared,
    operationId: 'getAccessReview',
    method: 'GET',
    path: '/v1/access-reviews/{quarter}',
    summary: 'Una revisión: quién tenía qué y qué se resolvió',
    roles: USER_READERS,
    params,
    success,
  },
  {
    ...shared,
    operationId: 'decideAccessReview',
    method: 'POST',
    path: '/v1/access-reviews/{quarter}/decisions',
    summary: 'Conservar o retirar accesos; nada cambia antes de la firma',
    roles: APPROVERS,
    idempotent: true,
    ifMatch: true,
    params,
    body: z.strictObject({
      decisions: z
        .array(z.strictObject({ userId: uuidSchema, keep: z.boolean(), reason: reasonSchema }))
        .min(1)
        .max(100),
    }),
    success,
    refusals: ['review-decision-refused', 'same-person', ...refusals],
  },
  {
    ...shared,
    operationId: 'signAccessReview',
    method: 'POST',
    path: '/v1/access-reviews/{quarter}/signature',
    summary: 'Firmar la revisión: la congela y retira lo que se resolvió retirar',
    roles: REVIEWERS,
    idempotent: true,
    ifMatch: true,
    params,
    success,
    refusals: ['review-not-complete', ...refusals],
  },
]);
