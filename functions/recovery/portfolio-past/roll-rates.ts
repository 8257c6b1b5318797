import type { Centavos } from '../../../shared/money/centavos.ts';
import { STANDINGS, type Standing } from './arrears-buckets.ts';
import type { RestatedSegment } from './restate-segment.ts';

type Lines = RestatedSegment['notes'];

/** Notes that were in one standing on the first day and in another on the second. */
export interface Roll {
  readonly from: Standing;
  readonly to: Standing;
  readonly notes: number;
  /** What they owed of principal on the first day; of those that had not begun by then, on the second. */
  readonly principal: Centavos;
}

/** Where each note of the first day stood, to be asked of by those of the second. */
export class RollCounter {
  readonly #before: Map<string, readonly [Standing, Centavos]>;
  readonly #rolls = new Map<string, { notes: number; principal: Centavos }>();
  readonly #unknown: ReadonlySet<string>;

  /** `failed`: notes, or keys of their heads, that could not be replayed on one of the days: nobody knows where they went. */
  constructor(before: readonly Lines[], failed: readonly string[] = []) {
    this.#unknown = new Set(failed.map((key) => key.split('NOTE#').at(-1) ?? key));
    this.#before = new Map(
      before.flatMap((lines) =>
        this.#known(lines).map(([noteId, standing, owed]) => [noteId, [standing, owed]] as const),
      ),
    );
  }

  #known(lines: Lines): Lines {
    return this.#unknown.size === 0 ? lines : lines.filter(([noteId]) => !this.#unknown.has(noteId));
  }

  /** Each note of the second day once. */
  add(after: Lines): void {
    for (const [noteId, to, owedThen] of this.#known(after)) {
      const [from, principal] = this.#before.get(noteId) ?? (['not-yet', owedThen] as const);
      this.#count(from, to, principal);
      this.#before.delete(noteId);
    }
  }

  /** In the order of the standings, only those that occur. Call it when every note of the second day was added. */
  result(): Roll[] {
    // Known by then, and not by the second's recorded date.
    for (const [from, principal] of this.#before.values()) this.#count(from, 'not-yet', principal);
    this.#before.clear();
    return STANDINGS.flatMap((from) =>
      STANDINGS.flatMap((to) => {
        const roll = this.#rolls.get(`${from} ${to}`);
        return roll === undefined ? [] : [{ from, to, ...roll }];
      }),
    );
  }

  #count(from: Standing, to: Standing, principal: Centavos): void {
    const key = `${from} ${to}`;
    const { notes, principal: sum } = this.#rolls.get(key) ?? { notes: 0, principal: 0 };
    this.#rolls.set(key, { notes: notes + 1, principal: sum + principal });
  }
}
