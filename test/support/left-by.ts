import type { CalendarDate } from '../../shared/calendar/calendar-date.ts';
import { canonicalJson } from '../../shared/canonical/canonical-json.ts';
import type { Journey } from './journey.ts';

const TECHNICIAN = { role: 'recovery-technician' };

/** When an event arrived (loan-book/arrival.ts): an instant. */
const ARRIVAL = /0[0-9a-z]{8}\.[0-9a-z]{5}/g;

/** All that a day left which must not depend on the machine: instants, chains and the ids of uploads do. */
export async function leftBy(journey: Journey, day: CalendarDate, today: CalendarDate) {
  const filesOf = async (date: string): Promise<{ fileId: string; fileName: string }[]> =>
    (await journey.ask(`/v1/intake-files?date=${date}&limit=100`, TECHNICIAN)).json.items;
  const files = [...(await filesOf(day)), ...(await filesOf(today))];
  const text = (value: unknown): string =>
    files
      .reduce((said, { fileId, fileName }) => said.replaceAll(fileId, fileName), canonicalJson(value))
      .replaceAll(ARRIVAL, '');
  const report = (await journey.ask(`/v1/recovery-reports/${day}`, TECHNICIAN)).json;
  const entries = (await journey.all('ENTRIES_TABLE')).filter(({ recordedOn }) => String(recordedOn) >= day);
  return {
    // In the order of each note's chain, which is the order in which they were posted.
    journal: entries.map((entry) => text({ ...entry, recordedAt: '', hash: '', previousHash: '' })),
    figures: text({
      ...report,
      ...{ frozenAt: '', sha256: '', asOf: '', ledgerRoot: '' },
      reconciliation: { ...report.reconciliation, ranAt: '' },
    }),
  };
}
