import { longDate } from '../../../shared/calendar/spanish-dates.ts';
import { whereToAsk } from '../../../shared/institute/institute-contact.ts';
import { type MailBody, plainMail } from '../../../shared/mail/plain-mail.ts';
import type { Dispute } from './dispute.ts';

/** What a mail about a dispute tells. */
export const DISPUTE_NEWS = ['received', 'data-asked', 'extended', 'answered'] as const;
export type DisputeNews = (typeof DISPUTE_NEWS)[number];

/** As the link's: no money, no debt on a locked screen. */
const SUBJECT = 'Su aclaración en el Instituto de Becas y Crédito Educativo';

/** Names the folio and what is next; what it is about, and the answer, are read behind the link alone. */
export function disputeMail(news: DisputeNews, dispute: Dispute, askUrl: string): MailBody {
  return plainMail(SUBJECT, [
    newsText(news, dispute),
    `Puede verla con la liga de su estado de cuenta: ${askUrl}`,
    `¿Dudas? Acuda a ${whereToAsk()}.`,
  ]);
}

function newsText(
  news: DisputeNews,
  { folio, answerBy, dataBy }: Pick<Dispute, 'folio' | 'answerBy' | 'dataBy'>,
): string {
  switch (news) {
    case 'received':
      return `Recibimos su aclaración con folio ${folio}. Le responderemos a más tardar el ${longDate(answerBy)}. Mientras tanto no le llamaremos por ese concepto.`;
    case 'data-asked':
      return `Para resolver su aclaración ${folio} necesitamos más datos${dataBy === null ? '' : `, a más tardar el ${longDate(dataBy)}`}. Si no los recibimos la cerraremos; puede traerlos después y la seguimos.`;
    case 'extended':
      return `Necesitamos más tiempo para resolver su aclaración ${folio}. Le responderemos a más tardar el ${longDate(answerBy)}.`;
    case 'answered':
      return `Ya respondimos su aclaración ${folio}. Si no está de acuerdo con la respuesta puede decirlo ahí mismo o en nuestras oficinas.`;
  }
}
