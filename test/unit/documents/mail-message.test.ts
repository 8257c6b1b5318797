import PostalMime from 'postal-mime';
import { describe, expect, it } from 'vitest';
import { html } from '../../../shared/documents/html-text.ts';
import { type MailMessage, mailBytes } from '../../../shared/documents/mail-message.ts';

const message: MailMessage = {
  from: 'cartera@becas.example',
  fromName: 'Cartera · Becas y Crédito',
  to: ['direccion@becas.example', 'contabilidad@becas.example'],
  subject: 'Recuperación del viernes 20 de noviembre de 2026: $1,234,567.89 (1,234 pagos) · año',
  html: html`<p>Recuperación: ${'<b>ñ</b>'}</p><img src="cid:grafica@x">`,
  text: `Recuperación: ñ\n${'palabra '.repeat(400)}`,
  messageId: '<reporte-2026-11-20@becas.example>',
  date: new Date('2026-11-21T14:00:00Z'),
  inlineImages: [
    { cid: 'grafica@x', filename: 'grafica.png', contentType: 'image/png', content: Buffer.from([137, 80, 78, 71]) },
  ],
  attachments: [
    { filename: 'recuperación.pdf', contentType: 'application/pdf', content: Buffer.from('%PDF-1.3 prueba') },
  ],
};

describe('mail', () => {
  it('is parsed back to what was put in', async () => {
    const bytes = await mailBytes(message);
    const parsed = await PostalMime.parse(bytes);
    expect(parsed.subject).toBe(message.subject);
    expect(parsed.from).toMatchObject({ address: message.from, name: message.fromName });
    expect(parsed.to?.map((each) => each.address)).toEqual(message.to);
    expect(parsed.messageId).toBe(message.messageId);
    expect(parsed.date).toBe('2026-11-21T14:00:00.000Z');
    expect(parsed.html).toContain('Recuperación: &lt;b&gt;ñ&lt;/b&gt;');
    expect(parsed.text).toContain('Recuperación: ñ');
    const [image, pdf] = parsed.attachments;
    expect(image).toMatchObject({ contentId: '<grafica@x>', mimeType: 'image/png', related: true });
    expect(pdf).toMatchObject({ filename: 'recuperación.pdf', mimeType: 'application/pdf' });
    expect(Buffer.from(pdf?.content as ArrayBuffer).toString()).toBe('%PDF-1.3 prueba');
  });

  it('has CRLF lines of less than 1,000 characters in ASCII, and the same bytes twice', async () => {
    const bytes = Buffer.from(await mailBytes(message));
    const text = bytes.toString('latin1');
    expect(text).toMatch(/^[\r\n\t\x20-\x7e]*$/);
    expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
    expect(Math.max(...text.split('\r\n').map((line) => line.length))).toBeLessThan(999);
    expect(Buffer.compare(bytes, await mailBytes(message))).toBe(0);
  });

  it.each<[string, Partial<MailMessage>]>([
    ['subject', { subject: 'Hola\r\nBcc: otro@x.example' }],
    ['sender name', { fromName: 'Cartera\nBcc: otro@x.example' }],
    ['message id', { messageId: '<a@b>\r\nX: y' }],
    ['message id without brackets', { messageId: 'a@b' }],
    ['attachment name', { attachments: [{ filename: 'a\r\nX: y.pdf', contentType: 'a/b', content: Buffer.of(1) }] }],
    ['attachment type', { attachments: [{ filename: 'a.pdf', contentType: 'a/b\r\nX: y', content: Buffer.of(1) }] }],
    ['cid', { inlineImages: [{ cid: 'a>\r\nX: y', filename: 'a', contentType: 'a/b', content: Buffer.of(1) }] }],
  ])('refuses a header injected by the %s', async (_name, change) => {
    await expect(mailBytes({ ...message, ...change })).rejects.toMatchObject({ code: 'mail-header-not-allowed' });
  });

  it.each<[string, Partial<MailMessage>]>([
    ['line break', { to: ['a@b.example\r\nBcc: c@d.example'] }],
    ['two addresses in one', { to: ['a@b.example, c@d.example'] }],
    ['display name', { to: ['Ana <a@b.example>'] }],
    ['nobody', { to: [] }],
    ['51 recipients', { to: Array.from({ length: 51 }, (_unused, index) => `a${index}@b.example`) }],
    ['sender', { from: 'cartera' }],
    ['reply-to', { replyTo: 'a@b.example\nX: y' }],
  ])('refuses an address: %s', async (_name, change) => {
    await expect(mailBytes({ ...message, ...change })).rejects.toMatchObject({ code: 'mail-address-not-valid' });
  });

  it('does not repeat an address in its refusal', async () => {
    const refused = await mailBytes({ ...message, to: ['secreto persona@x'] }).catch((error: Error) => error.message);
    expect(refused).not.toContain('secreto');
  });

  it('refuses over 10 MB once encoded, in Spanish with the size', async () => {
    const content = new Uint8Array(8 * 1024 * 1024);
    const large = { ...message, attachments: [{ filename: 'a.pdf', contentType: 'application/pdf', content }] };
    await expect(mailBytes(large)).rejects.toMatchObject({
      code: 'mail-too-large',
      detail: expect.stringContaining('10.9 MB'),
    });
  });
});
