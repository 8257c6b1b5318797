import type { CalendarDate } from '../calendar/calendar-date.ts';
import type { Centavos } from '../money/centavos.ts';
import type { RoundingRule } from '../money/rounding.ts';
import type { Component } from './component.ts';

/** Parts per million a year: 6 % = 60_000. */
export type AnnualPpm = number;

export type DayCount = 'actual/365' | 'actual/360' | '30/360' | 'actual/actual';

/** A discounted rate of ordinary interest. The first band whose conditions hold applies, else the base rate. */
export interface RateBand {
  readonly annualPpm: AnnualPpm;
  /** Smallest school average (0–100) that earns the band; undefined = punctuality is enough. */
  readonly averageAtLeast?: number;
}

/** When the interest of studies and grace is asked for: with each instalment a part, with the first, or with the last. */
export type StudyInterest = 'spread' | 'at-first' | 'at-end';

/**
 * What happens with money beyond everything due. `hold`: kept, and pays what falls due on the day it falls due. The
 * others take accrued interest and then principal in advance, which counts as paid on the next instalments
 * (`next-instalments`), or beyond the next one is cut from the last ones (`shorten`) or from all (`lower`).
 */
export type PrepaymentRule = 'hold' | 'next-instalments' | 'shorten' | 'lower';

/**
 * Most instalments of a note: ten years of months. With more, a borrower who never paid would have a head of over 2 KB
 * (each unpaid due date is kept), and every posting on it would cost more.
 */
export const MOST_INSTALMENTS = 120;

/** Most discounted rates of a note. */
export const MOST_BANDS = 5;

/** Most days of grace of default interest, and of tolerance of punctuality. */
export const MOST_TOLERATED_DAYS = 90;

/** Most days a due date may be moved: far from the next one, so that due dates keep their order. */
export const MOST_DAYS_SHIFTED = 10;

/** The terms of a note that the engine computes with. What the institute has not confirmed is a parameter. */
export interface NoteTerms {
  readonly accrualStart: 'disbursement' | 'end-of-grace';
  /** Last day of grace (end of studies + grace months); interest runs from the day after with `end-of-grace`. */
  readonly endOfGrace: CalendarDate;
  readonly firstDueDate: CalendarDate;
  readonly instalments: number;
  /**
   * Days by which each due date was moved because it is a closed day, in the order of the instalments (0 to MOST_DAYS_SHIFTED each).
   * Fixed at signing, so that a holiday decreed later moves no date of a signed contract. Absent or shorter = 0.
   */
  readonly dueDateShifts?: readonly number[];
  readonly monthsBetweenInstalments: number;
  /** When interest accrued by the end of grace falls due; absent = at the first due date. */
  readonly studyInterest?: StudyInterest;
  readonly amortization: 'equal-instalments' | 'equal-principal' | 'single';
  /** Contract rate: the schedule is fixed at it; bands change only what accrues. */
  readonly baseRate: AnnualPpm;
  readonly bands: readonly RateBand[];
  /** Days after a due date in which a payment still counts as punctual. */
  readonly punctualityToleranceDays: number;
  /** Shortfall of what is due up to which nobody is late; it travels to the next due date. Absent = 0. */
  readonly punctualityToleranceAmount?: Centavos;
  /** Whether catching up earns the bands back, or one late payment loses them for good. */
  readonly punctualityLost: 'until-current' | 'for-good';
  /** Stipulated late rate; null = the base rate of the note (LGTOC art. 174), never a discounted band. */
  readonly defaultRate: AnnualPpm | null;
  readonly defaultGraceDays: number;
  readonly defaultGrace: 'forgiven' | 'delayed';
  /** Whether ordinary interest goes on accruing on overdue principal. */
  readonly ordinaryOnOverdue: 'stops' | 'continues';
  readonly dayCount: DayCount;
  readonly rounding: RoundingRule;
  readonly allocation: {
    /** Default: costs, default interest, ordinary interest, principal (CCom art. 364). */
    readonly order: readonly Component[];
    readonly mode: 'component-first' | 'instalment-first';
    readonly prepayment: PrepaymentRule;
  };
}
