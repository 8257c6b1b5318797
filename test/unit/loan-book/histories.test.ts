import { readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { readOracle } from '../../oracle/read-oracle.ts';

const FOLDER = path.join(import.meta.dirname, '..', '..', 'fixtures', 'histories');
const files = readdirSync(FOLDER).filter((name) => name.endsWith('.json'));

describe.each(files)('histories of %s', (file) => {
  it.each(readOracle(path.join(FOLDER, file)).map(({ title, play }) => [title, play] as const))(
    '%s',
    (_title, play) => {
      expect(play()).toMatchObject({ outcome: 'passed', differences: [], setAside: [] });
    },
  );
});
