import type { BankRow, RowReading } from '../../../../functions/recovery/readers/bank-row.ts';
import type { BankLayout } from '../../../../functions/recovery/readers/layout.ts';
import { layoutById } from '../../../../functions/recovery/readers/layouts.ts';
import { Refusal } from '../../../../shared/refusals/refusal.ts';

/** A stream of the bytes in the pieces given. */
export async function* streamOf(...pieces: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  yield* pieces;
}

export const latin1 = (text: string): Uint8Array => Buffer.from(text, 'latin1');
export const utf8 = (text: string): Uint8Array => Buffer.from(text, 'utf8');

export function layout(id: string, version = 1): BankLayout {
  const found = layoutById(id, version);
  if (found === undefined) throw new Error(`no layout ${id} ${version}`);
  return found;
}

export async function readAll(reader: BankLayout, ...pieces: readonly Uint8Array[]): Promise<RowReading[]> {
  const readings: RowReading[] = [];
  for await (const reading of reader.read(streamOf(...pieces))) readings.push(reading);
  return readings;
}

/** The rows of a file that must have no faults. */
export async function readRows(reader: BankLayout, ...pieces: readonly Uint8Array[]): Promise<BankRow[]> {
  const readings = await readAll(reader, ...pieces);
  return readings.map((reading) => {
    if (!reading.ok) throw new Error(`line ${reading.line}: ${JSON.stringify(reading.faults)}`);
    return reading.row;
  });
}

/** The refusal that an action ends in. */
export async function refusalOf(action: () => unknown): Promise<Refusal> {
  try {
    await action();
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}
