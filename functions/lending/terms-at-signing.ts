import { addMonths, type CalendarDate } from '../../shared/calendar/calendar-date.ts';
import type { NoteTerms } from '../../shared/loan-book/note-terms.ts';
import type { RefusalDetail } from '../../shared/refusals/refusal.ts';
import type { OpenNoteBody, TermOverrides } from './note.ts';
import type { ProductParameters } from './product.ts';

/**
 * The terms of a note as signed: the product version's parameters, with what its contract agreed otherwise.
 * Grace ends `graceMonths` after the end of studies; the first due date follows it. Pure and repeatable: the register
 * stores product version, dates and overrides, and this gives the same terms from them at any time.
 */
export function termsAtSigning(
  parameters: ProductParameters,
  endOfStudies: CalendarDate,
  overrides: TermOverrides,
): NoteTerms {
  const endOfGrace = overrides.endOfGrace ?? addMonths(endOfStudies, parameters.graceMonths.value);
  return {
    accrualStart: overrides.accrualStart ?? parameters.accrualStart.value,
    endOfGrace,
    firstDueDate: overrides.firstDueDate ?? addMonths(endOfGrace, parameters.firstDueMonthsAfterGrace.value),
    instalments: overrides.instalments ?? parameters.instalments.value,
    monthsBetweenInstalments: overrides.monthsBetweenInstalments ?? parameters.monthsBetweenInstalments.value,
    amortization: overrides.amortization ?? parameters.amortization.value,
    baseRate: overrides.baseRate ?? parameters.baseRate.value,
    bands: overrides.bands ?? parameters.bands.value,
    punctualityToleranceDays: overrides.punctualityToleranceDays ?? parameters.punctualityToleranceDays.value,
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
  return [...faults, ...faultsOfBands(terms.bands, terms.baseRate, '/overrides/bands')];
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
