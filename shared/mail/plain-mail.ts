import { html, type SafeHtml } from '../documents/html-text.ts';
import { INSTITUTE } from '../institute/institute-contact.ts';

/** What every mail to a borrower warns of. */
export const CARE_ES = 'Nunca le pediremos contraseñas ni datos de tarjeta. No pague a gestores ni a intermediarios.';

export interface MailBody {
  readonly subject: string;
  readonly text: string;
  readonly html: SafeHtml;
  readonly unsubscribeUrl?: string;
}

/** A mail of paragraphs, without a link of its own. */
export const plainMail = (subject: string, paragraphs: readonly string[]): MailBody => ({
  subject,
  text: [...paragraphs.flatMap((paragraph) => [paragraph, '']), INSTITUTE.name, ''].join('\n'),
  html: mailPage(html`${paragraphs.map((paragraph) => html`<p>${paragraph}</p>\n`)}`),
});

/** The frame of a mail's HTML, closed with the institute's name. */
export const mailPage = (body: SafeHtml): SafeHtml => html`<!doctype html>
<html lang="es-MX"><head><meta charset="utf-8"><title>${INSTITUTE.name}</title></head>
<body style="font-family:sans-serif;line-height:1.5;color:#1f2328;max-width:36em">
${body}
<p>${INSTITUTE.name}</p>
</body></html>`;
