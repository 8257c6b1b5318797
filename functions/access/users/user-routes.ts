import * as z from 'zod';
import { historyAnswerSchema } from '../../../shared/http/history-answer.ts';
import { defineRoutes } from '../../../shared/http/route-table.ts';
import { officeWireSchema, pageOf, pageQueryFields, reasonSchema, uuidSchema } from '../../../shared/http/wire.ts';
import { ROLE_POSTS, ROLES } from '../../../shared/institute/posts.ts';
import { ADMINISTRATORS, APPROVERS, SUSPENDERS, USER_READERS } from '../roles-of-access.ts';
import { userStateSchema } from './user.ts';

const TAG = 'Usuarios';
const params = z.strictObject({ userId: uuidSchema });
const unique = <Item extends z.ZodType>(item: Item) =>
  z.array(item).refine((list) => new Set(list).size === list.length, 'No repita valores.');
const postSchema = z.enum(ROLES.filter((role) => ROLE_POSTS[role].kind === 'person'));
const rightsFields = {
  roles: unique(postSchema).min(1, 'Indique al menos un puesto.').describe('Puestos'),
  offices: unique(officeWireSchema).default([]).describe('Oficinas, de los puestos de oficina'),
  portfolio: z.string().trim().min(2).max(60).nullable().default(null).describe('Cartera del abogado externo'),
};
const rightsOut = z.object({
  roles: z.array(z.string()),
  offices: z.array(z.string()),
  portfolio: z.string().nullable(),
});

export const userAnswer = z.object({
  userId: z.string(),
  status: userStateSchema,
  statusName: z.string(),
  subject: z
    .string()
    .nullable()
    .describe('Identificador en los accesos y la bitácora; nulo mientras no entra al directorio'),
  name: z.string(),
  email: z.string(),
  ...rightsOut.shape,
  wanted: rightsOut.nullable().describe('Lo solicitado, mientras espera autorización'),
  history: historyAnswerSchema,
});

const success = { status: 200, body: userAnswer } as const;
const shared = { servedBy: 'api', tag: TAG, personalData: true } as const;
const refusals = ['user-state-refused', 'same-person', 'idempotency-key-reused', 'busy-try-later'] as const;
const step = { ...shared, method: 'POST', idempotent: true, params, success, refusals } as const;
const versioned = { ...step, ifMatch: true } as const;
const because = z.strictObject({ reason: reasonSchema });

/** Who has access: asked for by Sistemas, approved by another person where it moves money or rights. */
export const userRoutes = defineRoutes([
  {
    ...shared,
    operationId: 'listUsers',
    method: 'GET',
    path: '/v1/users',
    summary: 'Usuarios por estado: quién tiene qué',
    roles: USER_READERS,
    query: z.strictObject({ ...pageQueryFields, status: userStateSchema.default('active') }),
    success: { status: 200, body: pageOf(userAnswer) },
  },
  {
    ...shared,
    operationId: 'getUser',
    method: 'GET',
    path: '/v1/users/{userId}',
    summary: 'Un usuario: sus accesos y quién los dio',
    roles: USER_READERS,
    params,
    success,
  },
  {
    ...shared,
    operationId: 'createUser',
    method: 'POST',
    path: '/v1/users',
    summary: 'Dar de alta a un usuario; si mueve dinero o accesos, queda por autorizar',
    roles: ADMINISTRATORS,
    idempotent: true,
    body: z.strictObject({
      name: z.string().trim().min(3).max(120),
      email: z.email('Escriba un correo completo.').max(128),
      ...rightsFields,
      reason: reasonSchema,
    }),
    success: { status: 201, body: userAnswer },
    refusals: ['user-already-exists', 'rights-refused', 'directory-refused', ...refusals],
  },
  {
    ...versioned,
    operationId: 'changeUserRights',
    path: '/v1/users/{userId}/rights-change',
    summary: 'Cambiar puestos, oficinas o cartera; lo que mueve dinero o accesos queda por autorizar',
    roles: ADMINISTRATORS,
    body: z.strictObject({ ...rightsFields, reason: reasonSchema }),
    refusals: ['rights-refused', ...refusals],
  },
  {
    ...versioned,
    operationId: 'approveUser',
    path: '/v1/users/{userId}/approval',
    summary: 'Autorizar el alta o el cambio de accesos que otra persona solicitó',
    roles: APPROVERS,
    refusals: ['directory-refused', ...refusals],
  },
  {
    ...versioned,
    operationId: 'rejectUser',
    path: '/v1/users/{userId}/rejection',
    summary: 'Rechazar el alta o el cambio de accesos que otra persona solicitó',
    roles: APPROVERS,
    body: because,
  },
  {
    ...step,
    operationId: 'suspendUser',
    path: '/v1/users/{userId}/suspension',
    summary: 'Suspender de inmediato a un usuario',
    roles: SUSPENDERS,
    body: because,
  },
  {
    ...versioned,
    operationId: 'reinstateUser',
    path: '/v1/users/{userId}/reinstatement',
    summary: 'Reactivar a un usuario que otra persona suspendió',
    roles: APPROVERS,
    body: because,
  },
  {
    ...versioned,
    operationId: 'resetUser',
    path: '/v1/users/{userId}/reset',
    summary: 'Restablecer la contraseña y el segundo factor de un usuario',
    roles: ADMINISTRATORS,
    body: because,
  },
  {
    ...versioned,
    operationId: 'signOutUser',
    path: '/v1/users/{userId}/sign-out',
    summary: 'Cerrar todas las sesiones de un usuario',
    roles: ADMINISTRATORS,
    body: because,
  },
]);
