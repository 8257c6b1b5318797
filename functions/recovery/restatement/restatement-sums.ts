import { OFFICES, type Office } from '../../../shared/institute/offices.ts';
import { COMPONENTS } from '../../../shared/loan-book/component.ts';
import { addLines, type Lines } from '../../../shared/loan-book/line.ts';

/** Upper ends of the sizes of a change, in centavos; null is the last, without end. */
const SIZES = [100, 1_000, 10_000, 100_000, 1_000_000, null] as const;

/** Notes whose most changed account moves by a size, told apart by what becomes of the whole debt. */
export interface ChangesOfSize {
  readonly upTo: number | null;
  readonly less: number;
  /** What is owed only moves between components, or nothing of it moves. */
  readonly same: number;
  readonly more: number;
}

/** What the journal changes by. */
export interface RestatementEffect {
  readonly byAccount: Lines;
  readonly byOffice: Readonly<Record<Office, Lines>>;
  readonly sizes: readonly ChangesOfSize[];
}

/** Sums the changes of notes while they stream by: a few dozen figures whatever the number of notes. */
export class RestatementSums {
  readonly #offices = new Map<Office, Lines>();
  readonly #sizes = SIZES.map((upTo) => ({ upTo, less: 0, same: 0, more: 0 }));

  add(office: Office, lines: Lines): void {
    this.#offices.set(office, addLines(this.#offices.get(office) ?? {}, lines));
    const greatest = Math.max(...Object.values(lines).map(Math.abs));
    const owed = COMPONENTS.reduce((sum, component) => sum + (lines[component] ?? 0), 0);
    const size = this.#sizes.find(({ upTo }) => upTo === null || greatest <= upTo);
    if (size !== undefined) size[owed < 0 ? 'less' : owed > 0 ? 'more' : 'same'] += 1;
  }

  result(): RestatementEffect {
    const of = (office: Office): Lines => this.#offices.get(office) ?? {};
    return {
      byAccount: OFFICES.map(of).reduce<Lines>(addLines, {}),
      byOffice: { hermosillo: of('hermosillo'), obregon: of('obregon'), nogales: of('nogales') },
      sizes: this.#sizes.map((size) => ({ ...size })),
    };
  }
}
