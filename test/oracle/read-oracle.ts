import { readFileSync } from 'node:fs';
import * as z from 'zod';
import { historyFileSchema } from '../fixtures/histories/history-file.ts';
import { loanFileSchema } from './loan-scenario.ts';
import { playHistory } from './play-history.ts';
import { playLoan } from './play-loan.ts';
import type { Verdict } from './verdict.ts';

/** The file is not there, or is not of a shape that we know; the message says what to mend. */
export class OracleFault extends Error {
  override readonly name = 'OracleFault';
}

export interface OracleCase {
  readonly id: string;
  /** Its id, and the situation where it is told. */
  readonly title: string;
  readonly play: () => Verdict;
}

/** The cases of a file: loans of another engine (`scenarios`), or histories worked elsewhere (`histories`). */
export function readOracle(file: string): OracleCase[] {
  const content = z.record(z.string(), z.unknown()).safeParse(jsonOf(file));
  if (content.success && 'scenarios' in content.data)
    return parsed(file, loanFileSchema, content.data).scenarios.map((scenario) => ({
      id: scenario.id,
      title: scenario.id,
      play: () => playLoan(scenario),
    }));
  if (content.success && 'histories' in content.data)
    return parsed(file, historyFileSchema, content.data).histories.map((history) => ({
      id: history.id,
      title: `${history.id}: ${history.title}`,
      play: () => playHistory(history),
    }));
  throw new OracleFault(`${file}: no trae "scenarios" ni "histories".`);
}

function jsonOf(file: string): unknown {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw new OracleFault(`${file}: no se pudo leer (${error instanceof Error ? error.message : error}).`);
  }
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new OracleFault(`${file}: no es JSON (${error instanceof Error ? error.message : error}).`);
  }
}

function parsed<T>(file: string, schema: z.ZodType<T>, content: unknown): T {
  const read = schema.safeParse(content);
  if (read.success) return read.data;
  throw new OracleFault(`${file}: no tiene la forma esperada.\n${z.prettifyError(read.error)}`);
}
