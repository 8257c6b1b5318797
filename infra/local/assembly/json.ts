import { readFileSync } from 'node:fs';
import * as z from 'zod';

/** A JSON value, as it stands in templates, manifests and events. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
export type JsonObject = { readonly [key: string]: Json };

/** True for `{…}`, false for arrays, null and plain values. */
export function isJsonObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** True for `[…]`; `Array.isArray` alone does not narrow a readonly array. */
export function isJsonArray(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}

/** Parses JSON text; throws SyntaxError on anything else. */
export function parseJson(text: string): Json {
  const value: Json = JSON.parse(text);
  return value;
}

/** Reads a JSON file and checks its shape; the error names the file. */
export function readJsonFile<T>(file: string, schema: z.ZodType<T>): T {
  const result = schema.safeParse(parseJson(readFileSync(file, 'utf8')));
  if (!result.success) throw new Error(`${file}: ${z.prettifyError(result.error)}`);
  return result.data;
}

/** Any JSON value, typed. */
export const jsonSchema: z.ZodType<Json> = z.json();
