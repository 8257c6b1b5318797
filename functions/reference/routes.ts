import * as z from 'zod';
import { defineRoutes } from '../../shared/http/route-table.ts';
import { calendarDateText } from '../../shared/http/wire.ts';

/** What anybody may read without signing in. Nothing here holds data of the institute. */
export const routes = defineRoutes([
  {
    operationId: 'readHealth',
    method: 'GET',
    path: '/health',
    servedBy: 'api',
    summary: 'Saber si el servicio responde',
    tag: 'Servicio',
    roles: 'public',
    success: {
      status: 200,
      body: z.object({
        status: z.literal('ok'),
        version: z.string().meta({ description: 'Versión del producto.' }),
        stage: z.string().meta({ description: 'Etapa: local, test, production …' }),
        today: calendarDateText.meta({ description: 'Día de negocio de hoy en Hermosillo.' }),
      }),
    },
  },
  {
    operationId: 'readOpenApi',
    method: 'GET',
    path: '/openapi.json',
    servedBy: 'api',
    summary: 'Descargar el documento OpenAPI 3.1',
    tag: 'Servicio',
    roles: 'public',
    success: { status: 200, contentType: 'application/json' },
  },
  {
    operationId: 'readReference',
    method: 'GET',
    path: '/reference',
    servedBy: 'api',
    summary: 'Leer la referencia de la API',
    tag: 'Servicio',
    roles: 'public',
    success: { status: 200, contentType: 'text/html; charset=utf-8' },
  },
]);
