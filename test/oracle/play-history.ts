import type { History } from '../fixtures/histories/history-file.ts';
import { recorded, valuedOn } from '../support/recorded-history.ts';
import { Comparison, type Verdict } from './verdict.ts';

/** Plays a history in the order in which it was recorded; only the figures that it names are compared. */
export function playHistory(history: History): Verdict {
  const comparison = new Comparison();
  const ledger = recorded(history);
  for (const row of history.expected) {
    const { asOf, note, ...figures } = row;
    const found: Readonly<Record<string, string | number | boolean | undefined>> = valuedOn(ledger, row);
    comparison.at(note === undefined ? asOf : `${note} on ${asOf}`);
    for (const [name, theirs] of Object.entries(figures)) comparison.same(name, found[name] ?? 'none', theirs);
  }
  return comparison.verdict(history.id);
}
