import { Decimal } from 'decimal.js';
import * as z from 'zod';
import { calendarDate, parseCalendarDate } from '../../shared/calendar/calendar-date.ts';
import { centavosFromPesos } from '../../shared/money/centavos.ts';

/** A loan of another engine's tests and what it expects of it (test/fixtures/oracles/README.md). */
const amount = z
  .string()
  .refine((text) => centavosFromPesos(text) !== undefined, 'not an amount of pesos with two decimals')
  .transform((text) => centavosFromPesos(text) ?? 0);
const figure = z
  .string()
  .regex(/^-?\d+(\.\d+)?$/, 'not a decimal number')
  .transform((text) => new Decimal(text));
const date = z
  .string()
  .refine((text) => parseCalendarDate(text) !== undefined, 'not a date')
  .transform(calendarDate);

const rowSchema = z.object({
  /** null: the row of the disbursement. */
  nr: z.int().nullish(),
  date,
  balance: figure.nullish(),
  principal: figure.nullish(),
  interest: figure.nullish(),
  due: figure.nullish(),
  outstanding: figure.nullish(),
});
export type ScheduleRow = z.infer<typeof rowSchema>;

const transactionSchema = z.object({
  date,
  type: z.string(),
  amount: figure,
  principal: figure,
  interest: figure,
  fees: figure,
  penalties: figure,
  /** Outstanding principal after it. */
  balanceAfter: figure,
  reversed: z.boolean().optional(),
});

const expectationSchema = z.object({
  schedule: z.array(rowSchema).nullish(),
  totals: z.object({ paid: figure, outstanding: figure }).nullish(),
  transactions: z.array(transactionSchema).nullish(),
  transactionsInclude: z.array(transactionSchema).nullish(),
  charges: z.array(z.object({ outstanding: figure })).nullish(),
  status: z.string().nullish(),
  outstanding: figure.nullish(),
  overpaid: figure.nullish(),
  loanDelinquency: z.object({ delinquentDate: date }).nullish(),
  installmentDelinquency: z.unknown().optional(),
  /** What their engine refuses to do. */
  rejected: z.array(z.string()).nullish(),
});
export type Expectation = z.infer<typeof expectationSchema>;

const eventSchema = z.object({
  seq: z.int(),
  type: z.string(),
  /** Day on which it was entered; pure calculations have none. */
  businessDate: date.optional(),
  date: date.optional(),
  dueDate: date.optional(),
  amount: amount.optional(),
  targetSeq: z.int().optional(),
  targetKind: z.string().optional(),
  fromDueDate: date.nullish(),
  adjustedDueDate: date.nullish(),
  extraTerms: z.int().nullish(),
  extraGraceOnPrincipal: z.int().nullish(),
  extraGraceOnInterest: z.int().nullish(),
  newAnnualRatePct: figure.nullish(),
});
export type ScenarioEvent = z.infer<typeof eventSchema>;

const scenarioSchema = z.object({
  id: z.string(),
  settings: z.object({
    installmentMultipleOf: z.number().nullable(),
    annualRatePct: figure,
    interestMethod: z.string(),
    interestPeriod: z.string(),
    amortization: z.string(),
    repaymentEvery: z.int(),
    repaymentUnit: z.string(),
    installments: z.int().positive(),
    graceOnPrincipal: z.int(),
    dayCount: z.object({ daysInYear: z.string(), daysInMonth: z.string() }),
    graceOnArrearsDays: z.int().optional(),
    interestRecalculation: z.unknown().optional(),
    downPaymentPct: figure.nullish(),
    downPaymentAuto: z.boolean().optional(),
  }),
  disbursements: z.array(z.object({ date, amount })).min(1),
  events: z.array(eventSchema),
  checkpoints: z.array(expectationSchema.extend({ afterSeq: z.int() })).min(1),
});
export type LoanScenario = z.infer<typeof scenarioSchema>;
export type Checkpoint = LoanScenario['checkpoints'][number];

export const loanFileSchema = z.object({
  meta: z.object({ repository: z.string(), licence: z.string() }),
  scenarios: z.array(scenarioSchema).min(1),
});
