import { createServer } from 'node:http';
import { freePort } from '../../infra/local/free-port.ts';
import { close, listen } from '../../infra/local/ports.ts';

/** Takes every mail, keeps none, and counts who got how many: a mailbox of thirty thousand would be measured with it. */
export interface CountingSes {
  readonly endpoint: string;
  /** Mails by recipient. */
  readonly taken: ReadonlyMap<string, number>;
  /** Called when so many were taken, before the last of them is answered. */
  onMail: (taken: number) => void;
  stop(): Promise<void>;
}

export async function openCountingSes(): Promise<CountingSes> {
  const taken = new Map<string, number>();
  let mails = 0;
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const to = new URLSearchParams(Buffer.concat(parts).toString()).get('Destinations.member.1') ?? '';
      taken.set(to, (taken.get(to) ?? 0) + 1);
      mails += 1;
      ses.onMail(mails);
      response.setHeader('content-type', 'text/xml');
      response.end(
        `<SendRawEmailResponse xmlns="http://ses.amazonaws.com/doc/2010-12-01/"><SendRawEmailResult><MessageId>bench-${mails}</MessageId></SendRawEmailResult></SendRawEmailResponse>`,
      );
    });
  });
  const port = await freePort();
  await listen(server, port);
  const ses: CountingSes = {
    endpoint: `http://127.0.0.1:${port}`,
    taken,
    onMail: () => undefined,
    stop: () => close(server),
  };
  return ses;
}
