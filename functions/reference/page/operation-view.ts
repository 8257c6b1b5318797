import { ROLE_POSTS, ROLES } from '../../../shared/institute/posts.ts';
import { exampleCall } from './example-call.ts';
import { type Html, html, joinHtml } from './html.ts';
import type { Operation, Parameter } from './openapi-reading.ts';
import { kindOf, type Schemas, schemaView } from './schema-view.ts';

const PLACES: Readonly<Record<Parameter['in'], string>> = {
  path: 'en la dirección',
  query: 'en la consulta',
  header: 'encabezado',
  cookie: 'cookie',
};

export interface PlacedOperation {
  readonly method: string;
  readonly path: string;
  readonly operation: Operation;
}

/** One operation: closed it shows method, address and purpose; open, who may call it and how. */
export function operationView({ method, path, operation }: PlacedOperation, schemas: Schemas): Html {
  const body = operation.requestBody?.content['application/json']?.schema;
  const answers = Object.entries(operation.responses);
  const success = answers.filter(([status]) => status.startsWith('2'));
  const problems = answers.filter(([status]) => !status.startsWith('2'));
  return html`<details id="${operation.operationId}">
<summary><span class="method ${method}">${method.toUpperCase()}</span> <code>${path}</code> <span>${operation.summary}</span></summary>
<h4>Puestos</h4><p>${rolesOf(operation)}</p>
${section('Parámetros', operation.parameters.length > 0 ? parametersView(operation.parameters, schemas) : undefined)}
${section('Cuerpo (JSON)', body && schemaView(body, schemas))}
${joinHtml(success.map(([status, answer]) => successView(status, answer, schemas)))}
${section('Rechazos', joinHtml(problems.map(([status, answer]) => html`<p><strong>${status}</strong> ${coded(answer.description)}</p>`)))}
<h4>Ejemplo</h4><pre><code>${exampleCall(method, path, operation, schemas)}</code></pre>
</details>`;
}

function section(title: string, content: Html | undefined): Html | undefined {
  return content === undefined ? undefined : html`<h4>${title}</h4>${content}`;
}

function rolesOf(operation: Operation): string {
  const allowed = operation['x-roles'];
  if (allowed === 'public') return 'Cualquiera, sin sesión.';
  const names = ROLES.filter((role) => allowed.includes(role)).map((role) => ROLE_POSTS[role].name);
  return `${names.join(', ')}.`;
}

function parametersView(parameters: readonly Parameter[], schemas: Schemas): Html {
  const rows = parameters.map(
    (
      parameter,
    ) => html`<dt><code>${parameter.name}</code> <small>${PLACES[parameter.in]}, ${kindOf(parameter.schema, schemas)}${parameter.required ? '' : ', opcional'}</small></dt>
<dd>${parameter.description ?? parameter.schema.description}</dd>`,
  );
  return html`<dl>${joinHtml(rows)}</dl>`;
}

function successView(status: string, answer: Operation['responses'][string], schemas: Schemas): Html {
  const [type, media] = Object.entries(answer.content ?? {})[0] ?? [];
  const fields =
    type === 'application/json' && media?.schema !== undefined ? schemaView(media.schema, schemas) : undefined;
  return html`<h4>Respuesta ${status}</h4><p>${type === undefined ? 'Sin contenido.' : html`<code>${type}</code>`}</p>${fields}`;
}

/** Text with `code` and **strong** marks. */
export function coded(text: string): Html {
  const parts = text.split(/(`[^`]+`|\*\*[^*]+\*\*)/);
  return joinHtml(
    parts.map((part) => {
      if (part.startsWith('`')) return html`<code>${part.slice(1, -1)}</code>`;
      return part.startsWith('**') ? html`<strong>${part.slice(2, -2)}</strong>` : html`${part}`;
    }),
  );
}
