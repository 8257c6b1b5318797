import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { headersOf, readBody, send } from '../../../infra/local/http-messages.ts';
import { makeCertificate } from '../../../infra/local/pac/self-made-certificate.ts';
import { StandInPac } from '../../../infra/local/pac/stand-in-pac.ts';

export const TOKEN = 'a-token-of-the-tests';

export interface PacServer {
  readonly url: string;
  readonly pac: StandInPac;
  stop(): Promise<void>;
}

/** The stand-in behind a real socket, which it may break. */
export async function startPacServer(now: () => Date): Promise<PacServer> {
  const seal = makeCertificate('PAC260101AB1', 'Timbrado de prueba', new Date('2026-01-01T00:00:00Z'));
  const pac = new StandInPac({ token: TOKEN, seal, now });
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    const asked = {
      method: request.method ?? 'GET',
      path: pathname,
      headers: headersOf(request),
      body: await readBody(request),
    };
    const answer = await pac.answer(asked);
    if (answer === 'hang-up') request.socket.destroy();
    else send(response, answer);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    pac,
    stop: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
