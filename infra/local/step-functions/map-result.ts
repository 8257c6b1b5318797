import * as z from 'zod';
import { isJsonArray, type Json, type JsonObject } from '../assembly/json.ts';
import type { MapState, ResultWriter } from './definition.ts';
import type { Visiting } from './scope.ts';
import { StatesError } from './states-error.ts';

/** How one child of a distributed map ended. */
export interface ChildResult {
  readonly index: number;
  readonly input: Json;
  readonly output?: Json;
  readonly failure?: StatesError;
}

const placeSchema = z.object({ Bucket: z.string(), Prefix: z.string().default('') });

/** What a distributed map gives on: its children's outputs, or where ResultWriter put them. */
export async function mapResult(
  { ResultWriter: writer, Label }: MapState,
  mapRun: string,
  children: readonly ChildResult[],
  visiting: Visiting,
): Promise<Json> {
  const arn = visiting.scope.run.record.started.arn;
  if (writer?.Resource === undefined)
    return results(children, writer?.WriterConfig?.Transformation ?? 'COMPACT', mapRun, arn);
  const place = placeSchema.safeParse(await visiting.evaluate(writer.Arguments ?? {}));
  if (!place.success) throw new StatesError('States.ResultWriterFailed', z.prettifyError(place.error));
  const [, machine = ''] = /:execution:([^:]+):/.exec(arn) ?? [];
  const label = Label === undefined ? '' : `/${Label}`;
  const mapRunArn = `${arn.split(':').slice(0, 5).join(':')}:mapRun:${machine}${label}:${mapRun}`;
  try {
    return writeResults(writer, place.data, mapRun, mapRunArn, children, visiting);
  } catch (error) {
    throw new StatesError('States.ResultWriterFailed', error instanceof Error ? error.message : String(error));
  }
}

type Transformation = 'NONE' | 'COMPACT' | 'FLATTEN';

/** A child that failed is told whole in every form: it has no output. */
function results(
  children: readonly ChildResult[],
  transformation: Transformation,
  mapRun: string,
  arn: string,
): readonly Json[] {
  return children.flatMap((child): readonly Json[] => {
    const output = child.output ?? null;
    if (transformation === 'NONE' || child.failure !== undefined) return [described(child, mapRun, arn)];
    return transformation === 'FLATTEN' && isJsonArray(output) ? output : [output];
  });
}

function described({ index, input, output, failure }: ChildResult, mapRun: string, arn: string): JsonObject {
  const name = `${mapRun}-${index}`;
  const ending =
    failure === undefined
      ? { Status: 'SUCCEEDED', Output: JSON.stringify(output ?? null), OutputDetails: { Included: true } }
      : { Status: 'FAILED', Error: failure.error, Cause: failure.causeText };
  const sent = { Input: JSON.stringify(input), InputDetails: { Included: true } };
  return { ExecutionArn: arn.replace(/[^:]*$/, name), Name: name, ...sent, ...ending };
}

/** Files of one ending each, and the manifest that names them: written again under the same keys if a crash comes between. */
function writeResults(
  { WriterConfig }: ResultWriter,
  { Bucket, Prefix }: { readonly Bucket: string; readonly Prefix: string },
  mapRun: string,
  mapRunArn: string,
  children: readonly ChildResult[],
  { scope }: Visiting,
): JsonObject {
  const { run } = scope;
  const folder = [...(Prefix === '' ? [] : [Prefix.replace(/\/$/, '')]), mapRun].join('/');
  const type = WriterConfig?.OutputType ?? 'JSON';
  const put = (key: string, text: string) => {
    run.integrations.buckets.put(Bucket, key, Buffer.from(text));
    return { Key: key, Size: Buffer.byteLength(text) };
  };
  const files = (ending: string, some: readonly ChildResult[]) => {
    if (some.length === 0) return [];
    const entries = results(some, WriterConfig?.Transformation ?? 'NONE', mapRun, run.record.started.arn);
    const text =
      type === 'JSONL' ? entries.map((entry) => `${JSON.stringify(entry)}\n`).join('') : JSON.stringify(entries);
    return [put(`${folder}/${ending}_0.${type.toLowerCase()}`, text)];
  };
  const ResultFiles = {
    FAILED: files(
      'FAILED',
      children.filter(({ failure }) => failure !== undefined),
    ),
    PENDING: [],
    SUCCEEDED: files(
      'SUCCEEDED',
      children.filter(({ failure }) => failure === undefined),
    ),
  };
  const manifest = put(
    `${folder}/manifest.json`,
    JSON.stringify({ DestinationBucket: Bucket, MapRunArn: mapRunArn, ResultFiles }),
  );
  return { MapRunArn: mapRunArn, ResultWriterDetails: { Bucket, Key: manifest.Key } };
}
