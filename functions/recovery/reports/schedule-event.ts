import * as z from 'zod';
import { type CalendarDate, parseCalendarDate } from '../../../shared/calendar/calendar-date.ts';

const date = z.string().transform((text, context): CalendarDate => {
  const parsed = parseCalendarDate(text);
  if (parsed !== undefined) return parsed;
  context.addIssue({ code: 'custom', message: 'not a calendar date' });
  return z.NEVER;
});

/** Event of a daily job; `date` names another day than yesterday, for a repeated run. */
export const dayEventSchema = z.looseObject({ date: date.optional() });

/** Event of the report schedule; `period` names the report of another day or month, for a repeated run. */
export const reportEventSchema = z.looseObject({
  report: z.enum(['daily', 'monthly']),
  period: z
    .string()
    .regex(/^\d{4}-\d{2}(-\d{2})?$/)
    .optional(),
});

/** What the request of a person to send a report again carries (shared/jobs). */
export const resendInputSchema = z.object({
  report: z.enum(['daily', 'monthly']),
  period: z.string(),
  subject: z.string(),
  reason: z.string(),
});
