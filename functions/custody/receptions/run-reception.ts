import type { Office } from '../../../shared/institute/offices.ts';
import { longWorkMachine } from '../../../shared/jobs/long-work-machine.ts';
import { type RunDeps, type RunEnd, runWork } from '../../../shared/jobs/run-work.ts';
import type { RegisterPort } from '../../../shared/register/register-port.ts';
import type { OriginalStore } from '../originals/original-store.ts';
import { putIntoPlace } from '../originals/receive-original.ts';
import type { Place } from '../places/place.ts';
import type { PlaceStore } from '../places/place-store.ts';
import { type EndedRow, RECEIVE_ORIGINALS, type Reception, type ReceptionRow } from './reception.ts';
import { type ReceptionStore, ROWS_OF_PART } from './reception-store.ts';

export interface RunReceptionDeps extends Omit<RunDeps<Reception>, 'records'> {
  readonly receptions: ReceptionStore;
  readonly originals: OriginalStore;
  readonly places: Pick<PlaceStore, 'find'>;
  readonly register: Pick<RegisterPort, 'findContract'>;
}

/** Rows on their way at once. */
const AT_ONCE = 25;

/**
 * One run over a reception, part by part: each row ends once, and a part is reported with the checkpoint that counts it.
 * Cut off, it goes on behind the last checkpoint; the rows of the part that had ended end the same.
 */
export function runReception(
  deps: RunReceptionDeps,
  { receptionId, delivery }: { readonly receptionId: string; readonly delivery: string | null },
): Promise<RunEnd> {
  const { receptions: records } = deps;
  return runWork(
    { ...deps, records },
    { task: RECEIVE_ORIGINALS, machine: longWorkMachine, id: receptionId, delivery },
    async (run) => {
      const places = new Map<string, Place | undefined>();
      while (run.thing().rowsDone < run.thing().rows) {
        if (!run.hasTime()) return false;
        const before = run.thing();
        const part = before.rowsDone / ROWS_OF_PART + 1;
        const rows = await records.rowsOf(receptionId, part);
        for (const { placeCode } of rows)
          if (!places.has(placeCode)) places.set(placeCode, await deps.places.find(placeCode));
        const ended: EndedRow[] = [];
        for (let first = 0; first < rows.length; first += AT_ONCE) {
          const some = rows.slice(first, first + AT_ONCE);
          ended.push(...(await Promise.all(some.map((row) => endRow(deps, before, row, places.get(row.placeCode))))));
        }
        await records.putEnded(receptionId, part, ended);
        const counts = { ...before.counts };
        for (const { outcome } of ended) counts[outcome] += 1;
        await run.save({ rowsDone: before.rowsDone + rows.length, counts });
      }
      return true;
    },
  );
}

async function endRow(
  deps: RunReceptionDeps,
  { receptionId, isTrial, offices, history }: Reception,
  { isRepeat, ...row }: ReceptionRow,
  place: Place | undefined,
): Promise<EndedRow> {
  const isSeen = (office: Office) => offices === 'all' || offices.includes(office);
  const office = place !== undefined && isSeen(place.office) ? place.office : null;
  const end = (outcome: EndedRow['outcome'], labelCode: string | null = null): EndedRow => ({
    ...{ ...row, office, outcome, labelCode },
  });
  if (isRepeat) return end('twice-in-list');
  if (place === undefined || office === null) return end('place-unknown');
  if (place.state !== 'open') return end('place-closed');
  const note = await deps.register.findContract(row.contractNumber);
  if (note === undefined || !isSeen(note.office)) return end('contract-unknown');
  const key = `${receptionId}#${row.line}`;
  const paper = { kind: row.kind, contractNumber: row.contractNumber, number: 1 };
  const by = history[0]?.by ?? '';
  const { outcome, original } = await putIntoPlace(deps, { paper, note, place, by, key }, isTrial);
  // A run that was cut off had received it for this very row.
  const isOwn = original.history[0]?.key === key;
  return end(isOwn ? 'received' : outcome, original.labelCode);
}
