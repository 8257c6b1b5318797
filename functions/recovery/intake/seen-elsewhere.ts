import type { Clock } from '../../../shared/calendar/clock.ts';
import { daysBetweenRepeats, mayRepeat } from '../readers/repeating-layouts.ts';
import type { NumberedRow } from './post-row.ts';
import { daysApart, type NewSighting, type Sighting } from './sighting.ts';
import type { Look, SightingStore } from './sighting-store.ts';

export interface SightingDeps {
  readonly sightings: SightingStore;
  readonly clock: Clock;
}

/**
 * Notes each payment among those of its reference and amount, and answers the one of another source that it repeats
 * (repeating-layouts.ts), or null: it is the first, or nothing could repeat it. One that a person has told apart repeats
 * none, and is noted anew: the same row may stand there already as the repetition that it was taken for. Up to a hundred
 * rows of one layout, none of which repeats another.
 */
export async function seenElsewhere(
  deps: SightingDeps,
  rows: readonly NumberedRow[],
): Promise<ReadonlyMap<NumberedRow, Sighting | null>> {
  const looks = rows.flatMap((numbered) => {
    const look = lookFor(deps, numbered);
    return look === null ? [] : [{ numbered, look }];
  });
  const seen = looks.length === 0 ? [] : await deps.sightings.seeAll(looks.map(({ look }) => look));
  return new Map(looks.map(({ numbered }, index) => [numbered, seen[index]?.first ?? null]));
}

function lookFor(deps: SightingDeps, numbered: NumberedRow): Look | null {
  const { row, layoutId } = numbered;
  if (row.reference === null || !mayRepeat(layoutId)) return null;
  const sighting = sightingOf(deps, numbered, 'payment');
  const matches = (earlier: Sighting) => {
    const days = isToldApart(numbered) ? undefined : daysBetweenRepeats(earlier.layoutId, layoutId);
    return days !== undefined && daysApart(earlier, sighting) <= days;
  };
  return { shared: `PAYMENT#${row.reference}#${row.amount}`, row: sighting, matches };
}

const isToldApart = ({ keySuffix }: NumberedRow): boolean => keySuffix !== '';

/** A row as it stands among those that may tell of the same payment. */
export function sightingOf(
  deps: Pick<SightingDeps, 'clock'>,
  numbered: NumberedRow,
  kind: Sighting['kind'],
): NewSighting {
  const { intakeFileId, layoutId, row, identity, occurrence, unique, keySuffix } = numbered;
  // A second row with the key of a return tells of the same one.
  const number = kind === 'return' && unique ? 1 : occurrence;
  return {
    rowKey: `${kind}#${identity}#${number}${keySuffix}`,
    ...{ kind, layoutId, intakeFileId },
    date: row.operationDate,
    line: row.line,
    recordedOn: deps.clock.today(),
  };
}
