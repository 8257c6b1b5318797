import { randomUUID } from 'node:crypto';
import type { Json } from '../assembly/json.ts';
import type { ItemBatcher, MapState } from './definition.ts';
import type { Items } from './journal-record.ts';
import type { Visiting } from './scope.ts';

/** The items of a map, read once and written down: a start in between goes on with the same ones. */
export async function writtenItems(visiting: Visiting, read: () => Promise<readonly Json[]>): Promise<Items> {
  const { scope, at, attempt } = visiting;
  const known = scope.run.record.visit(at).items;
  if (known !== undefined) return known;
  const items: Items = { is: 'items', time: Date.now(), at, attempt, mapRun: randomUUID(), items: [...(await read())] };
  await scope.run.write(items);
  return items;
}

/** What ItemSelector makes of each item; the items themselves without one. */
export async function selectItems(
  { ItemSelector }: MapState,
  items: readonly Json[],
  { evaluate, context }: Visiting,
): Promise<readonly Json[]> {
  if (ItemSelector === undefined) return items;
  return Promise.all(
    items.map((Value, Index) => evaluate(ItemSelector, { context: { ...context, Map: { Item: { Index, Value } } } })),
  );
}

/** Items in batches, each an object with Items and BatchInput, within the number and the size that the batcher allows. */
export async function batchItems(
  { MaxItemsPerBatch, MaxInputBytesPerBatch, BatchInput }: ItemBatcher,
  items: readonly Json[],
  visiting: Visiting,
): Promise<readonly Json[]> {
  const unlimited = Number.POSITIVE_INFINITY;
  const mostItems = MaxItemsPerBatch === undefined ? unlimited : await visiting.evaluateNumber(MaxItemsPerBatch);
  const mostBytes =
    MaxInputBytesPerBatch === undefined ? unlimited : await visiting.evaluateNumber(MaxInputBytesPerBatch);
  const shared = BatchInput === undefined ? {} : { BatchInput: await visiting.evaluate(BatchInput) };
  const around = Buffer.byteLength(JSON.stringify({ ...shared, Items: [] }));
  const batches: Json[][] = [];
  let [batch, bytes]: [Json[], number] = [[], around];
  for (const item of items) {
    const size = Buffer.byteLength(JSON.stringify(item)) + 1;
    if (batch.length > 0 && (batch.length >= mostItems || bytes + size > mostBytes)) {
      batches.push(batch);
      [batch, bytes] = [[], around];
    }
    batch.push(item);
    bytes += size;
  }
  if (batch.length > 0) batches.push(batch);
  return batches.map((Items) => ({ ...shared, Items }));
}
