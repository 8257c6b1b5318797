import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';

const units = z.object({ CapacityUnits: z.number().optional() });
const consumedSchema = z.object({
  TableName: z.string(),
  CapacityUnits: z.number(),
  Table: units.optional(),
  GlobalSecondaryIndexes: z.record(z.string(), units).optional(),
});
const answerSchema = z.object({
  ConsumedCapacity: z.union([consumedSchema, z.array(consumedSchema)]).optional(),
});

/** What one call took: its command ("TransactWriteCommand"), and units by table. */
export interface MeteredCall {
  readonly command: string;
  readonly input: unknown;
  readonly consumed: readonly { readonly table: string; readonly units: number; readonly indexUnits: number }[];
}

/** Units of calls, apart in reads and writes, the writes of indexes included and told apart. */
export interface Units {
  readonly calls: number;
  readonly readUnits: number;
  readonly writeUnits: number;
  readonly indexWriteUnits: number;
}

export interface CapacityMeter {
  /** Calls since the last `take`, and starts anew. */
  take(): MeteredCall[];
}

/**
 * Asks for the consumed capacity of every call of a client and keeps it, by a middleware of the client itself, so
 * that what is measured runs unchanged.
 */
export function meterCapacity(documents: DynamoDBDocumentClient): CapacityMeter {
  let calls: MeteredCall[] = [];
  documents.middlewareStack.add(
    (next, context) => async (args) => {
      Object.assign(args.input, { ReturnConsumedCapacity: 'INDEXES' });
      const result = await next(args);
      const { ConsumedCapacity } = answerSchema.parse(result.output);
      const consumed = [ConsumedCapacity ?? []].flat().map(({ TableName, CapacityUnits, GlobalSecondaryIndexes }) => ({
        table: TableName,
        units: CapacityUnits,
        indexUnits: Object.values(GlobalSecondaryIndexes ?? {}).reduce(
          (sum, index) => sum + (index.CapacityUnits ?? 0),
          0,
        ),
      }));
      calls.push({ command: String(context.commandName ?? ''), input: args.input, consumed });
      return result;
    },
    { step: 'initialize', name: 'benchCapacityMeter', priority: 'high' },
  );
  return {
    take() {
      const taken = calls;
      calls = [];
      return taken;
    },
  };
}

const isRead = ({ command }: MeteredCall): boolean => /Get|Query|Scan/.test(command);

export function unitsOf(calls: readonly MeteredCall[]): Units {
  const sum = (chosen: readonly MeteredCall[], of: 'units' | 'indexUnits') =>
    chosen.flatMap(({ consumed }) => consumed).reduce((total, part) => total + part[of], 0);
  const writes = calls.filter((call) => !isRead(call));
  return {
    calls: calls.length,
    readUnits: sum(calls.filter(isRead), 'units'),
    writeUnits: sum(writes, 'units'),
    indexWriteUnits: sum(writes, 'indexUnits'),
  };
}
