import { html, type SafeHtml } from '../../../shared/documents/html-text.ts';
import type { PageReply } from '../../../shared/http/page-handler.ts';
import { INSTITUTE } from '../../../shared/institute/institute-contact.ts';

export const STYLE_PATH = '/estilo.css';

/** A page of ours: one column, one heading, no script. */
export function framed(status: number, title: string, body: SafeHtml, more: Partial<PageReply> = {}): PageReply {
  return {
    ...more,
    status,
    html: html`<!doctype html>
<html lang="es-MX">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<link rel="stylesheet" href="${STYLE_PATH}">
</head>
<body>
<header><p>${INSTITUTE.name}</p></header>
<main>
${body}
</main>
</body>
</html>
`,
  };
}

/** What is wrong with a form, first on the page and in reach of whoever listens to it. */
export const faultSummary = (
  faults: readonly SafeHtml[],
): SafeHtml => html`<div class="fault" role="alert" tabindex="-1" autofocus>
<h2>Hay algo que corregir</h2>
<ul>${faults.map((fault) => html`<li>${fault}</li>`)}</ul>
</div>`;
