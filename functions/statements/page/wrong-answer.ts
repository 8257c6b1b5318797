import { html } from '../../../shared/documents/html-text.ts';
import type { PageReply } from '../../../shared/http/page-handler.ts';
import type { Refusal } from '../../../shared/refusals/refusal.ts';
import { deadPage, wrongPage } from './landing-page.ts';

/** The page of what went wrong; undefined: a fault of ours, to be told by that folio. */
export function wrong(refusal: Refusal | undefined, correlationId: string): PageReply {
  if (refusal === undefined) {
    const text = html`Ocurrió un error que no depende de usted. Inténtelo más tarde; si sigue, díganos este folio: ${correlationId}.`;
    return wrongPage(500, 'No pudimos mostrarle la página', text);
  }
  const { rule, detail, retryAfterSeconds } = refusal;
  if (rule.status === 404) return deadPage();
  const headers: Record<string, string> =
    retryAfterSeconds === undefined ? {} : { 'retry-after': String(Math.ceil(retryAfterSeconds)) };
  if (rule.status === 503) {
    const text = html`En este momento hay muchas consultas. Vuelva a intentarlo en unos segundos.`;
    return wrongPage(503, rule.title, text, headers);
  }
  return wrongPage(rule.status, rule.title, html`${detail}`, headers);
}
