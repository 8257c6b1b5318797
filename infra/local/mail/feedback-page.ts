import { type Answer, jsonAnswer } from '../http-messages.ts';
import type { MailFeedback } from './mail-feedback.ts';
import type { Mailbox } from './mailbox.ts';

/**
 * POST /_local/mail/<id>/bounce and …/complaint: the mail comes back, or its reader complains, as if it had left the
 * machine; `?recipient=` names one of several. Undefined for another place.
 */
export async function answerFeedback(
  { method, path, url }: { readonly method: string; readonly path: string; readonly url: URL },
  mailbox: Mailbox,
  feedback: MailFeedback,
): Promise<Answer | undefined> {
  const [, id, place] = /^\/_local\/mail\/([\w-]+)\/(bounce|complaint)$/.exec(path) ?? [];
  const fate = (['bounce', 'complaint'] as const).find((one) => one === place);
  if (fate === undefined || method !== 'POST') return undefined;
  const mail = mailbox.all().find((one) => one.id === id);
  if (mail === undefined) return jsonAnswer(404, { message: 'No existe ese correo' });
  const recipient = url.searchParams.get('recipient');
  const recipients = recipient === null ? mail.to : mail.to.filter((address) => address === recipient);
  if (recipients.length === 0) return jsonAnswer(400, { message: 'El correo no se envió a ese destinatario' });
  if ((await feedback.tell(fate, mail, recipients)) === 0)
    return jsonAnswer(409, { message: 'Ningún destino de eventos de la plantilla quiere saber esto de este correo' });
  return jsonAnswer(202, { fate, recipients });
}
