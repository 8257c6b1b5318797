import { SourceMap, type SourceMapPayload } from 'node:module';

/** As a stack says it, from 1: "at h (file:///var/task/index.mjs:57:1203)". */
const PLACE = /:(\d+):(\d+)\)?\s*$/;

/**
 * The place in our sources that a place of a minified bundle stands for, "functions/…/x.ts:12:3"; undefined when
 * the text is no place of it. The map must be of the same build.
 */
export function sourcePlace(map: SourceMapPayload, text: string): string | undefined {
  const [, line, column] = PLACE.exec(text) ?? [];
  if (line === undefined || column === undefined) return undefined;
  const entry = new SourceMap(map).findEntry(Number(line) - 1, Number(column) - 1);
  if (!('originalSource' in entry)) return undefined;
  const { originalSource, originalLine, originalColumn } = entry;
  return `${originalSource.replace(/^(\.\.\/)+/, '')}:${originalLine + 1}:${originalColumn + 1}`;
}
