/** A value and where it comes from: a law, or that nobody has confirmed it. */
interface Sourced<Value> {
  readonly value: Value;
  readonly source: string;
}

/** What the laws leave open about the prescription of a note, and what they fix, as data. */
export interface PrescriptionRules {
  /** Years of the direct action. */
  readonly years: Sourced<number>;
  /** Payable on sight, the years count from the note's date, or from its presentation or the end of the term for it. */
  readonly onSightFrom: Sourced<'date-of-note' | 'end-of-presentation'>;
  /** Months after its date in which what is payable on sight is to be presented. */
  readonly presentationMonths: Sourced<number>;
  /** Whether an act on the very day on which it prescribes comes in time. */
  readonly actOnTheDay: Sourced<'late' | 'in-time'>;
  /** Whether who pays acknowledges the debt. */
  readonly paymentAcknowledges: Sourced<boolean>;
  /** What lets the years run anew although the action had prescribed. */
  readonly revivedBy: Sourced<readonly ('acknowledgement' | 'renewal')[]>;
}

const UNCONFIRMED = 'Por confirmar por el Instituto';

/** Wherever the laws can be read in two ways, the one that prescribes earlier: nobody relies on days that may not be there. */
export const CUSTOMARY_PRESCRIPTION: PrescriptionRules = {
  years: { value: 3, source: 'LGTOC arts. 165 y 174' },
  onSightFrom: {
    value: 'date-of-note',
    source: `${UNCONFIRMED}: LGTOC art. 165-II cuenta desde que concluye el plazo del art. 128; se toma la fecha, que es antes`,
  },
  presentationMonths: { value: 6, source: 'LGTOC arts. 128 y 174' },
  actOnTheDay: {
    value: 'late',
    source: `${UNCONFIRMED}: LGTOC art. 81 no cuenta el día de partida; se toma el último día como perdido`,
  },
  paymentAcknowledges: { value: false, source: UNCONFIRMED },
  revivedBy: { value: [], source: UNCONFIRMED },
};
