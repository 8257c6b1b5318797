import { Html, html, joinHtml } from './html.ts';
import type { OpenApiReading } from './openapi-reading.ts';
import { coded, operationView, type PlacedOperation } from './operation-view.ts';
import { PAGE_STYLE } from './page-style.ts';

const DOCTYPE = new Html('<!doctype html>');

/**
 * The OpenAPI document as a page in Spanish: operations by tag, with posts, parameters, schemas, refusals and an
 * example call. Self-contained: no script, no font, no request to anybody.
 */
export function referencePage(document: OpenApiReading): string {
  const { info } = document;
  const operations = operationsOf(document);
  const tags = document.tags.map((tag) => tag.name);
  return html`${DOCTYPE}
<html lang="es-MX">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${info.title} ${info.version}: referencia de la API</title>
<style>${new Html(PAGE_STYLE)}</style>
</head>
<body>
<header>
<h1>${info.title}: referencia de la API</h1>
<p>Versión ${info.version}. También como <a href="openapi.json">OpenAPI 3.1</a>.</p>
${introduction(info.description)}
<nav aria-label="Secciones"><ul>${joinHtml(tags.map((tag) => html`<li><a href="#${anchor(tag)}">${tag}</a></li>`))}</ul></nav>
</header>
<main>
${joinHtml(tags.map((tag) => tagView(tag, operations, document.components.schemas)))}
</main>
</body>
</html>
`.markup;
}

function operationsOf(document: OpenApiReading): PlacedOperation[] {
  return Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ method, path, operation })),
  );
}

function tagView(
  tag: string,
  operations: readonly PlacedOperation[],
  schemas: OpenApiReading['components']['schemas'],
): Html {
  const own = operations.filter(({ operation }) => operation.tags.includes(tag));
  return html`<section aria-labelledby="${anchor(tag)}">
<h2 id="${anchor(tag)}">${tag}</h2>
${joinHtml(
  own.map((placed) => operationView(placed, schemas)),
  '\n',
)}
</section>
`;
}

const anchor = (tag: string): string =>
  tag
    .normalize('NFD')
    .replace(/[^\w]+/g, '-')
    .toLowerCase();

/** Paragraphs and "- " lists of the document's description. */
function introduction(text: string): Html {
  const blocks = text.split(/\n\n+/).map((block) => {
    if (!block.startsWith('- ')) return html`<p>${coded(block)}</p>`;
    return html`<ul>${joinHtml(block.split('\n').map((line) => html`<li>${coded(line.slice(2))}</li>`))}</ul>`;
  });
  return joinHtml(blocks);
}
