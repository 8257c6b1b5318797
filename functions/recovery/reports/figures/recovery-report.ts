import * as z from 'zod';

/**
 * The recovery report (reporte de recuperación): one shape for a day, a month, a year or a range.
 * Amounts are whole centavos in `RecoveryReport`; report-wire.ts gives the same shape as it leaves the API, with
 * decimal pesos. Everything a person sees carries its Spanish label, so renderers only lay out.
 *
 * Signs: payments and waivers are positive when they reduce a debt; reversals are negative applications;
 * `effect` uses ledger signs (debit positive: a payment lowers the balance, so its movement is negative).
 */
export const REPORT_PERIODS = ['day', 'month', 'year', 'range'] as const;
export const REPORT_BASES = ['recorded', 'value-date'] as const;

/** Groups of movements that the report shows apart from payments, in the order in which it shows them. */
export const MOVEMENT_GROUPS = [
  'reversals',
  'adjustments',
  'restated',
  'waivers',
  'charges',
  'disbursements',
  'creditApplied',
  'creditTransferred',
  'creditRefunded',
  'writeOffs',
  'recoveries',
  'regenerations',
  'broughtForward',
  'otherReversals',
] as const;
export type MovementGroup = (typeof MOVEMENT_GROUPS)[number];

/** Dimensions of the breakdown tables. */
export const BREAKDOWNS = ['office', 'channel', 'maturityClass', 'stage', 'agent'] as const;
export type Breakdown = (typeof BREAKDOWNS)[number];

/** Builds the schema of the report over a type of money: centavos inside, pesos on the wire (report-wire.ts). */
export function reportSchemaOf<Money extends z.ZodType>(money: Money) {
  const byComponent = z.strictObject({
    principal: money,
    ordinaryInterest: money,
    defaultInterest: money,
    collectionCosts: money,
  });

  /** How money was applied. principal = principalOverdue + principalNotDue. */
  const applied = z.strictObject({
    principal: money,
    principalOverdue: money,
    principalNotDue: money,
    ordinaryInterest: money,
    defaultInterest: money,
    collectionCosts: money,
  });

  /**
   * Money in: amount = applied (principal + interests + costs) + credit.
   * `count` = payments; `applications` = notes they were applied to (≥ count: one payment may pay several notes).
   */
  const flow = z.strictObject({ count: z.int(), applications: z.int(), amount: money, applied, credit: money });

  /** A group of ledger movements: their effect on receivables by component, in ledger signs. */
  const movement = z.strictObject({
    label: z.string(),
    count: z.int(),
    /** Sum of the component lines. */
    amount: money,
    components: byComponent,
    /** Effect on credit held (liability): positive = credit consumed, negative = credit created (ledger signs). */
    credit: money,
  });

  const breakdownRow = z.strictObject({ key: z.string(), label: z.string(), flow });

  const countAndAmount = z.strictObject({ count: z.int(), amount: money });

  const componentEffect = z.strictObject({
    component: z.enum(['principal', 'ordinaryInterest', 'defaultInterest', 'collectionCosts', 'total']),
    label: z.string(),
    /** Recognised (ledger) balance at the end of the day before; null when that day was not valued. */
    opening: money.nullable(),
    /** In display order; every movement kind of the period, zeros included, the same keys in every row. */
    movements: z.array(z.strictObject({ key: z.string(), label: z.string(), amount: money })),
    /** From the snapshot of the last day; null while it was not valued. */
    closing: money.nullable(),
    /** closing − opening − Σ movements: must be 0; null when one of the snapshots is missing. */
    difference: money.nullable(),
    /** Interest accrued and not yet recognised at the end (devengado): shown apart, never summed. Null without snapshot. */
    accruedNotRecognised: money.nullable(),
  });

  const dayFigures = z.strictObject({
    date: z.string(),
    count: z.int(),
    amount: money,
    reversals: money,
  });

  const arrearsBucket = z.strictObject({ key: z.string(), label: z.string(), notes: z.int(), overdue: money });

  return z.strictObject({
    schemaVersion: z.literal(1),
    period: z.strictObject({
      type: z.enum(REPORT_PERIODS),
      /** First and last day, inclusive. */
      from: z.string(),
      to: z.string(),
      /** "19 de noviembre de 2026", "noviembre de 2026", "2026", "del 1 al 15 de noviembre de 2026". */
      label: z.string(),
    }),
    basis: z.enum(REPORT_BASES),
    /** `provisional` until every day of the period is frozen. */
    state: z.enum(['provisional', 'frozen']),
    /** UTC instant, ISO; null while provisional. */
    frozenAt: z.string().nullable(),
    /** Of the canonical JSON of the frozen figures; null while provisional. */
    sha256: z.string().nullable(),
    /** UTC instant at which the figures were read. */
    asOf: z.string(),
    totals: z.strictObject({
      payments: flow,
      /** Payments taken back in the period, as negative flow. */
      reversedPayments: flow,
      /** payments + reversedPayments. */
      net: flow,
    }),
    /** Apart from payments, by group; keys are MOVEMENT_GROUPS. */
    movements: z.strictObject({
      reversals: movement,
      adjustments: movement,
      restated: movement,
      waivers: movement,
      charges: movement,
      disbursements: movement,
      creditApplied: movement,
      creditTransferred: movement,
      creditRefunded: movement,
      writeOffs: movement,
      recoveries: movement,
      regenerations: movement,
      broughtForward: movement,
      otherReversals: movement,
    }),
    /** Unidentified deposits (depósitos por identificar): closing = opening + received + reopened − assigned − returned. */
    unidentified: z.strictObject({
      opening: countAndAmount,
      received: countAndAmount,
      assigned: countAndAmount,
      returned: countAndAmount,
      /** Assigned before and taken back: unidentified again. */
      reopened: countAndAmount,
      closing: countAndAmount,
    }),
    /** Payments of the period (not net of reversals); the rows of each table sum to totals.payments.amount. */
    breakdowns: z.strictObject({
      office: z.array(breakdownRow),
      channel: z.array(breakdownRow),
      /** por vencer, vencida, saldo a favor; a payment that touches two classes counts in both. */
      maturityClass: z.array(breakdownRow),
      stage: z.array(breakdownRow),
      agent: z.array(breakdownRow),
    }),
    /** Null on basis value-date, which has no snapshots. Four components, then `total`. */
    effect: z
      .strictObject({
        openingDate: z.string(),
        closingDate: z.string(),
        status: z.enum(['tied', 'different', 'not-valued']),
        rows: z.array(componentEffect),
      })
      .nullable(),
    /** The portfolio at the end of the period, from its snapshot; null while it was not valued. */
    portfolio: z
      .strictObject({
        date: z.string(),
        notes: z.int(),
        openNotes: z.int(),
        notesInArrears: z.int(),
        owed: money,
        overdue: money,
        /** Days past due: 1–30, 31–60, 61–90, 91–180, 181–365, more than 365. */
        arrears: z.array(arrearsBucket),
        offices: z.array(
          z.strictObject({ key: z.string(), label: z.string(), notes: z.int(), owed: money, overdue: money }),
        ),
      })
      .nullable(),
    accumulated: z.strictObject({
      /** From the first of the month to the last day of the period, and from 1 January. */
      month: flow,
      year: flow,
    }),
    comparison: z.strictObject({
      /** Same day (or the same period) one month and one year before; the 31st becomes the last day. */
      lastMonth: z.strictObject({ from: z.string(), to: z.string(), flow }),
      lastYear: z.strictObject({ from: z.string(), to: z.string(), flow }),
    }),
    /**
     * Second table: the payments of the period by the other date. On basis recorded, by bank value date
     * (and channel), so that Accounting can match late files; on basis value-date, by the day they were recorded.
     */
    byOtherDate: z.array(
      z.strictObject({
        date: z.string(),
        channel: z.string(),
        channelLabel: z.string(),
        count: z.int(),
        amount: money,
      }),
    ),
    /** Each day from the first of the month (or each month of the year) to the end of the period, for the chart. */
    series: z.array(dayFigures),
    reconciliation: z.strictObject({
      status: z.enum(['squared', 'different', 'not-run']),
      statusLabel: z.string(),
      /** UTC instant; null when it was not run. */
      ranAt: z.string().nullable(),
      checks: z.array(
        z.strictObject({
          code: z.string(),
          /** "Archivos contra aplicaciones" … */
          label: z.string(),
          ok: z.boolean(),
          left: z.strictObject({ label: z.string(), count: z.int(), amount: money }),
          right: z.strictObject({ label: z.string(), count: z.int(), amount: money }),
        }),
      ),
      differences: z.array(
        z.strictObject({
          check: z.string(),
          /** Where: file, deposit, note, cell … */
          where: z.string(),
          detail: z.string(),
          expected: money,
          found: money,
        }),
      ),
    }),
    /** SHA-256 over all heads at the end of the last day; null while it was not valued. */
    ledgerRoot: z.string().nullable(),
  });
}

export const recoveryReportSchema = reportSchemaOf(z.int());
export type RecoveryReport = z.infer<typeof recoveryReportSchema>;
export type Flow = RecoveryReport['totals']['payments'];
export type Movement = RecoveryReport['movements']['reversals'];
export type BreakdownRow = RecoveryReport['breakdowns']['office'][number];
export type SeriesPoint = RecoveryReport['series'][number];
export type ReconciliationResult = RecoveryReport['reconciliation'];
export type EffectRow = NonNullable<RecoveryReport['effect']>['rows'][number];

/** What the mail of a business day adds to its report: the non-business days since the report before. */
export interface ReportMailInput {
  readonly report: RecoveryReport;
  readonly restDays: readonly SeriesPoint[];
}
