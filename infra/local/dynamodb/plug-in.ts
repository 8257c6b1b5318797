import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { LOCAL_REGION } from '../assembly/resource.ts';
import { DynamoFaults } from '../faults/dynamodb-faults.ts';
import { faults } from '../faults/plug-in.ts';
import { functionDefinitions } from '../lambda/function-definition.ts';
import { LOCAL_SECRET, type Machine, plugIn } from '../plug-in.ts';
import { close, listen } from '../ports.ts';
import { startDynamoProxy } from '../recording/dynamodb-proxy.ts';
import { recording } from '../recording/plug-in.ts';
import { createTables } from './create-tables.ts';
import { type DynamoEngine, startDynamoEngine } from './engine.ts';
import { indexParallelScans } from './scan-index.ts';
import { type TableShape, tableShapes } from './table-shape.ts';
import { sweepExpired } from './ttl-sweeper.ts';

const SWEEP_EVERY_MS = 30_000;

export interface LocalDynamo {
  readonly engine: DynamoEngine;
  readonly client: DynamoDBClient;
  readonly shapes: readonly TableShape[];
  /** Where functions reach their tables: the engine, or the proxy before it. */
  readonly functionsEndpoint: string;
}

/** The engine over the data folder, the template's tables in it, expiry, and the proxy when one is asked for. */
export const dynamodb = plugIn<LocalDynamo>(['AWS::DynamoDB::Table', 'AWS::DynamoDB::GlobalTable'], async (machine) => {
  const { options, assembly, ports } = machine;
  const engine = await startDynamoEngine(options.dataDir, ports.dynamo);
  const client = new DynamoDBClient({
    region: LOCAL_REGION,
    endpoint: engine.endpoint,
    credentials: { accessKeyId: 'runner', secretAccessKey: LOCAL_SECRET },
  });
  const stopEngine = (): Promise<void> => {
    client.destroy();
    return engine.stop();
  };
  try {
    const shapes = tableShapes(assembly);
    await createTables(client, shapes);
    // The nightly valuation scans the heads in segments; no other table is scanned.
    const heads = functionDefinitions(assembly).flatMap(({ variables }) => variables.HEADS_TABLE ?? []);
    indexParallelScans(engine.databaseFile, [...new Set(heads)]);
    const proxy = await proxyBefore(engine.endpoint, machine);
    const sweeping = setInterval(() => {
      sweepExpired(client, shapes, Math.floor(Date.now() / 1000)).catch((error) => console.error(error));
    }, SWEEP_EVERY_MS);
    sweeping.unref();
    return {
      gives: { engine, client, shapes, functionsEndpoint: proxy?.endpoint ?? engine.endpoint },
      stop: async () => {
        await proxy?.stop();
        clearInterval(sweeping);
        await stopEngine();
      },
    };
  } catch (error) {
    await stopEngine();
    throw error;
  }
});

/** Undefined when nobody wants calls recorded, held back or failing: the proxy costs a hop. */
async function proxyBefore(
  engineEndpoint: string,
  machine: Machine,
): Promise<{ readonly endpoint: string; stop(): Promise<void> } | undefined> {
  const { options, account, ports } = machine;
  const plan = faults.of(machine);
  if (options.recordCalls !== true && options.storeDelay === undefined && plan === undefined) return undefined;
  const proxy = startDynamoProxy(engineEndpoint, account, {
    record: recording.of(machine),
    delay: options.storeDelay,
    faults: plan && new DynamoFaults(plan),
  });
  await listen(proxy, ports.dynamoProxy);
  return { endpoint: `http://127.0.0.1:${ports.dynamoProxy}`, stop: () => close(proxy) };
}
