import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../assembly/json.ts';

/**
 * Whether a value matches an event pattern, as event source mappings filter records and rules of a bus choose events:
 * objects match member by member, a list matches when any of its rules does.
 * Rules: a literal, prefix, suffix, wildcard, equals-ignore-case, exists, anything-but (literals or a rule), numeric.
 * An unknown rule throws, because silence would drop records.
 */
export function matchesPattern(pattern: Json, value: Json | undefined): boolean {
  if (isJsonArray(pattern)) return pattern.some((rule) => matchesRule(rule, value));
  if (!isJsonObject(pattern)) return pattern === value;
  return Object.entries(pattern).every(([key, inner]) => {
    if (key === '$or') return isJsonArray(inner) && inner.some((choice) => matchesPattern(choice, value));
    return matchesPattern(inner, isJsonObject(value) ? value[key] : undefined);
  });
}

function matchesRule(rule: Json, value: Json | undefined): boolean {
  if (isJsonObject(rule)) {
    const [name = '', argument = null] = Object.entries(rule)[0] ?? [];
    const operator = RULES[name];
    if (operator === undefined) throw new Error(`Filter rule "${name}" is not known locally`);
    if (isJsonArray(value) && name !== 'exists') return value.some((element) => operator(argument, element));
    return operator(argument, value);
  }
  // A pattern matches a list when it matches one of its elements.
  return isJsonArray(value) ? value.includes(rule) : rule === value;
}

const RULES: Readonly<Record<string, (argument: Json, value: Json | undefined) => boolean>> = {
  prefix: (argument, value) => typeof value === 'string' && value.startsWith(String(argument)),
  suffix: (argument, value) => typeof value === 'string' && value.endsWith(String(argument)),
  wildcard: (argument, value) => typeof value === 'string' && wildcard(String(argument)).test(value),
  'equals-ignore-case': (argument, value) =>
    typeof value === 'string' && value.toLowerCase() === String(argument).toLowerCase(),
  exists: (argument, value) => (value !== undefined) === argument,
  'anything-but': (argument, value) => value !== undefined && !excluded(argument, value),
  numeric: (argument, value) => typeof value === 'number' && isJsonArray(argument) && withinBounds(argument, value),
};

function excluded(argument: Json, value: Json): boolean {
  if (isJsonArray(argument)) return argument.includes(value);
  if (isJsonObject(argument)) return matchesRule(argument, value);
  return argument === value;
}

/** `*` stands for any characters; a backslash takes that meaning away. */
function wildcard(pattern: string): RegExp {
  const parts = pattern.match(/\\.|[\s\S]/g) ?? [];
  const source = parts.map((part) =>
    part === '*' ? '.*' : part.replace(/^\\/, '').replace(/[.*+?^${}()|[\]\\]/, '\\$&'),
  );
  return new RegExp(`^${source.join('')}$`, 's');
}

function withinBounds(bounds: readonly Json[], value: number): boolean {
  for (let at = 0; at + 1 < bounds.length; at += 2) {
    const limit = Number(bounds[at + 1]);
    const holds = {
      '=': value === limit,
      '>': value > limit,
      '>=': value >= limit,
      '<': value < limit,
      '<=': value <= limit,
    }[String(bounds[at])];
    if (holds !== true) return false;
  }
  return true;
}

/** Reads the `FilterCriteria` of an event source mapping; no filters lets every record pass. */
export function passesFilters(filters: readonly JsonObject[], record: Json): boolean {
  return filters.length === 0 || filters.some((filter) => matchesPattern(filter, record));
}
