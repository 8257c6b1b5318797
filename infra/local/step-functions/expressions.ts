import { createHash, randomUUID } from 'node:crypto';
import jsonata from 'jsonata';
import { isJsonArray, isJsonObject, type Json, type JsonObject, jsonSchema, parseJson } from '../assembly/json.ts';
import { StatesError } from './states-error.ts';

/** What an expression sees: `$states.…` and the variables by their names. */
export interface Bindings {
  readonly states: JsonObject;
  readonly variables: JsonObject;
}

/**
 * Evaluates every `{% expression %}` inside a value; other values stay as they are. Throws
 * States.QueryEvaluationError for an expression that fails or gives nothing.
 */
export async function evaluate(value: Json, bindings: Bindings): Promise<Json> {
  if (typeof value === 'string') {
    const source = /^\{%([\s\S]*)%\}$/.exec(value)?.[1];
    return source === undefined ? value : evaluateExpression(source.trim(), bindings);
  }
  if (isJsonArray(value)) return Promise.all(value.map((inner) => evaluate(inner, bindings)));
  if (!isJsonObject(value)) return value;
  const members = Object.entries(value).map(async ([key, inner]) => [key, await evaluate(inner, bindings)] as const);
  return Object.fromEntries(await Promise.all(members));
}

/** A number that stands in a definition or is computed. Throws States.QueryEvaluationError for anything else. */
export async function evaluateNumber(value: Json, bindings: Bindings): Promise<number> {
  const result = await evaluate(value, bindings);
  if (typeof result === 'number' && result >= 0) return result;
  throw new StatesError('States.QueryEvaluationError', `${JSON.stringify(value)} is not a number of zero or more`);
}

const compiled = new Map<string, jsonata.Expression>();

async function evaluateExpression(source: string, { states, variables }: Bindings): Promise<Json> {
  try {
    const expression = compiled.get(source) ?? compile(source);
    const result: unknown = await expression.evaluate({}, { ...variables, states });
    // Through JSON, because the library's arrays carry marks of its own.
    if (result !== undefined) return jsonSchema.parse(JSON.parse(JSON.stringify(result)));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(Object(error).message ?? error);
    throw new StatesError('States.QueryEvaluationError', `${reason} in ${source}`);
  }
  throw new StatesError('States.QueryEvaluationError', `the expression gives nothing: ${source}`);
}

function compile(source: string): jsonata.Expression {
  const expression = jsonata(source);
  for (const [name, [implementation, signature]] of Object.entries(ADDED_FUNCTIONS))
    expression.registerFunction(name, implementation, signature);
  compiled.set(source, expression);
  return expression;
}

type AddedFunction = Parameters<jsonata.Expression['registerFunction']>[1];

/** The functions that Step Functions has beyond JSONata's own; `$eval` it has not. */
const ADDED_FUNCTIONS: Readonly<Record<string, readonly [implementation: AddedFunction, signature: string]>> = {
  uuid: [() => randomUUID(), '<:s>'],
  parse: [(text: string) => parseJson(text), '<s:x>'],
  random: [(seed?: number) => (seed === undefined ? Math.random() : chance(seed)), '<n?:n>'],
  hash: [
    (text: string, algorithm = 'SHA-256') =>
      createHash(algorithm.replace('-', '').toLowerCase()).update(text).digest('hex'),
    '<ss?:s>',
  ],
  range: [range, '<nnn:a>'],
  partition: [
    (values: readonly unknown[], size: number) =>
      Array.from({ length: Math.ceil(values.length / size) }, (_, n) => values.slice(n * size, (n + 1) * size)),
    '<an:a>',
  ],
  eval: [
    () => {
      throw new Error('$eval is not available in state machines');
    },
    '<s:x>',
  ],
};

function range(first: number, last: number, step: number): readonly number[] {
  if (step === 0) throw new Error('$range needs a step other than 0');
  const count = Math.max(0, Math.floor((last - first) / step) + 1);
  return Array.from({ length: count }, (_, n) => first + n * step);
}

/** Between 0 and 1, the same for the same seed. */
const chance = (seed: number): number => createHash('sha256').update(String(seed)).digest().readUInt32BE() / 2 ** 32;
