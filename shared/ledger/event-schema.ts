import * as z from 'zod';
import { calendarDate, parseCalendarDate } from '../calendar/calendar-date.ts';
import { COMPONENTS } from '../loan-book/component.ts';
import { CHANNELS, type NoteEvent, STAGES } from '../loan-book/event.ts';
import { MOST_DAYS_SHIFTED, type NoteTerms } from '../loan-book/note-terms.ts';

/** Stored shapes of events and terms: parsed whenever they come out of the store. */
export const storedDate = z
  .string()
  .refine((text) => parseCalendarDate(text) !== undefined, 'not a calendar date')
  .transform(calendarDate);

export const byComponentSchema = z.strictObject({
  principal: z.int(),
  ordinaryInterest: z.int(),
  defaultInterest: z.int(),
  collectionCosts: z.int(),
});

/** Days each due date was moved off a closed day; zeros at the end are left out, to keep heads small. */
export const dueDateShiftsSchema = z.array(z.int().min(0).max(MOST_DAYS_SHIFTED)).max(480);

const ppm = z.int().min(0).max(2_000_000);

export const noteTermsSchema = z.strictObject({
  accrualStart: z.enum(['disbursement', 'end-of-grace']),
  endOfGrace: storedDate,
  firstDueDate: storedDate,
  instalments: z.int().min(1).max(480),
  dueDateShifts: dueDateShiftsSchema.exactOptional(),
  monthsBetweenInstalments: z.int().min(1).max(12),
  amortization: z.enum(['equal-instalments', 'equal-principal', 'single']),
  baseRate: ppm,
  bands: z.array(z.strictObject({ annualPpm: ppm, averageAtLeast: z.number().min(0).max(100).exactOptional() })).max(5),
  punctualityToleranceDays: z.int().min(0).max(90),
  punctualityLost: z.enum(['until-current', 'for-good']),
  defaultRate: ppm.nullable(),
  defaultGraceDays: z.int().min(0).max(90),
  defaultGrace: z.enum(['forgiven', 'delayed']),
  ordinaryOnOverdue: z.enum(['stops', 'continues']),
  dayCount: z.enum(['actual/365', 'actual/360', '30/360', 'actual/actual']),
  rounding: z.enum(['half-up', 'half-even', 'down']),
  allocation: z.strictObject({
    order: z.array(z.enum(COMPONENTS)).length(COMPONENTS.length),
    mode: z.enum(['component-first', 'instalment-first']),
    prepayment: z.enum(['hold', 'next-instalments', 'shorten', 'lower']),
  }),
}) satisfies z.ZodType<NoteTerms>;

const base = { id: z.string(), valueDate: storedDate, recordedOn: storedDate };
const amount = z.int().min(0);

export const noteEventSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    ...base,
    kind: z.literal('brought-forward'),
    originalPrincipal: amount,
    balances: byComponentSchema,
    ordinaryNotDue: amount.exactOptional(),
  }),
  z.strictObject({ ...base, kind: z.literal('disbursed'), amount }),
  z.strictObject({
    ...base,
    kind: z.literal('paid'),
    amount,
    channel: z.enum(CHANNELS),
    provisional: z.literal(true).exactOptional(),
  }),
  z.strictObject({ ...base, kind: z.literal('credit-applied'), amount }),
  z.strictObject({ ...base, kind: z.literal('charged'), component: z.literal('collectionCosts'), amount }),
  z.strictObject({ ...base, kind: z.literal('waived'), granted: byComponentSchema }),
  z.strictObject({ ...base, kind: z.literal('average-recorded'), average: z.number().min(0).max(100) }),
  z.strictObject({ ...base, kind: z.literal('terms-corrected'), terms: noteTermsSchema }),
  z.strictObject({ ...base, kind: z.literal('accelerated') }),
  z.strictObject({ ...base, kind: z.literal('written-off'), amounts: byComponentSchema }),
  z.strictObject({
    ...base,
    kind: z.literal('placement-changed'),
    stage: z.enum(STAGES),
    agent: z.string().nullable(),
  }),
  z.strictObject({ ...base, kind: z.literal('reversed'), target: z.string() }),
]) satisfies z.ZodType<NoteEvent>;
