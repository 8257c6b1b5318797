import { html, type SafeHtml } from '../../../shared/documents/html-text.ts';
import type { PageReply } from '../../../shared/http/page-handler.ts';
import { whereToAsk } from '../../../shared/institute/institute-contact.ts';
import { faultSummary, framed } from './page-frame.ts';

const TITLE = 'Ver su estado de cuenta';

/** What a link shows to whoever has only the link: nothing personal. `wrong` after a wrong datum. */
export function landingPage(wrong?: { readonly left: number }): PageReply {
  const fault = wrong && wrongText(wrong.left);
  const body = html`<h1>${TITLE}</h1>
${fault === undefined ? null : faultSummary([html`<a href="#dato">${fault}</a>`])}
<form method="post" novalidate>
<p>Para mostrarle su estado de cuenta necesitamos saber que es usted. Escriba <strong>uno</strong> de estos datos:</p>
<ul class="plain">
<li>los últimos 4 caracteres de su número de contrato (está en su contrato y en sus recibos), o</li>
<li>los últimos 4 caracteres de su CURP.</li>
</ul>
<label for="dato">Últimos 4 de su contrato o de su CURP</label>
<p class="hint" id="ayuda">Por ejemplo: 0123. Puede pegar el número completo.</p>
${fault === undefined ? null : html`<p class="error" id="error">Error: ${fault}</p>`}
<input id="dato" name="dato" autocomplete="off" autocapitalize="characters" spellcheck="false" required${
    fault === undefined ? html` aria-describedby="ayuda"` : html` aria-invalid="true" aria-describedby="error ayuda"`
  }>
<button>Ver mi estado de cuenta</button>
</form>
<p>Nunca le pediremos contraseñas ni datos de tarjeta.</p>`;
  return framed(wrong === undefined ? 200 : 422, wrong === undefined ? TITLE : `Error: ${TITLE}`, body);
}

function wrongText(left: number): string {
  const tries = left === 1 ? 'Le queda 1 intento' : `Le quedan ${left} intentos`;
  return `El dato no coincide. Revíselo en su contrato o en su CURP. ${tries} antes de una pausa de 15 minutos.`;
}

/** Too many wrong data for now. */
export function pausedPage(seconds: number): PageReply {
  const minutes = Math.ceil(seconds / 60);
  const body = html`<h1>Espere unos minutos</h1>
<p>Se dieron varios datos que no coinciden. Vuelva a intentarlo en ${minutes === 1 ? '1 minuto' : `${minutes} minutos`}, con la misma liga.</p>
<p>Si necesita ayuda, acuda a ${whereToAsk()}.</p>`;
  return framed(429, 'Espere unos minutos', body, { headers: { 'retry-after': String(seconds) } });
}

/** Of a file whose links were blocked: only who has a link of it can get here. */
export function blockedPage(): PageReply {
  const body = html`<h1>Su liga está bloqueada</h1>
<p>Se dieron demasiados datos que no coinciden. Por seguridad bloqueamos las ligas de su expediente; nadie vio sus datos.</p>
<p>Para volver a consultarlo, acuda a ${whereToAsk()}.</p>`;
  return framed(403, 'Su liga está bloqueada', body);
}

/** One page for every link that is over, was never ours or is of something else. */
export function deadPage(): PageReply {
  const body = html`<h1>Esta liga ya no funciona</h1>
<p>Pudo vencer, o se envió otra más reciente. <a href="/solicitar">Pida otra liga</a>: le llega a su correo en unos minutos.</p>
<p>Si la copió del correo, revise que esté completa. ¿Dudas? Acuda a ${whereToAsk()}.</p>`;
  return framed(404, 'Esta liga ya no funciona', body);
}

/** The session is over, or there was none. */
export function sessionOverPage(cookies: readonly string[] = []): PageReply {
  const body = html`<h1>Su consulta terminó</h1>
<p>Por seguridad se cierra sola después de 15 minutos. Para volver a entrar, abra la liga de su correo, o <a href="/solicitar">pida otra</a>.</p>`;
  return framed(403, 'Su consulta terminó', body, { cookies });
}

/** After closing by hand. */
export function closedPage(cookies: readonly string[]): PageReply {
  const body = html`<h1>Cerró su consulta</h1>
<p>Ya puede dejar este equipo. Para volver a entrar, abra la liga de su correo.</p>`;
  return framed(200, 'Cerró su consulta', body, { cookies });
}

/** What went wrong that is nobody's datum. */
export function wrongPage(
  status: number,
  title: string,
  text: SafeHtml,
  headers: Record<string, string> = {},
): PageReply {
  return framed(status, title, html`<h1>${title}</h1>\n<p>${text}</p>\n<p>¿Dudas? Acuda a ${whereToAsk()}.</p>`, {
    headers,
  });
}
