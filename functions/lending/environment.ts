import * as z from 'zod';
import { clockSetting } from '../../shared/calendar/clock.ts';

const name = z.string().min(1);

/** Environment of both functions of the area. infra sets exactly these variables; each handler parses its own once. */
export const lendingEnvironment = z.object({
  CLOCK: clockSetting,
  HEADS_TABLE: name,
  ENTRIES_TABLE: name,
  IDEMPOTENCY_TABLE: name,
  REGISTER_TABLE: name,
  /** Holds acts on notes, regenerations and the corrections of the banking calendar. */
  SYSTEM_TABLE: name,
});
