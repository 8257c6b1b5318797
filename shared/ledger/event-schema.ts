import * as z from 'zod';
import { calendarDate, parseCalendarDate } from '../calendar/calendar-date.ts';
import { type AgreementPlan, MOST_AGREED_PAYMENTS } from '../loan-book/agreement-plan.ts';
import { ARRIVAL } from '../loan-book/arrival.ts';
import { COMPONENTS } from '../loan-book/component.ts';
import { CHANNELS, type NoteEvent, STAGES } from '../loan-book/event.ts';
import {
  MOST_BANDS,
  MOST_DAYS_SHIFTED,
  MOST_INSTALMENTS,
  MOST_TOLERATED_DAYS,
  type NoteTerms,
} from '../loan-book/note-terms.ts';
import type { TermChanges } from '../loan-book/term-changes.ts';

/** Stored shapes of events and terms: parsed on their way into the store and out of it. */
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
export const dueDateShiftsSchema = z.array(z.int().min(0).max(MOST_DAYS_SHIFTED)).max(MOST_INSTALMENTS);

/** Disbursements of one note at most: a note is one school period, and its head keeps each. */
export const MOST_DISBURSEMENTS = 8;

const ppm = z.int().min(0).max(2_000_000);

/** The same fields, each of which may be left out. */
function optionalFields<Shape extends Record<string, z.ZodType>>(shape: Shape) {
  const optional = Object.entries(shape).map(([name, field]) => [name, field.exactOptional()]);
  return Object.fromEntries(optional) as { [Field in keyof Shape]: z.ZodExactOptional<Shape[Field]> };
}

const termFields = {
  accrualStart: z.enum(['disbursement', 'end-of-grace']),
  endOfGrace: storedDate,
  firstDueDate: storedDate,
  instalments: z.int().min(1).max(MOST_INSTALMENTS),
  dueDateShifts: dueDateShiftsSchema.exactOptional(),
  monthsBetweenInstalments: z.int().min(1).max(12),
  studyInterest: z.enum(['spread', 'at-first', 'at-end']).exactOptional(),
  amortization: z.enum(['equal-instalments', 'equal-principal', 'single']),
  baseRate: ppm,
  bands: z
    .array(z.strictObject({ annualPpm: ppm, averageAtLeast: z.number().min(0).max(100).exactOptional() }))
    .max(MOST_BANDS),
  punctualityToleranceDays: z.int().min(0).max(MOST_TOLERATED_DAYS),
  punctualityToleranceAmount: z.int().min(0).exactOptional(),
  punctualityLost: z.enum(['until-current', 'for-good']),
  defaultRate: ppm.nullable(),
  defaultGraceDays: z.int().min(0).max(MOST_TOLERATED_DAYS),
  defaultGrace: z.enum(['forgiven', 'delayed']),
  ordinaryOnOverdue: z.enum(['stops', 'continues']),
  dayCount: z.enum(['actual/365', 'actual/360', '30/360', 'actual/actual']),
  rounding: z.enum(['half-up', 'half-even', 'down']),
};

const allocationFields = {
  order: z.array(z.enum(COMPONENTS)).length(COMPONENTS.length),
  mode: z.enum(['component-first', 'instalment-first']),
  prepayment: z.enum(['hold', 'next-instalments', 'shorten', 'lower']),
};

export const noteTermsSchema = z.strictObject({
  ...termFields,
  allocation: z.strictObject(allocationFields),
}) satisfies z.ZodType<NoteTerms>;

/** Only the named fields; an absent one stays as it is. */
export const termChangesSchema = z.strictObject({
  ...optionalFields(termFields),
  allocation: z.strictObject(optionalFields(allocationFields)).exactOptional(),
}) satisfies z.ZodType<TermChanges>;

const base = {
  id: z.string(),
  valueDate: storedDate,
  recordedOn: storedDate,
  arrival: z.string().regex(ARRIVAL).exactOptional(),
};
const amount = z.int().min(0);

const maturitySchema = z.strictObject({ due: storedDate, owed: z.int().positive() });

const agreedPaymentSchema = z.strictObject({ due: storedDate, amount: z.int().positive() });

export const agreementPlanSchema = z.strictObject({
  firstPayment: agreedPaymentSchema.exactOptional(),
  from: storedDate,
  count: z.int().min(1).max(MOST_AGREED_PAYMENTS),
  amount: z.int().positive(),
  every: z.strictObject({ unit: z.enum(['days', 'months']), number: z.int().min(1).max(366) }),
  exceptions: z
    .array(
      z.strictObject({
        number: z.int().min(1).max(MOST_AGREED_PAYMENTS),
        due: storedDate.exactOptional(),
        amount: z.int().positive().exactOptional(),
      }),
    )
    .max(MOST_AGREED_PAYMENTS)
    .exactOptional(),
  graceDays: z.int().min(0).max(90),
}) satisfies z.ZodType<AgreementPlan>;

export const noteEventSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    ...base,
    kind: z.literal('brought-forward'),
    originalPrincipal: amount,
    balances: byComponentSchema,
    ordinaryNotDue: amount.exactOptional(),
    studyInterest: amount.exactOptional(),
    disbursements: z
      .array(z.strictObject({ date: storedDate, amount }))
      .min(1)
      .max(MOST_DISBURSEMENTS)
      .exactOptional(),
    interestMaturities: z.array(maturitySchema).max(MOST_INSTALMENTS).exactOptional(),
    shortened: amount.exactOptional(),
    acceleratedOn: storedDate.exactOptional(),
    punctualityLost: z.literal(true).exactOptional(),
    average: z.number().min(0).max(100).exactOptional(),
  }),
  z.strictObject({ ...base, kind: z.literal('disbursed'), amount }),
  z.strictObject({ ...base, kind: z.literal('disbursement-returned'), amount }),
  z.strictObject({
    ...base,
    kind: z.literal('paid'),
    amount,
    channel: z.enum(CHANNELS),
    provisional: z.literal(true).exactOptional(),
  }),
  z.strictObject({ ...base, kind: z.literal('credit-applied'), amount }),
  z.strictObject({ ...base, kind: z.literal('credit-refunded'), amount }),
  z.strictObject({ ...base, kind: z.literal('credit-transferred'), amount }),
  z.strictObject({ ...base, kind: z.literal('credit-received'), amount }),
  z.strictObject({ ...base, kind: z.literal('charged'), component: z.literal('collectionCosts'), amount }),
  z.strictObject({
    ...base,
    kind: z.literal('waived'),
    granted: byComponentSchema,
    share: byComponentSchema.exactOptional(),
  }),
  z.strictObject({
    ...base,
    kind: z.literal('agreement-signed'),
    agreement: z.string(),
    plan: agreementPlanSchema,
    notes: z.array(z.string()).min(1),
    granted: byComponentSchema,
    share: byComponentSchema.exactOptional(),
    earned: z.enum(['at-fulfilment', 'by-payment']),
    whileLive: z.array(z.enum(['ordinaryInterest', 'defaultInterest'])).max(2),
  }),
  z.strictObject({
    ...base,
    kind: z.literal('agreement-broken'),
    agreement: z.string(),
    met: amount,
    of: z.int().positive(),
  }),
  z.strictObject({ ...base, kind: z.literal('agreement-fulfilled'), agreement: z.string() }),
  z.strictObject({
    ...base,
    kind: z.literal('regenerated-out'),
    form: z.enum(['novation', 'resolutory-condition']),
    into: z.string(),
    capitalised: z.array(z.enum(COMPONENTS)),
  }),
  z.strictObject({
    ...base,
    kind: z.literal('regenerated-in'),
    parts: z.array(z.strictObject({ from: z.string(), amounts: byComponentSchema })).min(1),
    capitalised: z.array(z.enum(COMPONENTS)),
  }),
  z.strictObject({ ...base, kind: z.literal('average-recorded'), average: z.number().min(0).max(100) }),
  z.strictObject({ ...base, kind: z.literal('terms-corrected'), changes: termChangesSchema }),
  z.strictObject({ ...base, kind: z.literal('accelerated') }),
  z.strictObject({ ...base, kind: z.literal('acceleration-cured') }),
  z.strictObject({ ...base, kind: z.literal('written-off'), amounts: byComponentSchema }),
  z.strictObject({
    ...base,
    kind: z.literal('placement-changed'),
    stage: z.enum(STAGES),
    agent: z.string().nullable(),
  }),
  z.strictObject({ ...base, kind: z.literal('reversed'), target: z.string() }),
]) satisfies z.ZodType<NoteEvent>;
