import { addMonths, type CalendarDate, FIRST_DATE, later } from '../calendar/calendar-date.ts';
import { inForce } from '../calendar/in-force.ts';
import type { Series } from './document-kinds.ts';

/** How long documents of a series are kept, and from when on. */
export interface RetentionRule {
  readonly nameEs: string;
  /** At most 25 (LGA art. 37). */
  readonly years: number;
  /** `debt-ended`: the last movement of a file that owes nothing; `document`: the day of the document itself. */
  readonly since: 'debt-ended' | 'document';
  readonly source: string;
  /** By the institute, in its catalogue of disposal (catálogo de disposición documental, LGA art. 13). */
  readonly isConfirmed: boolean;
}

export interface RetentionTable {
  /** First day of the disposals that follow it. */
  readonly from: CalendarDate;
  readonly series: Readonly<Record<Series, RetentionRule>>;
}

/** No term may be longer (LGA art. 37). */
export const MOST_YEARS = 25;

const PROPOSAL = 'propuesta por confirmar por el Instituto';

/** Versions, the oldest first. The institute's own catalogue was not found: until it is, these are proposals. */
export const RETENTION_TABLES: readonly RetentionTable[] = [
  {
    from: FIRST_DATE,
    series: {
      'credit-file': {
        ...{ nameEs: 'Expediente de crédito', years: 10, since: 'debt-ended', isConfirmed: false },
        source: `Código de Comercio arts. 38, 46 y 49, como plazo prudente; ${PROPOSAL}`,
      },
      tax: {
        ...{ nameEs: 'Comprobantes fiscales', years: 5, since: 'document', isConfirmed: false },
        source: `CFF art. 30; ${PROPOSAL}`,
      },
      'personal-data': {
        ...{ nameEs: 'Derechos sobre datos personales', years: 5, since: 'document', isConfirmed: false },
        source: `LGPDPPSO arts. 17 y 18; ${PROPOSAL}`,
      },
      act: {
        ...{ nameEs: 'Actas', years: 7, since: 'document', isConfirmed: false },
        source: `LGA art. 58 (siete años como mínimo); ${PROPOSAL}`,
      },
      evidence: {
        ...{ nameEs: 'Evidencias', years: 10, since: 'debt-ended', isConfirmed: false },
        source: `Como el expediente de crédito; ${PROPOSAL}`,
      },
    },
  },
];

export const retentionOn = (on: CalendarDate): RetentionTable => inForce(RETENTION_TABLES, on);

/**
 * The last day on which a document must be kept. `lastMovementOn`: of the ended debt of its file; null of a file that never
 * had one, whose documents count from their own day, as does what is newer than the last movement.
 */
export function keptUntil(
  { years, since }: RetentionRule,
  { on, lastMovementOn }: { readonly on: CalendarDate; readonly lastMovementOn: CalendarDate | null },
): CalendarDate {
  const start = since === 'document' || lastMovementOn === null ? on : later(on, lastMovementOn);
  return addMonths(start, years * 12);
}
