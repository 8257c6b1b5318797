import type { Server } from 'node:http';
import { freePort, portTaken } from './free-port.ts';

/** The port that the caller asked for, or one beside it, is taken. */
export class PortInUse extends Error {
  override readonly name = 'PortInUse';
}

export interface RunnerPorts {
  readonly api: number;
  /** Every service of AWS but DynamoDB. */
  readonly aws: number;
  readonly dynamo: number;
  readonly dynamoProxy: number;
}

/**
 * The ports of one machine: the API's, and the three after it. With 0, free ones anywhere, for tests.
 * Throws PortInUse in Spanish, naming --port.
 */
export async function choosePorts(port: number): Promise<RunnerPorts> {
  if (port === 0)
    return { api: await freePort(), aws: await freePort(), dynamo: await freePort(), dynamoProxy: await freePort() };
  const ports = portsFrom(port);
  for (const wanted of Object.values(ports)) if (await portTaken(wanted)) throw portInUse(wanted, port);
  return ports;
}

/** Where a start with this port listens. */
export const portsFrom = (port: number): RunnerPorts => ({
  api: port,
  aws: port + 1,
  dynamo: port + 2,
  dynamoProxy: port + 3,
});

function portInUse(taken: number, port: number): PortInUse {
  return new PortInUse(
    `El puerto ${taken} ya está en uso (se necesitan del ${port} al ${port + 3}). Elija otro con --port, por ejemplo --port ${port + 100}.`,
  );
}

/**
 * How long a connection stays open between requests. Node's five seconds are so short that on a loaded machine a client
 * sends into a connection that is being closed.
 */
const KEEP_ALIVE_MS = 60_000;

/** Listens on the loopback address only. */
export function listen(server: Server, port: number): Promise<void> {
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.removeListener('error', reject);
      resolve();
    });
  });
}

export function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
