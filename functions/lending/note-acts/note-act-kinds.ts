import type { CalendarDate } from '../../../shared/calendar/calendar-date.ts';
import type { Role } from '../../../shared/institute/posts.ts';
import type { NotePosting } from '../../../shared/ledger/ledger.ts';
import { type ByComponent, byComponent } from '../../../shared/loan-book/component.ts';
import type { Act, ActKind } from './note-act.ts';

interface KindOfAct {
  readonly nameEs: string;
  /** Who may propose it, and who decides. Por confirmar por el Instituto. */
  readonly proposers: readonly Role[];
  readonly authorisers: readonly Role[];
}

/** Each kind of act: its name and who may what. */
export const ACT_KINDS: Readonly<Record<ActKind, KindOfAct>> = {
  'correct-terms': {
    nameEs: 'corregir las condiciones del contrato',
    proposers: ['recovery-technician', 'portfolio-coordinator'],
    authorisers: ['systems', 'director'],
  },
  accelerate: {
    nameEs: 'vencer anticipadamente',
    proposers: ['judicial-head', 'recovery-technician', 'portfolio-coordinator'],
    authorisers: ['portfolio-coordinator', 'director'],
  },
  'cure-acceleration': {
    nameEs: 'dejar sin efecto el vencimiento anticipado',
    proposers: ['judicial-head', 'recovery-technician', 'portfolio-coordinator'],
    authorisers: ['portfolio-coordinator', 'director'],
  },
  'return-disbursement': {
    nameEs: 'registrar la devolución de una ministración',
    proposers: ['recovery-technician', 'portfolio-coordinator'],
    authorisers: ['accountant', 'director'],
  },
  'write-off': {
    nameEs: 'castigar',
    proposers: ['recovery-technician', 'judicial-head', 'portfolio-coordinator'],
    authorisers: ['director'],
  },
};

/** Of what is owed, what a write-off of some components gives up. */
export const lossOf = (act: Extract<Act, { kind: 'write-off' }>, owed: ByComponent): ByComponent =>
  byComponent((component) => (act.components.includes(component) ? owed[component] : 0));

/** What the act posts; `loss` and `on` are of a write-off: what is given up, and the day on which that was authorised. */
export function eventOf(act: Act, loss: ByComponent, on: CalendarDate): NotePosting['event'] {
  switch (act.kind) {
    case 'correct-terms':
      return { kind: 'terms-corrected', valueDate: act.valueDate, changes: act.changes };
    case 'accelerate':
      return { kind: 'accelerated', valueDate: act.valueDate };
    case 'cure-acceleration':
      return { kind: 'acceleration-cured', valueDate: act.valueDate };
    case 'return-disbursement':
      return { kind: 'disbursement-returned', valueDate: act.valueDate, amount: act.amount };
    case 'write-off':
      return { kind: 'written-off', valueDate: on, amounts: loss };
  }
}
