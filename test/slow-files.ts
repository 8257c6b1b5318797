/** A file of tests that takes longer says here why; one that does not fails `npm test`. */
export const SLOW_AFTER_MS = 60_000;

/** What takes long in each, and for whom it is worth it. On two quiet cores most of them stay below the limit. */
export const SLOW_FILES: Readonly<Record<string, string>> = {
  'test/journeys/borrower-pages.test.ts': 'opens every page of a borrower in a browser, then lets a scanner at them',
  'test/journeys/every-route.test.ts': 'asks every route as every post, and every list in every state',
  'test/journeys/faults.test.ts': 'plays the whole day twice, once with faults that are waited out as in production',
  'test/journeys/kill.test.ts': 'posts a long file three times and rolls up thousands of entries after a kill',
  'test/journeys/least-privilege.test.ts': 'plays the day and every other route once, so that every grant is used',
  'test/journeys/life-of-a-note.test.ts': 'scans, lends, pays, waits a week and opens letters in a browser',
  'test/journeys/one-journal.test.ts': 'plays the whole day twice, each call to a table held back',
  'test/journeys/retention.test.ts': 'holds, disposes of and blocks files over ten years, a process ended between',
  'test/journeys/working-day.test.ts': 'loads the portfolio and plays the day from nothing, as npm start does',
};

/** The files that took long, as lines for the terminal, slowest first; and those that say no reason. */
export function slowFiles(times: Readonly<Record<string, number>>): {
  readonly lines: readonly string[];
  readonly unexplained: readonly string[];
} {
  const slow = Object.entries(times)
    .filter(([, ms]) => ms > SLOW_AFTER_MS)
    .sort(([, a], [, b]) => b - a);
  return {
    lines: slow.map(
      ([file, ms]) => `${Math.round(ms / 1_000)} s  ${file}: ${SLOW_FILES[file] ?? 'NO REASON in test/slow-files.ts'}`,
    ),
    unexplained: slow.flatMap(([file]) => (file in SLOW_FILES ? [] : [file])),
  };
}
