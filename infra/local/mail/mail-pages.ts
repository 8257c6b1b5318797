import PostalMime, { type Attachment } from 'postal-mime';
import { type Answer, htmlAnswer, jsonAnswer } from '../http-messages.ts';
import { page } from '../pages/page.ts';
import { escapeXml } from '../s3/xml.ts';
import type { Mail, Mailbox } from './mailbox.ts';

/** /_local/mail, /_local/mail.json, /_local/mail/<id>, /_local/mail/<id>/message.eml and …/attachments/<n>. */
export async function answerMail(mailbox: Mailbox, path: string): Promise<Answer | undefined> {
  if (path === '/_local/mail.json') return jsonAnswer(200, mailbox.all());
  if (path === '/_local/mail') return htmlAnswer(inbox(mailbox.all()));
  const [, id = '', rest = ''] = /^\/_local\/mail\/([\w-]+)(?:\/(.+))?$/.exec(path) ?? [];
  const message = mailbox.message(id);
  const mail = mailbox.all().find((one) => one.id === id);
  if (message === undefined || mail === undefined) return undefined;
  if (rest === 'message.eml') return download(message, 'message/rfc822', 'correo.eml');
  const { attachments } = await PostalMime.parse(message);
  if (rest === '') return htmlAnswer(mailPage(mail, attachments));
  const attachment = attachments[Number(/^attachments\/(\d+)$/.exec(rest)?.[1] ?? Number.NaN)];
  if (attachment === undefined) return undefined;
  return download(contentOf(attachment), attachment.mimeType, attachment.filename ?? 'adjunto');
}

function inbox(mails: readonly Mail[]): string {
  const rows = [...mails].reverse().map(
    (mail) => `<tr><td>${localTime(mail.at)}</td><td>${escapeXml(mail.to.join(', '))}</td>
      <td><a href="/_local/mail/${mail.id}">${escapeXml(mail.subject || '(sin asunto)')}</a></td>
      <td>${mail.attachments.length}</td></tr>`,
  );
  const table = `<table><tr><th>Hora</th><th>Para</th><th>Asunto</th><th>Adjuntos</th></tr>${rows.join('')}</table>`;
  return page('Correo local', mails.length === 0 ? '<p>Todavía no hay correos.</p>' : table, { refreshSeconds: 5 });
}

function mailPage(mail: Mail, attachments: readonly Attachment[]): string {
  // Scripts, forms and links out stay dead in the sandbox; the stylesheet policy lets only data URLs load.
  const policy = `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'">`;
  const body =
    mail.html === undefined
      ? `<pre>${escapeXml(mail.text ?? '')}</pre>`
      : `<iframe sandbox title="Contenido" srcdoc="${escapeXml(policy + withInlineImages(mail.html, attachments))}"></iframe>
         <details><summary>Como texto</summary><pre>${escapeXml(mail.text ?? '')}</pre></details>`;
  const files = mail.attachments.map(
    ({ fileName, sizeBytes }, index) =>
      `<li><a href="/_local/mail/${mail.id}/attachments/${index}">${escapeXml(fileName)}</a> (${Math.ceil(sizeBytes / 1024)} KB)</li>`,
  );
  return page(
    mail.subject || '(sin asunto)',
    `<p><a href="/_local/mail">← Correo</a> · <a href="/_local/mail/${mail.id}/message.eml">mensaje original</a></p>
     <p>De ${escapeXml(mail.from)} para ${escapeXml(mail.to.join(', '))}, ${localTime(mail.at)}</p>
     ${files.length === 0 ? '' : `<h2>Adjuntos</h2><ul>${files.join('')}</ul>`}${body}`,
  );
}

/** `cid:` images become data URLs, because a sandboxed frame can reach nothing. */
function withInlineImages(html: string, attachments: readonly Attachment[]): string {
  return html.replace(/\bcid:([^"'\s)>]+)/gi, (reference, id: string) => {
    const image = attachments.find(({ contentId }) => contentId?.replace(/^<|>$/g, '') === decodeURIComponent(id));
    if (image === undefined) return reference;
    return `data:${image.mimeType};base64,${contentOf(image).toString('base64')}`;
  });
}

function contentOf({ content }: Attachment): Buffer {
  return typeof content === 'string' ? Buffer.from(content) : Buffer.from(new Uint8Array(content));
}

function download(body: Buffer, contentType: string, fileName: string): Answer {
  const disposition = `attachment; filename*=UTF-8''${encodeURIComponent(fileName)}`;
  return { status: 200, headers: { 'content-type': contentType, 'content-disposition': disposition }, body };
}

/** An instant as Hermosillo's clock shows it. */
function localTime(instant: string): string {
  return new Date(instant).toLocaleString('es-MX', { timeZone: 'America/Hermosillo', hour12: false });
}
