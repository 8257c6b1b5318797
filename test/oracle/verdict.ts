import { Decimal } from 'decimal.js';
import type { Centavos } from '../../shared/money/centavos.ts';

/** What playing one case through our engine showed. */
export interface Verdict {
  readonly id: string;
  readonly outcome: 'passed' | 'failed' | 'not covered';
  /** How many figures were compared. */
  readonly compared: number;
  /** Where ours is not theirs: "what: ours X, theirs Y". */
  readonly differences: readonly string[];
  /** Why something of the case, or all of it, says nothing about our engine. */
  readonly setAside: readonly string[];
}

/** Collects what is compared in one case. */
export class Comparison {
  #compared = 0;
  #place = '';
  readonly #differences: string[] = [];
  readonly #setAside = new Set<string>();

  /** Where in the case the next figures stand. */
  at(place: string): void {
    this.#place = `${place}, `;
  }

  /** An amount of ours (centavos) against one of theirs (pesos, every digit of it), where they state one. */
  money(what: string, ours: Centavos | undefined, theirs: Decimal | null | undefined): void {
    if (theirs == null) return;
    const pesos = ours === undefined ? undefined : new Decimal(ours).div(100);
    this.#note(
      what,
      pesos?.toFixed(2),
      theirs.toFixed(Math.max(2, theirs.decimalPlaces())),
      pesos?.eq(theirs) === true,
    );
  }

  /** Amounts that may be `most` centavos apart, because they round more often. */
  moneyWithin(what: string, ours: Centavos, theirs: Decimal, most: Centavos): void {
    const [pesos, bound] = [new Decimal(ours).div(100), new Decimal(most).div(100)];
    const within = theirs.minus(pesos).abs().lte(bound);
    this.#note(what, pesos.toFixed(2), `${theirs.toFixed(2)} ± ${bound.toFixed(2)}`, within);
  }

  same(what: string, ours: string | number | boolean, theirs: string | number | boolean): void {
    this.#note(what, String(ours), String(theirs), ours === theirs);
  }

  /** Something wrong whatever they expect. */
  fail(what: string): void {
    this.#differences.push(`${this.#place}${what}`);
  }

  /** Something that is not compared, and the rule that our product does not have. */
  setAside(reason: string): void {
    this.#setAside.add(reason);
  }

  verdict(id: string): Verdict {
    const setAside = [...this.#setAside];
    if (this.#compared === 0 && setAside.length === 0) this.fail('nothing that can be compared');
    const differences = this.#differences;
    const outcome = differences.length > 0 ? 'failed' : this.#compared === 0 ? 'not covered' : 'passed';
    return { id, outcome, compared: this.#compared, differences, setAside };
  }

  #note(what: string, ours: string | undefined, theirs: string, equal: boolean): void {
    this.#compared += 1;
    if (!equal) this.fail(`${what}: ours ${ours ?? 'none'}, theirs ${theirs}`);
  }
}
