import type { Dimensions } from '../../../shared/ledger/ledger-items.ts';
import { type ByComponent, COMPONENTS, sumOfComponents, zeroByComponent } from '../../../shared/loan-book/component.ts';
import type { Valuation } from '../../../shared/loan-book/valuation.ts';
import { ARREARS_BUCKETS, type PortfolioFigures, type Snapshot, type SnapshotRow } from './snapshot.ts';

/**
 * Sums valuations of notes by office, class and stage while they stream by: a few dozen rows whatever the number of
 * notes. One per segment; segments are merged at the end.
 */
export class SnapshotSums {
  readonly #rows = new Map<string, SnapshotRow>();
  readonly #arrears = new Map<string, { notes: number; overdue: number }>();
  notesValued = 0;

  add(dimensions: Pick<Dimensions, 'office' | 'stage'>, valuation: Valuation): void {
    this.notesValued += 1;
    const noteClass = valuation.daysPastDue > 0 ? 'overdue' : 'notDue';
    const row = this.#row({ office: dimensions.office, noteClass, stage: dimensions.stage });
    addFigures(row.figures, {
      notes: 1,
      openNotes: valuation.status === 'open' ? 1 : 0,
      ledger: valuation.ledger,
      unrecognised: valuation.unrecognised,
      owed: valuation.owed,
      due: valuation.due,
      principalOverdue: valuation.principalOverdue,
    });
    const bucket = ARREARS_BUCKETS.find(({ from, to }) => valuation.daysPastDue >= from && valuation.daysPastDue <= to);
    if (bucket !== undefined) this.#addArrears(bucket.key, 1, sumOfComponents(valuation.due));
  }

  merge(other: SnapshotSums): void {
    this.notesValued += other.notesValued;
    for (const { figures, ...place } of other.#rows.values()) addFigures(this.#row(place).figures, figures);
    for (const [key, { notes, overdue }] of other.#arrears) this.#addArrears(key, notes, overdue);
  }

  /** Rows in the order of office, class, stage; arrears with every bucket, zeros included. */
  result(): Pick<Snapshot, 'total' | 'rows' | 'arrears' | 'notesInArrears' | 'overdue'> {
    const total = zeroFigures();
    for (const { figures } of this.#rows.values()) addFigures(total, figures);
    const arrears = ARREARS_BUCKETS.map(({ key }) => ({
      key,
      ...(this.#arrears.get(key) ?? { notes: 0, overdue: 0 }),
    }));
    return {
      total,
      rows: [...this.#rows.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row),
      arrears,
      notesInArrears: arrears.reduce((sum, bucket) => sum + bucket.notes, 0),
      overdue: arrears.reduce((sum, bucket) => sum + bucket.overdue, 0),
    };
  }

  #row(place: Omit<SnapshotRow, 'figures'>): SnapshotRow {
    const key = `${place.office}#${place.noteClass}#${place.stage}`;
    const row = this.#rows.get(key) ?? { ...place, figures: zeroFigures() };
    this.#rows.set(key, row);
    return row;
  }

  #addArrears(key: string, notes: number, overdue: number): void {
    const sum = this.#arrears.get(key) ?? { notes: 0, overdue: 0 };
    this.#arrears.set(key, { notes: sum.notes + notes, overdue: sum.overdue + overdue });
  }
}

function zeroFigures(): PortfolioFigures {
  return {
    notes: 0,
    openNotes: 0,
    ledger: zeroByComponent(),
    unrecognised: { ordinaryInterest: 0, defaultInterest: 0 },
    owed: zeroByComponent(),
    due: zeroByComponent(),
    principalOverdue: 0,
  };
}

function addFigures(into: PortfolioFigures, more: Readonly<PortfolioFigures>): void {
  into.notes += more.notes;
  into.openNotes += more.openNotes;
  addComponents(into.ledger, more.ledger);
  addComponents(into.owed, more.owed);
  addComponents(into.due, more.due);
  into.unrecognised.ordinaryInterest += more.unrecognised.ordinaryInterest;
  into.unrecognised.defaultInterest += more.unrecognised.defaultInterest;
  into.principalOverdue += more.principalOverdue;
}

function addComponents(into: ByComponent, more: ByComponent): void {
  for (const component of COMPONENTS) into[component] += more[component];
}
