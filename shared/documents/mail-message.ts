import { createHash } from 'node:crypto';
import MailComposer from 'nodemailer/lib/mail-composer';
import { isMailAddress } from '../mail/mail-address.ts';
import type { SafeHtml } from './html-text.ts';
import { refuseDocument } from './refusals.ts';

/** A file that goes with a mail. */
export interface MailFile {
  readonly filename: string;
  readonly contentType: string;
  readonly content: Uint8Array;
}

/** An image shown in the HTML body as `<img src="cid:…">`. */
export interface InlineImage extends MailFile {
  readonly cid: string;
}

export interface MailMessage {
  readonly from: string;
  readonly fromName: string;
  readonly to: readonly string[];
  readonly replyTo?: string;
  readonly subject: string;
  readonly html: SafeHtml;
  readonly text: string;
  /** "<unique@domain>", chosen by the sender so that a resent mail is known to be the same. */
  readonly messageId: string;
  /** UTC instant of the Date header. */
  readonly date: Date;
  /** Leaves the list in one POST without more (RFC 8058): mail programs show a button for it. */
  readonly unsubscribeUrl?: string;
  readonly inlineImages?: readonly InlineImage[];
  readonly attachments?: readonly MailFile[];
}

/** SES v1 refuses a raw message over 10 MB; files grow by 37 % when they are written as base64 lines. */
export const MAX_MAIL_BYTES = 10 * 1024 * 1024;
const BASE64_GROWTH = 78 / 57;
const MAX_RECIPIENTS = 50;

/** Line breaks of any kind and other control characters: never in a header. */
const CONTROL = /[\p{Cc}\p{Zl}\p{Zp}]/u;
const MESSAGE_ID = /^<[\w.!#$%&'*+/=?^`{|}~-]+@[\w.-]+>$/;
const CID = /^[\w.@-]+$/;

/**
 * The MIME bytes of a mail: text and HTML alternatives, inline images, attachments; CRLF lines, nothing read from
 * files or addresses. Same message, same bytes (the boundaries come from the Message-ID).
 * Refuses `mail-header-not-allowed` (line break or control character in a header), `mail-address-not-valid` and
 * `mail-too-large` (over 10 MB once encoded). Messages of refusals do not repeat addresses.
 */
export async function mailBytes(message: MailMessage): Promise<Uint8Array> {
  checkHeaders(message);
  checkAddresses(message);
  checkSize(rawSize(message));
  const composer = new MailComposer({
    from: { name: message.fromName, address: message.from },
    to: [...message.to],
    ...(message.replyTo === undefined ? {} : { replyTo: message.replyTo }),
    subject: message.subject,
    messageId: message.messageId,
    date: message.date,
    text: message.text,
    html: message.html.text,
    headers: {
      'Content-Language': 'es-MX',
      'Auto-Submitted': 'auto-generated',
      ...(message.unsubscribeUrl !== undefined && {
        'List-Unsubscribe': `<${message.unsubscribeUrl}>`,
        'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
      }),
    },
    attachments: [
      ...(message.inlineImages ?? []).map(({ cid, ...file }) => ({ ...file, cid, content: Buffer.from(file.content) })),
      ...(message.attachments ?? []).map((file) => ({ ...file, content: Buffer.from(file.content) })),
    ],
    textEncoding: 'B',
    newline: 'win',
    baseBoundary: createHash('sha256').update(message.messageId).digest('hex').slice(0, 24),
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  const bytes = await composer.compile().build();
  checkSize(bytes.length);
  return bytes;
}

function checkHeaders(message: MailMessage): void {
  const files = [...(message.inlineImages ?? []), ...(message.attachments ?? [])];
  const headers: [string, string][] = [
    ['asunto', message.subject],
    ['nombre del remitente', message.fromName],
    ['identificador del mensaje', message.messageId],
    ['modo de darse de baja', message.unsubscribeUrl ?? ''],
    ...files.flatMap((file): [string, string][] => [
      ['nombre de un archivo adjunto', file.filename],
      ['tipo de un archivo adjunto', file.contentType],
    ]),
    ...(message.inlineImages ?? []).map((image): [string, string] => ['identificador de una imagen', image.cid]),
  ];
  for (const [place, value] of headers) if (CONTROL.test(value)) throw headerRefusal(place);
  if (!MESSAGE_ID.test(message.messageId)) throw headerRefusal('identificador del mensaje');
  if ((message.inlineImages ?? []).some((image) => !CID.test(image.cid)))
    throw headerRefusal('identificador de una imagen');
}

function headerRefusal(place: string) {
  return refuseDocument(
    'mail-header-not-allowed',
    `El ${place} del correo lleva un salto de línea u otro carácter que no se permite. Corríjalo y vuelva a enviar.`,
  );
}

function checkAddresses(message: MailMessage): void {
  const wrong = message.to.findIndex((address) => !isMailAddress(address));
  if (message.to.length === 0 || message.to.length > MAX_RECIPIENTS)
    throw refuseDocument(
      'mail-address-not-valid',
      `El correo tiene ${message.to.length} destinatarios; deben ser de 1 a ${MAX_RECIPIENTS}.`,
    );
  if (wrong >= 0)
    throw refuseDocument(
      'mail-address-not-valid',
      `La dirección del destinatario número ${wrong + 1} no es válida. Corrija la lista de destinatarios.`,
    );
  if (!isMailAddress(message.from) || (message.replyTo !== undefined && !isMailAddress(message.replyTo)))
    throw refuseDocument('mail-address-not-valid', 'La dirección del remitente no es válida.');
}

function rawSize(message: MailMessage): number {
  const files = [...(message.inlineImages ?? []), ...(message.attachments ?? [])];
  return Math.ceil(files.reduce((sum, file) => sum + file.content.length, 0) * BASE64_GROWTH);
}

function checkSize(bytes: number): void {
  if (bytes <= MAX_MAIL_BYTES) return;
  const megabytes = (bytes / 1024 / 1024).toFixed(1);
  throw refuseDocument(
    'mail-too-large',
    `El correo pesa ${megabytes} MB ya codificado y el máximo es 10 MB. Quite archivos adjuntos o envíe una liga de descarga.`,
  );
}
