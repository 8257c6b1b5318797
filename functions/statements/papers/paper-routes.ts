import { defineRoutes } from '../../../shared/http/route-table.ts';

/** The statement on paper, drawn in a function of its own. Whose it is says the session, and nothing in the address. */
export const paperRoutes = defineRoutes([
  {
    operationId: 'printStatement',
    method: 'GET',
    path: '/estado/documento',
    servedBy: 'render',
    summary: 'Descargar el estado de cuenta (PDF)',
    tag: 'Páginas del acreditado',
    roles: 'public',
    success: { status: 200, contentType: 'application/pdf' },
  },
]);
