import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readOracle } from '../../oracle/read-oracle.ts';

const FILE = path.join(import.meta.dirname, '../../fixtures/oracles/fineract-loans.json');
const NOT_COVERED = {
  'LoanDelinquency-286': 'lateness: down payment as a first instalment',
  'LoanRepayment-630': 'payment in advance that takes principal before accrued interest',
};

describe('the loans of another engine', () => {
  it.each(readOracle(FILE).map(({ id, play }) => [id, play] as const))('%s', (id, play) => {
    const reason = Object.entries(NOT_COVERED).find(([one]) => one === id)?.[1];
    expect(play()).toMatchObject(
      reason === undefined
        ? { outcome: 'passed', differences: [] }
        : { outcome: 'not covered', compared: 0, setAside: [reason] },
    );
  });
});

describe('npm run oracle', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'cartera-oracle-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const COMMAND = path.join(import.meta.dirname, '../../oracle/run.ts');
  const run = (file: string) => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [COMMAND, file], { encoding: 'utf8' });
    return { status, lines: stdout.trimEnd().split('\n'), stderr: stderr.trimEnd() };
  };
  /** The fixture with one text of it put for another. */
  const altered = (from: string, to: string) => {
    const text = readFileSync(FILE, 'utf8');
    expect(text.split(from)).toHaveLength(2);
    const file = path.join(folder, 'altered.json');
    writeFileSync(file, text.replace(from, to));
    return file;
  };

  it('says of each case whether it passed and why something is set aside, and counts them', () => {
    const { status, lines, stderr } = run(FILE);
    expect({ status, stderr, cases: lines.length }).toEqual({ status: 0, stderr: '', cases: 27 });
    expect(lines).toContain('passed       EMI-275: 27 figures');
    expect(lines).toContain(`not covered  LoanRepayment-630: ${NOT_COVERED['LoanRepayment-630']}`);
    expect(lines.at(-1)).toBe('24 passed, 0 failed, 2 not covered; 710 figures compared');
  });

  it('ends in 1 when one figure is a tenth of a centavo off, and says which', () => {
    const { status, lines } = run(altered('"principal": "650.00"', '"principal": "650.001"'));
    expect(status).toBe(1);
    expect(lines.filter((line) => /^(failed| {4})/.test(line))).toEqual([
      'failed       LoanWriteOff-5: 7 figures; set aside: a payment before a write-off that may not be taken back',
      '    after event 3, principal of Close (as written-off) of 2023-01-29 for 650.00: ours 650.00, theirs 650.001',
    ]);
    expect(lines.at(-1)).toBe('23 passed, 1 failed, 2 not covered; 710 figures compared');
  });

  it('plays the others when the engine throws on one', () => {
    const { status, lines } = run(
      altered('"fromDueDate": "2023-09-01", "extraTerms": 2', '"fromDueDate": "2023-09-02", "extraTerms": 2'),
    );
    expect(status).toBe(1);
    expect(lines.filter((line) => /^(failed| {4})/.test(line))).toEqual([
      'failed       LoanReschedule-159: 0 figures',
      '    threw event 2 changes a due date that there is not',
    ]);
    expect(lines.at(-1)).toMatch(/^23 passed, 1 failed, 2 not covered; /);
  });

  it.each([
    ['is not there', () => path.join(folder, 'none.json'), /none\.json: no se pudo leer \(ENOENT/],
    ['is no JSON', () => altered('"meta": {', '"meta": '), /altered\.json: no es JSON \(/],
    [
      'has neither loans nor histories',
      () => altered('"scenarios": [', '"loans": ['),
      /no trae "scenarios" ni "histories"/,
    ],
    [
      'has an amount that is none',
      () => altered('"date": "2022-12-01", "amount": "863.00"', '"date": "2022-12-01", "amount": "863"'),
      /not an amount of pesos with two decimals\n.* scenarios\[\d+\]\.events\[1\]\.amount$/,
    ],
  ])('ends in 1 and says so when the file %s', (_case, file, told) => {
    const { status, lines, stderr } = run(file());
    expect({ status, lines }).toEqual({ status: 1, lines: [''] });
    expect(stderr).toMatch(told);
  });
});
