import { createServer, type Server } from 'node:http';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { patientFetch, patiently } from '../../../infra/local/commands/patient-fetch.ts';
import { freePort } from '../../../infra/local/free-port.ts';
import { close, listen } from '../../../infra/local/ports.ts';

let server: Server;
let url: string;
/** Statuses that the server answers, one after the other; 200 when there are no more. */
let statuses: number[];
let asked: number;
beforeAll(async () => {
  const port = await freePort();
  server = createServer((_request, response) => {
    asked += 1;
    response.statusCode = statuses.shift() ?? 200;
    response.end('x');
  });
  await listen(server, port);
  url = `http://127.0.0.1:${port}/`;
});
beforeEach(() => {
  asked = 0;
});
afterAll(() => close(server));

describe('who asks with patience', () => {
  it('asks again after 500 and more, and not after a refusal', async () => {
    statuses = [500, 503];
    expect([(await patientFetch(url)).status, asked]).toEqual([200, 3]);
    statuses = [422];
    expect([(await patientFetch(url)).status, asked]).toEqual([422, 4]);
  });

  // These two wait for seconds: side by side.
  it.concurrent('gives the last answer back when it never gets better', async () => {
    statuses = [500, 500, 500, 500, 500, 502];
    const answer = await patientFetch(url);
    expect([answer.status, await answer.text(), asked]).toEqual([502, 'x', 6]);
  });

  it.concurrent('calls again what threw, and throws the last failure', async () => {
    let calls = 0;
    const failing = (until: number) => async () => {
      calls += 1;
      if (calls < until) throw new Error(`call ${calls}`);
      return calls;
    };
    expect(await patiently(failing(3))).toBe(3);
    calls = 0;
    await expect(patiently(failing(100))).rejects.toThrow('call 6');
  });
});
