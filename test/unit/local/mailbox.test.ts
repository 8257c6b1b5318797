import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { answerMail } from '../../../infra/local/mail/mail-pages.ts';
import { Mailbox } from '../../../infra/local/mail/mailbox.ts';
import { answerSesQuery } from '../../../infra/local/mail/ses-query.ts';

const folders: string[] = [];
let mailbox: Mailbox;
beforeEach(() => {
  const folder = mkdtempSync(path.join(tmpdir(), 'cartera-mail-'));
  folders.push(folder);
  mailbox = new Mailbox(folder);
});
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

const REPORT = [
  'From: Cartera <reportes@ejemplo.mx>',
  'To: direccion@ejemplo.mx',
  'Subject: =?utf-8?Q?Recuperaci=C3=B3n_del_d=C3=ADa?=',
  'MIME-Version: 1.0',
  'Content-Type: multipart/mixed; boundary="m"',
  '',
  '--m',
  'Content-Type: multipart/related; boundary="r"',
  '',
  '--r',
  'Content-Type: text/html; charset=utf-8',
  '',
  '<p>Total <b>$1,234.56</b></p><img src="cid:chart@local"><script>alert(1)</script>',
  '--r',
  'Content-Type: image/png',
  'Content-ID: <chart@local>',
  'Content-Transfer-Encoding: base64',
  '',
  'iVBORw0KGgo=',
  '--r--',
  '--m',
  'Content-Type: text/csv; name="dia.csv"',
  'Content-Disposition: attachment; filename="dia.csv"',
  '',
  'a,b',
  '--m--',
  '',
].join('\r\n');

const sendRaw = (raw: string, destinations: readonly string[] = []) => {
  const form = new URLSearchParams({ Action: 'SendRawEmail', 'RawMessage.Data': Buffer.from(raw).toString('base64') });
  destinations.forEach((address, index) => {
    form.append(`Destinations.member.${index + 1}`, address);
  });
  return answerSesQuery(mailbox, form.toString());
};
const pageOf = async (place: string) => String((await answerMail(mailbox, place))?.body);

describe('the mailbox', () => {
  it('lists a report with its attachments and decoded subject', async () => {
    const answer = await sendRaw(REPORT);
    expect([answer.status, String(answer.body)]).toEqual([200, expect.stringContaining('<MessageId>')]);
    const [mail] = mailbox.all();
    expect(mail).toMatchObject({
      subject: 'Recuperación del día',
      to: ['direccion@ejemplo.mx'],
      from: 'reportes@ejemplo.mx',
    });
    expect(mail?.attachments.map(({ fileName }) => fileName)).toContain('dia.csv');
    expect(await pageOf('/_local/mail')).toContain('Recuperación del día');
    expect(JSON.parse(await pageOf('/_local/mail.json'))).toHaveLength(1);
  });

  it('shows the HTML in a sandbox with its images inside, and gives attachments out', async () => {
    await sendRaw(REPORT);
    const mail = mailbox.all()[0]!;
    const page = await pageOf(`/_local/mail/${mail.id}`);
    expect(page).toContain('<iframe sandbox');
    expect(page).toContain('data:image/png;base64,iVBORw0KGgo=');
    expect(page).not.toContain('<script>');
    const index = mail.attachments.findIndex(({ fileName }) => fileName === 'dia.csv');
    expect((await pageOf(`/_local/mail/${mail.id}/attachments/${index}`)).trim()).toBe('a,b');
    expect(await pageOf(`/_local/mail/${mail.id}/message.eml`)).toBe(REPORT);
    expect(await answerMail(mailbox, '/_local/mail/../secret')).toBeUndefined();
  });

  it('takes envelope recipients before the headers, and refuses rechazado@', async () => {
    await sendRaw(REPORT, ['otra@ejemplo.mx']);
    expect(mailbox.all()[0]?.to).toEqual(['otra@ejemplo.mx']);
    const refused = await sendRaw(REPORT, ['otra@ejemplo.mx', 'Rechazado@ejemplo.mx']);
    expect([refused.status, String(refused.body)]).toEqual([
      400,
      expect.stringContaining('<Code>MessageRejected</Code>'),
    ]);
    expect(mailbox.all()).toHaveLength(1);
  });

  it('makes a message of SendEmail, and names what it does not know', async () => {
    const form = new URLSearchParams({
      Action: 'SendEmail',
      Source: 'a@ejemplo.mx',
      'Destination.ToAddresses.member.1': 'b@ejemplo.mx',
      'Message.Subject.Data': 'Año nuevo',
      'Message.Body.Text.Data': 'Sueldo: ñandú',
      'Message.Body.Html.Data': '<b>ñandú</b>',
    });
    expect((await answerSesQuery(mailbox, form.toString())).status).toBe(200);
    const [mail] = mailbox.all();
    expect([mail?.subject, mail?.text?.trim(), mail?.html?.trim()]).toEqual([
      'Año nuevo',
      'Sueldo: ñandú',
      '<b>ñandú</b>',
    ]);
    expect(String((await answerSesQuery(mailbox, 'Action=DeleteIdentity')).body)).toContain('InvalidAction');
  });
});
