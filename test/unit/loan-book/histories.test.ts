import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { historyFileSchema } from '../../fixtures/histories/history-file.ts';
import { recorded, valuedOn } from '../../support/recorded-history.ts';

const FOLDER = path.join(import.meta.dirname, '..', '..', 'fixtures', 'histories');

/** The files of the repository, or the one that HISTORIES names. */
function files(): string[] {
  const named = process.env.HISTORIES;
  if (named !== undefined) return [named];
  return readdirSync(FOLDER)
    .filter((name) => name.endsWith('.json'))
    .map((name) => path.join(FOLDER, name));
}

describe.each(files())('histories of %s', (file) => {
  const { histories } = historyFileSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  it.each(histories.map((history) => [`${history.id}: ${history.title}`, history] as const))('%s', (_name, history) => {
    const ledger = recorded(history);
    const found = history.expected.map((row) =>
      Object.fromEntries(Object.entries(valuedOn(ledger, row)).filter(([name]) => name in row)),
    );
    expect(found).toEqual(history.expected);
  });
});
