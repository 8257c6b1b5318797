import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import { isJsonObject, type Json, type JsonObject, parseJson } from '../assembly/json.ts';
import { type Answer, jsonAnswer } from '../http-messages.ts';
import type { EventBus } from './event-bus.ts';
import { busName } from './event-rules.ts';

const JSON_1_1 = 'application/x-amz-json-1.1';
/** PutEvents refuses more (bytes, over all entries). */
const REQUEST_LIMIT_BYTES = 1024 * 1024;

const putSchema = z.object({
  Entries: z
    .array(
      z.object({
        Source: z.string().min(1),
        DetailType: z.string().min(1),
        Detail: z.string(),
        EventBusName: z.string().default('default'),
        Resources: z.array(z.string()).default([]),
        /** Epoch seconds. */
        Time: z.number().optional(),
      }),
    )
    .min(1)
    .max(10),
});

/** The EventBridge API in its JSON protocol: PutEvents. Another operation is refused by name. */
export async function answerEvents(
  operation: string,
  body: string,
  bus: EventBus,
  knownBuses: ReadonlySet<string>,
): Promise<Answer> {
  if (operation !== 'PutEvents') return refused('UnknownOperationException', `${operation} is not available locally`);
  const request = putSchema.safeParse(parseJson(body));
  if (!request.success) return refused('ValidationException', z.prettifyError(request.error));
  if (Buffer.byteLength(body) > REQUEST_LIMIT_BYTES)
    return refused('ValidationException', 'Total size of the entries in the request is over the limit.');
  const Entries: JsonObject[] = [];
  for (const { Source, DetailType, Detail, EventBusName, Resources, Time } of request.data.Entries) {
    const detail = objectFrom(Detail);
    const name = busName(EventBusName);
    if (detail === undefined) Entries.push({ ErrorCode: 'MalformedDetail', ErrorMessage: 'Detail is malformed.' });
    // An event for a bus that nobody made is taken and goes nowhere, as on AWS.
    else if (!knownBuses.has(name)) Entries.push({ EventId: randomUUID() });
    else {
      const time = Time === undefined ? {} : { time: new Date(Time * 1000) };
      const event = { bus: name, source: Source, detailType: DetailType, detail, resources: Resources, ...time };
      Entries.push({ EventId: await bus.put(event) });
    }
  }
  const FailedEntryCount = Entries.filter(({ ErrorCode }) => ErrorCode !== undefined).length;
  return jsonAnswer(200, { FailedEntryCount, Entries }, JSON_1_1);
}

function objectFrom(text: string): JsonObject | undefined {
  try {
    const value: Json = parseJson(text);
    return isJsonObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

const refused = (type: string, message: string): Answer => jsonAnswer(400, { __type: type, message }, JSON_1_1);
