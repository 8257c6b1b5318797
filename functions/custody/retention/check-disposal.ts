import { type CalendarDate, calendarDate, later } from '../../../shared/calendar/calendar-date.ts';
import type { Clock } from '../../../shared/calendar/clock.ts';
import { longDate } from '../../../shared/calendar/spanish-dates.ts';
import type { Office } from '../../../shared/institute/offices.ts';
import type { RegisterPort } from '../../../shared/register/register-port.ts';
import { kindRule } from '../../../shared/vault/document-kinds.ts';
import type { DocumentStore } from '../../../shared/vault/document-store.ts';
import { keptUntil, retentionOn } from '../../../shared/vault/retention.ts';
import type { VaultDocument } from '../../../shared/vault/vault-document.ts';
import type { VaultObjects } from '../../../shared/vault/vault-objects.ts';
import { type ArcoStore, isOpenRequest } from '../arco/arco-store.ts';
import type { Original } from '../originals/original.ts';
import type { OriginalStore } from '../originals/original-store.ts';
import { type DebtDeps, debtOfFile } from '../release/debt-of-file.ts';
import type { ReleaseStore } from '../release/release-store.ts';
import type { DisposalFault, DisposalRow } from './disposal.ts';

export interface CheckDisposalDeps extends DebtDeps {
  readonly register: Pick<RegisterPort, 'wholeFile'>;
  readonly documents: Pick<DocumentStore, 'allOfFile'>;
  readonly objects: Pick<VaultObjects, 'lockedUntil'>;
  readonly originals: Pick<OriginalStore, 'ofFile'>;
  readonly releases: Pick<ReleaseStore, 'ofFile'>;
  readonly requests: Pick<ArcoStore, 'ofFile'>;
  readonly clock: Clock;
}

/** What of a file is to go. */
export interface DisposableFile {
  readonly row: DisposalRow;
  readonly documents: readonly VaultDocument[];
  readonly originals: readonly Original[];
}

/** Originals that custody has and may destroy, and those that are nobody's concern any more. */
const DESTROYABLE: readonly Original['state'][] = ['stored', 'void'];
const GONE: readonly Original['state'][] = ['delivered', 'destroyed'];
/** A release whose letters and originals are still to be handed over. */
const UNDELIVERED = ['requested', 'issued', 'appointed'];

/**
 * Whether all papers of a file may go, with every reason that stands in the way. A file goes whole: its papers are kept until the
 * last of them may go (shared/vault/retention.ts). Writes nothing. Some 8 reads, one a note, one request to the vault a document.
 */
export async function checkFile(
  deps: CheckDisposalDeps,
  fileId: string,
  isSeen: (office: Office) => boolean = () => true,
): Promise<DisposableFile> {
  const file = await deps.register.wholeFile(fileId);
  if (file === undefined || !isSeen(file.office)) return unknown(fileId);
  const today = deps.clock.today();
  const { heads, owed } = await debtOfFile(deps, file, today);
  const [documents, originals, releases, requests, lastMovementOn] = await Promise.all([
    all(deps.documents.allOfFile(fileId)),
    deps.originals.ofFile(fileId),
    deps.releases.ofFile(fileId),
    deps.requests.ofFile(fileId),
    lastMovement(
      deps,
      heads.notes.map(({ noteId }) => noteId),
    ),
  ]);
  const kept = documents.filter(({ state }) => state === 'vaulted' || state === 'superseded');
  const papers = originals.filter(({ state }) => DESTROYABLE.includes(state));
  const table = retentionOn(today);
  const until = kept
    .map(({ kind, on }) => keptUntil(table.series[kindRule(kind).series], { on: calendarDate(on), lastMovementOn }))
    .reduce<CalendarDate | null>((last, day) => (last === null ? day : later(last, day)), null);
  const paperUntil =
    papers.length === 0 || lastMovementOn === null
      ? until
      : later(until ?? lastMovementOn, keptUntil(table.series['credit-file'], { on: lastMovementOn, lastMovementOn }));
  const locks = await Promise.all(
    kept.flatMap(({ sha256, versionId }) =>
      versionId === null ? [] : [deps.objects.lockedUntil({ sha256, versionId })],
    ),
  );
  const found: readonly (readonly [DisposalFault, boolean, string | null])[] = [
    ['debt-open', owed.length > 0, owed.join(' ').slice(0, 300)],
    [
      'term-running',
      paperUntil !== null && today <= paperUntil,
      paperUntil && `Se guarda hasta el ${longDate(paperUntil)}`,
    ],
    ['held', kept.some(({ holds }) => holds.length > 0), null],
    ['arco-open', requests.some(isOpenRequest), null],
    ['release-open', releases.some(({ state }) => UNDELIVERED.includes(state)), null],
    ['originals-out', areOut(originals, papers, heads.notes.length), null],
    ['upload-open', documents.some(({ state }) => state === 'uploaded' || state === 'clean'), null],
    ['locked', locks.some((lock) => lock !== null && lock.getTime() > deps.clock.now().getTime()), null],
    ['nothing-kept', kept.length + papers.length === 0, null],
  ];
  const faults = found.flatMap(([code, applies, detail]) => (applies ? [{ code, detail }] : []));
  const row: DisposalRow = {
    ...{ fileId, office: file.office, outcome: faults.length === 0 ? 'due' : 'not-due', faults, lastMovementOn },
    ...{ documents: kept.length, originals: papers.length, keptUntil: paperUntil },
    contracts: file.notes.map(({ contractNumber }) => contractNumber),
  };
  return { row, documents: kept, originals: papers };
}

/** Whether one is lent, searched for or before a judge; or there is a paper of a debt that the ledger does not know. */
const areOut = (originals: readonly Original[], papers: readonly Original[], notes: number): boolean =>
  originals.some((one) => !papers.includes(one) && !GONE.includes(one.state)) || (papers.length > 0 && notes === 0);

async function lastMovement({ money }: DebtDeps, noteIds: readonly string[]): Promise<CalendarDate | null> {
  const entries = (await Promise.all(noteIds.map((noteId) => money.entriesOf(noteId)))).flat();
  const days = entries.map(({ recordedOn }) => calendarDate(recordedOn));
  return days.reduce<CalendarDate | null>((last, day) => (last === null ? day : later(last, day)), null);
}

const unknown = (fileId: string): DisposableFile => ({
  row: {
    ...{ fileId, office: null, outcome: 'not-due', faults: [{ code: 'file-unknown', detail: null }], contracts: [] },
    ...{ documents: 0, originals: 0, lastMovementOn: null, keptUntil: null },
  },
  documents: [],
  originals: [],
});

async function all<T>(many: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const one of many) found.push(one);
  return found;
}
