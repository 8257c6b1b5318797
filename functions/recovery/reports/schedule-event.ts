import * as z from 'zod';
import { type CalendarDate, earlier, parseCalendarDate } from '../../../shared/calendar/calendar-date.ts';
import { hermosilloDate } from '../../../shared/calendar/clock.ts';

const date = z.string().transform((text, context): CalendarDate => {
  const parsed = parseCalendarDate(text);
  if (parsed !== undefined) return parsed;
  context.addIssue({ code: 'custom', message: 'not a calendar date' });
  return z.NEVER;
});

/** UTC instant that the schedule meant, whenever its event is delivered; absent when a person starts the job. */
const scheduledTime = z.iso.datetime().optional();

/** Event of a daily job; `date` names another day than the one before, for a repeated run. */
export const dayEventSchema = z.looseObject({ date: date.optional(), scheduledTime });

/** Event of the report schedule; `period` names the report of another day or month, for a repeated run. */
export const reportEventSchema = z.looseObject({
  report: z.enum(['daily', 'monthly']),
  period: z
    .string()
    .regex(/^\d{4}-\d{2}(-\d{2})?$/)
    .optional(),
  scheduledTime,
});

/**
 * The business day that an event is about: that of the instant it was meant for, so that one delivered a day late (or
 * taken from the queue of failures) does what was due then. Never after `today`.
 */
export function dayMeant(event: { readonly scheduledTime?: string | undefined }, today: CalendarDate): CalendarDate {
  return event.scheduledTime === undefined ? today : earlier(hermosilloDate(new Date(event.scheduledTime)), today);
}

/** What the request of a person to send a report again carries (shared/jobs). */
export const resendInputSchema = z.object({
  report: z.enum(['daily', 'monthly']),
  period: z.string(),
  subject: z.string(),
  reason: z.string(),
});
