import * as z from 'zod';
import { defineRoutes } from '../../../shared/http/route-table.ts';

const shared = {
  tag: 'Páginas del acreditado',
  servedBy: 'page',
  roles: 'public',
  success: { status: 200, contentType: 'text/html; charset=utf-8' },
} as const;
// Any text: one that is no token gets the same page as one that is over.
const token = z.strictObject({ token: z.string() });
const code = z.strictObject({ code: z.string() });

/** Pages for whoever has a link, and to ask for one. They have no account: tokens and sessions say who may see what. */
export const pageRoutes = defineRoutes([
  { ...shared, operationId: 'openLink', method: 'GET', path: '/e/{token}', summary: 'Abrir una liga', params: token },
  {
    ...shared,
    operationId: 'lookAtLink',
    method: 'HEAD',
    path: '/e/{token}',
    summary: 'Mirar una liga',
    params: token,
  },
  { ...shared, operationId: 'giveDatum', method: 'POST', path: '/e/{token}', summary: 'Dar el dato', params: token },
  { ...shared, operationId: 'showStatement', method: 'GET', path: '/estado', summary: 'Ver el estado de cuenta' },
  { ...shared, operationId: 'lookAtStatement', method: 'HEAD', path: '/estado', summary: 'Mirar el estado de cuenta' },
  {
    ...shared,
    operationId: 'showNote',
    method: 'GET',
    path: '/estado/{number}',
    summary: 'Ver los movimientos de un pagaré',
    params: z.strictObject({ number: z.string() }),
  },
  {
    ...shared,
    operationId: 'showDisputes',
    method: 'GET',
    path: '/estado/aclaraciones',
    summary: 'Ver las aclaraciones y presentar una',
  },
  {
    ...shared,
    operationId: 'presentDispute',
    method: 'POST',
    path: '/estado/aclaraciones',
    summary: 'Presentar una aclaración',
  },
  { ...shared, operationId: 'showPreferences', method: 'GET', path: '/estado/avisos', summary: 'Ver mis avisos' },
  { ...shared, operationId: 'keepPreferences', method: 'POST', path: '/estado/avisos', summary: 'Guardar mis avisos' },
  {
    ...shared,
    operationId: 'showUnsubscribing',
    method: 'GET',
    path: '/b/{token}',
    summary: 'Ver cómo dejar el correo de cada mes',
    params: token,
  },
  {
    ...shared,
    operationId: 'unsubscribe',
    method: 'POST',
    path: '/b/{token}',
    summary: 'Dejar el correo de cada mes',
    params: token,
  },
  { ...shared, operationId: 'closeSession', method: 'POST', path: '/estado/cerrar', summary: 'Cerrar la consulta' },
  {
    ...shared,
    operationId: 'evidenceReceived',
    method: 'GET',
    path: '/recibido',
    summary: 'Saber que un documento llegó',
  },
  { ...shared, operationId: 'showAsking', method: 'GET', path: '/solicitar', summary: 'Ver cómo pedir una liga' },
  { ...shared, operationId: 'lookAtAsking', method: 'HEAD', path: '/solicitar', summary: 'Mirar cómo pedir una liga' },
  { ...shared, operationId: 'askByForm', method: 'POST', path: '/solicitar', summary: 'Pedir una liga' },
  {
    ...shared,
    operationId: 'verifyPaper',
    method: 'GET',
    path: '/verificar/{code}',
    summary: 'Comprobar un documento por su folio',
    params: code,
  },
  {
    ...shared,
    operationId: 'lookAtPaper',
    method: 'HEAD',
    path: '/verificar/{code}',
    summary: 'Mirar la comprobación de un documento',
    params: code,
  },
  {
    ...shared,
    operationId: 'readStyle',
    method: 'GET',
    path: '/estilo.css',
    summary: 'Hoja de estilo de las páginas',
    success: { status: 200, contentType: 'text/css; charset=utf-8' },
  },
]);
