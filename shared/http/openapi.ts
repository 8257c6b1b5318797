import { createDocument, type ZodOpenApiPathsObject } from 'zod-openapi';
import type { RefusalRule } from '../refusals/refusal.ts';
import { PORTAL_SCOPES } from './groups-and-scopes.ts';
import { openApiOperation, problemSchema } from './openapi-operation.ts';
import { type RefusalRules, refusalCatalogue } from './refusal-catalogue.ts';
import type { Route } from './route.ts';
import { routeTableFaults } from './route-table-faults.ts';

export interface OpenApiOptions {
  readonly routes: readonly Route[];
  /** `refuse.rules` of every room that refuses something. */
  readonly refusals: readonly RefusalRules[];
  /** Version of the product. */
  readonly version: string;
  /** Default: the address the document is read from. */
  readonly serverUrl?: string;
}

export type OpenApiDocument = ReturnType<typeof createDocument>;

const ABOUT = `Recuperación de créditos educativos: pagos, archivos del banco, saldos y reportes.

- Los montos son texto en pesos mexicanos con dos decimales, por ejemplo \`"1250.50"\`.
- Las fechas son días en Hermosillo (UTC−7), \`AAAA-MM-DD\`.
- Donde se mueve dinero, la solicitud lleva \`Idempotency-Key\`: repetirla con los mismos datos da el mismo resultado. La clave es de quien la envía: dos personas pueden usar la misma.
- Los errores llegan como \`application/problem+json\` con un \`code\` estable y todas las faltas a la vez en \`errors\`.
- Los ejemplos piden la dirección y un token. En una sola máquina: \`export CARTERA=DIRECCIÓN\` (la que \`npm start\` imprime como «API») y \`export TOKEN="$(npm run --silent token -- cashier --office hermosillo)"\`, con el puesto que la operación pide. En AWS: la dirección de esta página y el token de acceso (no el de identidad) que Cognito entrega al iniciar sesión, o al portal por \`/oauth2/token\`.
- Los identificadores de los ejemplos son inventados: ponga los que responden las consultas, y una \`Idempotency-Key\` nueva para cada operación.
- Antes de la API, la puerta de enlace responde por su cuenta en inglés, como \`application/json\` con \`{"message": "…"}\`, sin \`code\` ni \`x-correlation-id\`: 401 \`Unauthorized\` (token ausente, vencido o ajeno), 403 \`Forbidden\` (falta el alcance), 404 \`Not Found\` (dirección desconocida), 413 \`Request Entity Too Large\` (más de 10 MB), 429 \`Too Many Requests\`, 500 \`Internal Server Error\` y 503 \`Service Unavailable\`. Programe contra el estado, no contra el texto.
- Toda otra respuesta lleva \`x-correlation-id\`; dé ese folio a Sistemas cuando algo falle.`;

/**
 * The OpenAPI 3.1 document of all areas. The same tables give the same document, byte for byte once serialised.
 * Throws with every fault when a table is not fit to serve, or when two rooms give one refusal code.
 * Only for build time: it stands on zod-openapi, which no function carries.
 */
export function openApiDocument(options: OpenApiOptions): OpenApiDocument {
  // Pages are for people: no program has to know them.
  const routes = options.routes.filter(({ servedBy }) => servedBy !== 'page');
  const catalogue = refusalCatalogue(options.refusals);
  const faults = routeTableFaults(routes, new Set(catalogue.keys()));
  if (faults.length > 0) throw new Error(`the route tables have faults:\n${faults.join('\n')}`);
  return createDocument({
    openapi: '3.1.1',
    info: { title: 'Cartera', version: options.version, description: ABOUT },
    servers: [{ url: options.serverUrl ?? '/' }],
    tags: [...new Set(routes.map((route) => route.tag))].map((name) => ({ name })),
    paths: pathsOf(routes, catalogue),
    components: { schemas: { Problem: problemSchema }, securitySchemes },
  });
}

const securitySchemes = {
  person: {
    type: 'http' as const,
    scheme: 'bearer',
    bearerFormat: 'JWT',
    description: 'Token de acceso de una persona; sus grupos `role:…` y `office:…` dan el puesto y la oficina.',
  },
  portal: {
    type: 'oauth2' as const,
    description: 'Cliente de máquina del portal (client credentials).',
    flows: { clientCredentials: { tokenUrl: '/oauth2/token', scopes: { ...PORTAL_SCOPES } } },
  },
};

function pathsOf(routes: readonly Route[], catalogue: ReadonlyMap<string, RefusalRule>): ZodOpenApiPathsObject {
  const paths: ZodOpenApiPathsObject = {};
  for (const route of routes.toSorted((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0))) {
    const method = METHODS[route.method];
    paths[route.path] = { ...paths[route.path], [method]: openApiOperation(route, catalogue) };
  }
  return paths;
}

const METHODS = { GET: 'get', HEAD: 'head', POST: 'post', PUT: 'put', PATCH: 'patch', DELETE: 'delete' } as const;
