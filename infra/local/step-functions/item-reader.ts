import { parse } from 'csv-parse/sync';
import * as z from 'zod';
import { isJsonArray, type Json, jsonSchema, parseJson } from '../assembly/json.ts';
import type { ItemReader } from './definition.ts';
import type { Visiting } from './scope.ts';
import { StatesError } from './states-error.ts';

const placeSchema = z.object({ Bucket: z.string(), Key: z.string().default(''), Prefix: z.string().default('') });
const DELIMITERS = { COMMA: ',', PIPE: '|', SEMICOLON: ';', SPACE: ' ', TAB: '\t' };

/**
 * The items that ItemReader finds in S3: a JSON array, JSON lines, CSV rows as objects of texts, or the objects under a
 * prefix. Throws States.ItemReaderFailed.
 */
export async function readItems(reader: ItemReader, visiting: Visiting): Promise<readonly Json[]> {
  const { buckets } = visiting.scope.run.integrations;
  const given = placeSchema.safeParse(await visiting.evaluate(reader.Arguments));
  if (!given.success) throw readerFailed(z.prettifyError(given.error));
  const { Bucket, Key, Prefix } = given.data;
  const most = reader.ReaderConfig?.MaxItems;
  const limit = most === undefined ? undefined : await visiting.evaluateNumber(most);
  try {
    const items = reader.Resource.endsWith('listObjectsV2')
      ? buckets.list(Bucket, Prefix)
      : itemsIn(buckets.read(Bucket, Key).toString(), reader.ReaderConfig);
    return items.slice(0, limit);
  } catch (error) {
    throw readerFailed(`s3://${Bucket}/${Key}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

const readerFailed = (cause: string): StatesError => new StatesError('States.ItemReaderFailed', cause);

function itemsIn(text: string, config: ItemReader['ReaderConfig']): readonly Json[] {
  switch (config?.InputType) {
    case 'JSONL':
      return text
        .split('\n')
        .filter((line) => line.trim() !== '')
        .map(parseJson);
    case 'CSV': {
      const columns = config.CSVHeaderLocation === 'GIVEN' ? (config.CSVHeaders ?? []) : true;
      const delimiter = DELIMITERS[config.CSVDelimiter];
      const rows: unknown = parse(text, { columns: columns === true ? true : [...columns], delimiter, bom: true });
      return z.array(jsonSchema).parse(rows);
    }
  }
  const value = parseJson(text);
  if (!isJsonArray(value)) throw new Error('the object holds no JSON array');
  return value;
}
