/**
 * The inside of one sandbox: a worker thread with its own process.env and module cache, like one warm
 * Lambda environment. It loads the deployed bundle and answers one call at a time.
 */

import { pathToFileURL } from 'node:url';
import { parentPort, workerData } from 'node:worker_threads';
import * as z from 'zod';
import type { SandboxAnswer, SandboxCall } from './sandbox-protocol.ts';

type Handler = (event: unknown, context: unknown) => unknown;

const { moduleFile, exportName } = z.object({ moduleFile: z.string(), exportName: z.string() }).parse(workerData);
const port = parentPort;
if (port === null) throw new Error('sandbox-thread must run as a worker thread');

const answer = (message: SandboxAnswer): void => port.postMessage(message);

function describe(error: unknown): SandboxAnswer {
  if (!(error instanceof Error)) return { kind: 'error', errorType: 'Error', message: String(error), trace: [] };
  return { kind: 'error', errorType: error.name, message: error.message, trace: (error.stack ?? '').split('\n') };
}

async function loadHandler(): Promise<Handler> {
  const exported: Record<string, unknown> = await import(pathToFileURL(moduleFile).href);
  const handler =
    exported[exportName] ?? z.record(z.string(), z.unknown()).safeParse(exported.default).data?.[exportName];
  if (typeof handler !== 'function') throw new Error(`${moduleFile} has no export ${exportName}`);
  return (event, context) => handler(event, context);
}

const handler = await loadHandler();
port.on('message', async ({ event, deadline, context }: SandboxCall) => {
  try {
    const result = await handler(event, {
      ...context,
      callbackWaitsForEmptyEventLoop: false,
      getRemainingTimeInMillis: () => Math.max(0, deadline - Date.now()),
    });
    answer({ kind: 'result', result: result === undefined ? null : JSON.parse(JSON.stringify(result)) });
  } catch (error) {
    console.error(error);
    answer(describe(error));
  }
});
answer({ kind: 'ready' });
