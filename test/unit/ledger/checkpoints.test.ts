import { describe, expect, it } from 'vitest';
import { addDays, calendarDate } from '../../../shared/calendar/calendar-date.ts';
import {
  type Checkpoint,
  checkpointBefore,
  checkpointsBefore,
  isCheckpointDue,
  withCheckpoint,
} from '../../../shared/ledger/checkpoints.ts';

const at = (seq: number, date: string): Checkpoint => ({ seq, date: calendarDate(date) });
const THREE = [at(16, '2025-01-10'), at(32, '2025-02-10'), at(48, '2025-02-10')];

describe('checkpoints', () => {
  it.each([
    [14, 15, false],
    [15, 16, true],
    [16, 17, false],
    [15, 17, true],
    [31, 33, true],
  ])('from seq %i to %i is one due: %s', (before, after, due) => {
    expect(isCheckpointDue(before, after)).toBe(due);
  });

  it('the past of a day starts at the newest one before the day, never of the day itself', () => {
    expect(checkpointBefore(THREE, calendarDate('2025-02-11'))).toEqual(at(48, '2025-02-10'));
    expect(checkpointBefore(THREE, calendarDate('2025-02-10'))).toEqual(at(16, '2025-01-10'));
    expect(checkpointBefore(THREE, calendarDate('2025-01-10'))).toBeUndefined();
  });

  it('those of the day of a posting in the past and after it are no good any more', () => {
    expect(checkpointsBefore(THREE, calendarDate('2025-02-10'))).toEqual([at(16, '2025-01-10')]);
  });

  it('are thinned the more the older they are: the n-th stays until 4 times its power of two have come', () => {
    let kept: readonly Checkpoint[] = [];
    for (let number = 1; number <= 16; number += 1)
      kept = withCheckpoint(kept, { seq: 16 * number, date: addDays(calendarDate('2025-01-01'), number) });
    // Odd ones stay for 3 more, twice an odd one for 7, 4 and 12 for 15, 8 and 16 for more.
    expect(kept.map(({ seq }) => seq / 16)).toEqual([4, 8, 10, 12, 13, 14, 15, 16]);
  });
});
