import { existsSync } from 'node:fs';
import path from 'node:path';
import * as z from 'zod';
import { readJsonFile } from '../../../infra/local/assembly/json.ts';
import { writeFileAtomically } from '../../../infra/local/files.ts';
import type { CalendarDate } from '../../../shared/calendar/calendar-date.ts';
import { calendarDateSchema } from '../../../shared/http/wire.ts';

const progressSchema = z.object({ day: calendarDateSchema, seed: z.enum(['demo', 'full']), done: z.array(z.string()) });

/** Which steps of the demonstration a data folder has behind it, so that a second start does nothing twice. */
export interface DayProgress {
  readonly day: CalendarDate;
  isDone(step: string): boolean;
  finish(step: string): void;
}

/** The working day of the demonstration that was begun in this folder; undefined: none was. */
export function begunDay(dataDir: string): CalendarDate | undefined {
  const file = fileIn(dataDir);
  return existsSync(file) ? readJsonFile(file, progressSchema).day : undefined;
}

const fileIn = (dataDir: string) => path.join(dataDir, 'working-day.json');

/** The folder's own progress: its day stays the one it began with, whatever today is now. */
export function openProgress(dataDir: string, day: CalendarDate, seed: 'demo' | 'full'): DayProgress {
  const file = fileIn(dataDir);
  let progress = existsSync(file) ? readJsonFile(file, progressSchema) : { day, seed, done: [] };
  const save = () => writeFileAtomically(file, JSON.stringify(progress));
  save();
  return {
    day: progress.day,
    isDone: (step) => progress.done.includes(step),
    finish: (step) => {
      progress = { ...progress, done: [...progress.done, step] };
      save();
    },
  };
}
