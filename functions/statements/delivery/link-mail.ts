import { hermosilloDateTime } from '../../../shared/calendar/spanish-dates.ts';
import { html } from '../../../shared/documents/html-text.ts';
import { INSTITUTE, whereToAsk } from '../../../shared/institute/institute-contact.ts';
import { CARE_ES, type MailBody, mailPage, plainMail } from '../../../shared/mail/plain-mail.ts';

/** Longest line that every mail server leaves whole (RFC 5322, 2.1.1). */
export const LONGEST_LINE = 78;

/** No money, no "adeudo", no number: a subject is read on a locked screen. */
export const LINK_SUBJECT = 'Su consulta en el Instituto de Becas y Crédito Educativo';
export const BLOCKED_SUBJECT = 'Aviso sobre su consulta en el Instituto de Becas y Crédito Educativo';

const DATUM_ES = 'Le pediremos los últimos 4 caracteres de su contrato o de su CURP.';

export interface LinkMailInput {
  readonly url: string;
  readonly askedAt: Date;
  readonly validUntil: Date;
  /** Who asked for it, as the reader understands it. */
  readonly askedBy: 'request' | 'staff';
}

/**
 * The mail with a link. The link stands alone on a line short enough that no mail program cuts it, and SES leaves it as it is
 * (`ses:no-track`, besides the configuration set): a rewritten link would be kept in somebody's click log.
 * Throws a RangeError when the line is too long.
 */
export function linkMail({ url, askedAt, validUntil, askedBy }: LinkMailInput): MailBody {
  demandShort(url);
  const asked =
    askedBy === 'staff'
      ? `El ${hermosilloDateTime(askedAt)} una persona del Instituto le envió esta liga, como usted lo pidió.`
      : `El ${hermosilloDateTime(askedAt)} alguien pidió consultar su expediente y dio sus datos. Si no fue usted, no haga nada: sin sus datos la liga no muestra nada.`;
  const until = `Puede usarla cuantas veces necesite hasta el ${hermosilloDateTime(validUntil)}.`;
  const where = `¿Dudas? Acuda a ${whereToAsk()}.`;
  return {
    subject: LINK_SUBJECT,
    text: [asked, '', 'Ábrala aquí:', '', url, '', until, DATUM_ES, '', CARE_ES, where, '', INSTITUTE.name, ''].join(
      '\n',
    ),
    html: mailPage(html`<p>${asked}</p>
<p><a href="${url}" ses:no-track>Abrir mi consulta</a></p>
<p>Si la liga no abre, copie esta dirección:<br>${url}</p>
<p>${until} ${DATUM_ES}</p>
<p><strong>${CARE_ES}</strong></p>
<p>${where}</p>`),
  };
}

export interface MonthlyMailInput extends Pick<LinkMailInput, 'url' | 'validUntil'> {
  readonly unsubscribeUrl: string;
}

/** The mail of each month, to whoever asked for it, with its way out: as a header for mail programs, and to be read. */
export function monthlyMail({ url, validUntil, unsubscribeUrl }: MonthlyMailInput): MailBody {
  demandShort(url);
  demandShort(unsubscribeUrl);
  const asked = 'Usted pidió recibir cada mes una liga para consultar su expediente.';
  const until = `Puede usarla cuantas veces necesite hasta el ${hermosilloDateTime(validUntil)}.`;
  const leave = 'Para dejar de recibirla cada mes:';
  return {
    subject: LINK_SUBJECT,
    unsubscribeUrl,
    text: [
      ...[asked, '', 'Ábrala aquí:', '', url, '', until, DATUM_ES, '', CARE_ES, `¿Dudas? Acuda a ${whereToAsk()}.`, ''],
      ...[leave, '', unsubscribeUrl, '', INSTITUTE.name, ''],
    ].join('\n'),
    html: mailPage(html`<p>${asked}</p>
<p><a href="${url}" ses:no-track>Abrir mi consulta</a></p>
<p>Si la liga no abre, copie esta dirección:<br>${url}</p>
<p>${until} ${DATUM_ES}</p>
<p><strong>${CARE_ES}</strong></p>
<p>¿Dudas? Acuda a ${whereToAsk()}.</p>
<p>${leave} <a href="${unsubscribeUrl}" ses:no-track>ya no quiero este correo</a>.</p>`),
  };
}

function demandShort(url: string): void {
  if (url.length > LONGEST_LINE) throw new RangeError(`the link is ${url.length} characters long`);
}

/** Tells that too many wrong data were given: the person decides whether that was somebody else. */
export function blockedMail(at: Date): MailBody {
  const what = `El ${hermosilloDateTime(at)} se dieron demasiados datos equivocados para consultar su expediente. Por seguridad bloqueamos sus ligas.`;
  const next = `Para volver a consultarlo, acuda a ${whereToAsk()}. Si no fue usted, avísenos también: nadie vio sus datos.`;
  return plainMail(BLOCKED_SUBJECT, [what, next]);
}

export const CHANGED_SUBJECT = 'Cambió el correo de su expediente en el Instituto de Becas y Crédito Educativo';

/** To the address that was taken off: whoever did not ask for it has until then to say so. */
export function changedAddressMail(at: Date, until: Date): MailBody {
  const what = `El ${hermosilloDateTime(at)} se registró otro correo en lugar de este en un expediente del Instituto. A este correo ya no llegarán avisos, y las ligas que recibió en él dejaron de funcionar.`;
  const next = `Si usted lo pidió, no haga nada. Si no fue usted, avísenos antes del ${hermosilloDateTime(until)}: hasta entonces no se envía nada al correo nuevo. Acuda a ${whereToAsk()}.`;
  return plainMail(CHANGED_SUBJECT, [what, next]);
}
