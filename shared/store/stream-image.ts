/** The item of a DynamoDB stream record as Lambda delivers it, as plain values (numbers, strings, maps, lists). */
export function plainItem(image: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(image).map(([name, value]) => [name, plainValue(value)]));
}

function plainValue(value: unknown): unknown {
  if (!isMap(value)) throw new Error('a stream record holds an attribute without a type');
  if (typeof value.S === 'string') return value.S;
  if (typeof value.N === 'string') return Number(value.N);
  if (typeof value.BOOL === 'boolean') return value.BOOL;
  if (value.NULL !== undefined) return null;
  if (isMap(value.M)) return plainItem(value.M);
  if (Array.isArray(value.L)) return value.L.map(plainValue);
  throw new Error(`a stream record holds a type that our items never have: ${Object.keys(value).join()}`);
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
