import type { ReferenceDeps } from './reference-deps.ts';

/** The OpenAPI 3.1 document of all areas. */
export async function readOpenApi(deps: ReferenceDeps) {
  return { bytes: deps.openApiJson };
}

/** The reference page for people, in Spanish. */
export async function readReference(deps: ReferenceDeps) {
  return { bytes: deps.page };
}
