/** What SendEmail carries instead of a MIME message. */
export interface SimpleMail {
  readonly from: string;
  readonly to: readonly string[];
  readonly subject: string;
  readonly text: string | undefined;
  readonly html: string | undefined;
}

/** The MIME message SES makes of a SendEmail request, so that every mail is kept in one form. */
export function simpleMessage({ from, to, subject, text, html }: SimpleMail): Buffer {
  const parts = [
    ['text/plain', text],
    ['text/html', html],
  ] as const;
  const boundary = 'parte-de-correo-local';
  const body = parts.flatMap(([type, content]) =>
    content === undefined
      ? []
      : [
          `--${boundary}`,
          `Content-Type: ${type}; charset=utf-8`,
          'Content-Transfer-Encoding: base64',
          '',
          ...(Buffer.from(content)
            .toString('base64')
            .match(/.{1,76}/g) ?? []),
        ],
  );
  const head = [
    `From: ${from}`,
    `To: ${to.join(', ')}`,
    `Subject: =?utf-8?B?${Buffer.from(subject).toString('base64')}?=`,
    'MIME-Version: 1.0',
    `Content-Type: multipart/alternative; boundary="${boundary}"`,
    '',
  ];
  return Buffer.from([...head, ...body, `--${boundary}--`, ''].join('\r\n'));
}
