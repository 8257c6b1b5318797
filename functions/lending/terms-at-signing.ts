import { type HolidayCalendar, sameOrNextBusinessDay } from '../../shared/calendar/business-days.ts';
import {
  addMonths,
  type CalendarDate,
  dayNumber,
  fromDayNumber,
  LAST_DATE,
} from '../../shared/calendar/calendar-date.ts';
import { MOST_DAYS_SHIFTED, type NoteTerms } from '../../shared/loan-book/note-terms.ts';
import { nominalDueDays } from '../../shared/loan-book/schedule.ts';
import type { TermChanges } from '../../shared/loan-book/term-changes.ts';
import type { RefusalDetail } from '../../shared/refusals/refusal.ts';
import { faultsOfDisbursement, type OpenNoteBody, type TermOverrides } from './note.ts';
import type { ProductParameters } from './product.ts';

/** What is known when a contract is signed. */
export interface Signing {
  readonly parameters: ProductParameters;
  readonly endOfStudies: CalendarDate;
  readonly overrides: TermOverrides;
}

/**
 * The terms of a note at its signature: the product version's parameters, with what its contract agreed otherwise.
 * Grace ends `graceMonths` after the end of studies; the first due date follows it. A due date on a day that
 * `holidays` knows as closed stays or moves to the next business day, as the parameter says. Pure.
 */
export function termsAtSigning(signing: Signing, holidays: HolidayCalendar): NoteTerms {
  const stated = statedTerms(signing);
  const rule = signing.overrides.dueDateOnClosedDay ?? signing.parameters.dueDateOnClosedDay.value;
  return withShifts(stated, rule === 'as-stated' ? [] : shiftsToBusinessDays(stated, holidays));
}

/**
 * The same terms at any later time: the register stores product version, dates, overrides and the shifts of the due
 * dates, so that neither a new product version nor a holiday decreed since changes a signed contract. Pure.
 */
export function termsAsSigned(signing: Signing, dueDateShifts: readonly number[]): NoteTerms {
  return withShifts(statedTerms(signing), dueDateShifts);
}

function withShifts(terms: NoteTerms, shifts: readonly number[]): NoteTerms {
  const kept = withoutLastZeros(shifts);
  return kept.length === 0 ? terms : { ...terms, dueDateShifts: kept };
}

const withoutLastZeros = (shifts: readonly number[]) => shifts.slice(0, shifts.findLastIndex((days) => days > 0) + 1);

/** Days from each due date to the first day on it or after it on which banks are open; zeros at the end are left out. */
export function shiftsToBusinessDays(terms: NoteTerms, holidays: HolidayCalendar): number[] {
  const shifts = nominalDueDays(terms).map((day) => {
    const shift = dayNumber(sameOrNextBusinessDay(fromDayNumber(day), holidays)) - day;
    if (shift > MOST_DAYS_SHIFTED) throw new RangeError(`the calendar closes banks for ${shift} days in a row`);
    return shift;
  });
  return withoutLastZeros(shifts);
}

function statedTerms({ parameters, endOfStudies, overrides }: Signing): NoteTerms {
  const endOfGrace = overrides.endOfGrace ?? addMonths(endOfStudies, parameters.graceMonths.value);
  return {
    accrualStart: overrides.accrualStart ?? parameters.accrualStart.value,
    endOfGrace,
    firstDueDate: overrides.firstDueDate ?? addMonths(endOfGrace, parameters.firstDueMonthsAfterGrace.value),
    instalments: overrides.instalments ?? parameters.instalments.value,
    monthsBetweenInstalments: overrides.monthsBetweenInstalments ?? parameters.monthsBetweenInstalments.value,
    studyInterest: overrides.studyInterest ?? parameters.studyInterest.value,
    amortization: overrides.amortization ?? parameters.amortization.value,
    baseRate: overrides.baseRate ?? parameters.baseRate.value,
    bands: overrides.bands ?? parameters.bands.value,
    punctualityToleranceDays: overrides.punctualityToleranceDays ?? parameters.punctualityToleranceDays.value,
    punctualityToleranceAmount: overrides.punctualityToleranceAmount ?? parameters.punctualityToleranceAmount.value,
    punctualityLost: overrides.punctualityLost ?? parameters.punctualityLost.value,
    // null is an agreed value here: "the base rate of the note".
    defaultRate: overrides.defaultRate === undefined ? parameters.defaultRate.value : overrides.defaultRate,
    defaultGraceDays: overrides.defaultGraceDays ?? parameters.defaultGraceDays.value,
    defaultGrace: overrides.defaultGrace ?? parameters.defaultGrace.value,
    ordinaryOnOverdue: overrides.ordinaryOnOverdue ?? parameters.ordinaryOnOverdue.value,
    dayCount: overrides.dayCount ?? parameters.dayCount.value,
    rounding: parameters.rounding.value,
    allocation: {
      order: parameters.allocationOrder.value,
      mode: overrides.allocationMode ?? parameters.allocationMode.value,
      prepayment: overrides.prepayment ?? parameters.prepayment.value,
    },
  };
}

/** What makes a new note impossible, all of it at once. Dates are days in Hermosillo; `today` is the business date. */
export function faultsOfNewNote(body: OpenNoteBody, terms: NoteTerms, today: CalendarDate): RefusalDetail[] {
  const faults: RefusalDetail[] = [];
  const paidOn = body.firstDisbursement.valueDate;
  if (body.signedOn > today) {
    faults.push({ pointer: '/signedOn', message: `La firma (${body.signedOn}) es posterior a hoy (${today}).` });
  }
  if (paidOn > today) {
    faults.push({
      pointer: '/firstDisbursement/valueDate',
      message: `La ministración (${paidOn}) es posterior a hoy (${today}); regístrela el día que se entregue.`,
    });
  }
  if (paidOn < body.signedOn) {
    faults.push({
      pointer: '/firstDisbursement/valueDate',
      message: `La ministración (${paidOn}) es anterior a la firma del contrato (${body.signedOn}).`,
    });
  }
  if (terms.firstDueDate <= paidOn) {
    faults.push({
      pointer: '/overrides/firstDueDate',
      message: `El primer vencimiento (${terms.firstDueDate}) debe ser posterior a la ministración (${paidOn}). Revise el término de estudios o acuerde otra fecha.`,
    });
  }
  const datesAt = body.overrides.firstDueDate === undefined ? '/endOfStudies' : '/overrides/firstDueDate';
  return [
    ...faults,
    ...faultsOfDates(terms, datesAt),
    ...faultsOfDisbursement(body.firstDisbursement, '/firstDisbursement'),
    ...faultsOfBands(terms.bands, terms.baseRate, '/overrides/bands'),
  ];
}

function faultsOfDates(terms: NoteTerms, pointer: string): RefusalDetail[] {
  const lastDue = fromDayNumber(nominalDueDays(terms).at(-1) ?? dayNumber(terms.firstDueDate));
  if (lastDue <= LAST_DATE) return [];
  const message = `El último vencimiento (${lastDue}) queda después del ${LAST_DATE}. Revise las fechas y el número de amortizaciones.`;
  return [{ pointer, message }];
}

/** What makes corrected terms impossible, all of it at once; `pointer` is where the body holds them. */
export function faultsOfTerms(terms: NoteTerms, changes: TermChanges, pointer: string): RefusalDetail[] {
  const movesDates = changes.firstDueDate !== undefined || changes.endOfGrace !== undefined;
  const backwards: RefusalDetail[] =
    movesDates && terms.firstDueDate <= terms.endOfGrace
      ? [
          {
            pointer: `${pointer}/firstDueDate`,
            message: `El primer vencimiento (${terms.firstDueDate}) debe ser posterior al fin de la gracia (${terms.endOfGrace}).`,
          },
        ]
      : [];
  return [
    ...backwards,
    ...faultsOfDates(terms, `${pointer}/firstDueDate`),
    ...faultsOfBands(terms.bands, terms.baseRate, `${pointer}/bands`),
  ];
}

/** A band is a discount: its rate is never above the base rate. */
export function faultsOfBands(bands: NoteTerms['bands'], baseRate: number, pointer: string): RefusalDetail[] {
  return bands.flatMap((band, index) =>
    band.annualPpm > baseRate
      ? [
          {
            pointer: `${pointer}/${index}`,
            message: `La tasa con descuento (${band.annualPpm}) no puede ser mayor que la tasa base (${baseRate}).`,
          },
        ]
      : [],
  );
}
