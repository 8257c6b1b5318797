import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';

const ROOT = path.join(import.meta.dirname, '..', '..', '..');
const rows = [
  ...readFileSync(path.join(ROOT, 'docs', 'faults.md'), 'utf8').matchAll(/^\| (\d+) \| [^|]+ \| ([^|]+) \|$/gm),
];

it('names for each of the 45 faults a test that is there, or what will cover it', () => {
  expect(rows.map(([, number]) => Number(number))).toEqual(Array.from({ length: 45 }, (_, index) => index + 1));
  const wrong = rows.flatMap(([, number, covered = '']) => {
    const [, file, title = ''] = /^`([^`]+)`: (.+)$/.exec(covered.trim()) ?? [];
    if (file === undefined) return /^(not yet|[DEFG]): \S/.test(covered.trim()) ? [] : [`${number}: ${covered}`];
    const lines = readFileSync(path.join(ROOT, file), 'utf8').split('\n');
    // A title stands on its line in quotes, after `it(` or alone after a table of cases.
    const isThere = lines.some(
      (line) => /^\s*(?:(?:it|describe)[.(]|\]?\)?\(?['`])/.test(line) && line.includes(title),
    );
    return isThere ? [] : [`${number}: no test "${title}" in ${file}`];
  });
  expect(wrong).toEqual([]);
});
