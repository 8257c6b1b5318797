import { isJsonArray, isJsonObject, type Json, parseJson } from '../assembly/json.ts';
import type { BusEvent } from './bus-event.ts';
import type { EventRule, EventTarget } from './event-rules.ts';

/** What a target gets of an event: the event, a part of it, a fixed text, or what a template makes of it. */
export function inputOf(event: BusEvent, target: EventTarget, rule: EventRule): Json {
  if (target.Input !== undefined) return parseJson(target.Input);
  if (target.InputPath !== undefined) return valueAt(event, target.InputPath) ?? null;
  if (target.InputTransformer === undefined) return event;
  const { InputPathsMap, InputTemplate } = target.InputTransformer;
  const values: Record<string, Json> = {
    'aws.events.rule-name': rule.name,
    'aws.events.rule-arn': rule.arn,
    'aws.events.event': event,
    'aws.events.event.json': event,
    'aws.events.event.ingestion-time': event.time,
  };
  for (const [name, path] of Object.entries(InputPathsMap)) values[name] = valueAt(event, path) ?? null;
  return filledIn(InputTemplate, values);
}

/** `$.detail.items[0].name`; undefined when there is nothing. */
function valueAt(event: BusEvent, path: string): Json | undefined {
  const steps = path.replace(/^\$\.?/, '').match(/[^.[\]]+/g) ?? [];
  return steps.reduce<Json | undefined>((value, step) => {
    if (isJsonArray(value)) return value[Number(step)];
    return isJsonObject(value) ? value[step] : undefined;
  }, event);
}

/** A placeholder within a text is replaced by the text of its value, elsewhere by the value as JSON. */
function filledIn(template: string, values: Readonly<Record<string, Json>>): Json {
  let quoted = false;
  const filled = template.replace(/\\.|"|<([\w.-]+)>/g, (part, name: string | undefined) => {
    if (part === '"') quoted = !quoted;
    const value = name === undefined ? undefined : values[name];
    if (value === undefined) return part;
    const json = JSON.stringify(value);
    if (!quoted) return json;
    return typeof value === 'string' ? json.slice(1, -1) : JSON.stringify(json).slice(1, -1);
  });
  try {
    return parseJson(filled);
  } catch {
    // A template may be plain text.
    return filled;
  }
}
