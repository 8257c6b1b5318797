import { addDays, daysBetween } from '../../shared/calendar/calendar-date.ts';
import { makeCieFile } from '../demonstration/recovery/bank-file-writer.ts';
import { BENCH_DAY, HISTORY_ENDS } from './demo-notes.ts';
import type { PayableNote } from './open-notes.ts';

const LEAST_AMOUNT = 3_000;
const AMOUNTS = 7_000;

/** Days of a file's operations: all after the notes' histories and none after today. */
const OPERATION_DAYS = daysBetween(HISTORY_ENDS, BENCH_DAY);

/**
 * A CIE report of `rows` payments on these notes, one after the other; a note that is paid again is paid on a later
 * day, so that every row is in order. Amounts between 30 and 100 pesos.
 */
export function cieRows(notes: readonly PayableNote[], rows: number): Uint8Array {
  if (rows > notes.length * OPERATION_DAYS) throw new RangeError(`${rows} rows are too many for ${notes.length} notes`);
  return makeCieFile(
    Array.from({ length: rows }, (_row, index) => {
      const note = notes[index % notes.length];
      if (note === undefined) throw new RangeError('no notes to pay');
      return {
        date: addDays(HISTORY_ENDS, 1 + Math.floor(index / notes.length)),
        reference: note.reference,
        amount: LEAST_AMOUNT + ((index * 7_919) % AMOUNTS),
        concept: 'PAGO CREDITO EDUCATIVO',
      };
    }),
  );
}
