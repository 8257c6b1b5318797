import { borrowerRecords, fileRecords, noteRecords } from '../../functions/lending/register-records.ts';
import { NOTHING_SAID } from '../../functions/statements/preferences/preferences.ts';
import { createPreferencesStore } from '../../functions/statements/preferences/preferences-store.ts';
import { bankHolidayCalendar } from '../../shared/calendar/mexican-bank-holidays.ts';
import { deterministicId } from '../../shared/canonical/deterministic-id.ts';
import { createAddressHolds } from '../../shared/links/address-change.ts';
import { createWrongData } from '../../shared/links/wrong-data.ts';
import { createSuppressions } from '../../shared/mail/suppression.ts';
import { borrowerPartition, filePartition } from '../../shared/register/register-keys.ts';
import { batchPut } from '../../shared/store/batches.ts';
import { type DemoFile, demoPortfolio, FULL_SIZE } from '../demonstration/lending/portfolio.ts';
import type { BenchStore } from './bench-store.ts';
import { HISTORY_ENDS } from './demo-notes.ts';

/** Each generated borrower stands in the store under this many ids: making 31,317 lives would take minutes. */
const COPIES = 10;
const AT_ONCE = 16;
const SAID_AT = '2026-11-01T12:00:00.000Z';
const NEVER_OVER = new Date('2099-01-01T00:00:00.000Z');

/** Of a hundred subscribers, one each that the month skips for its reason, by their place. */
export const SKIPPED_AT = {
  'no-address': 1,
  'file-blocked': 2,
  suppressed: 3,
  'address-new': 4,
  'no-notes': 5,
} as const;
type Skipped = keyof typeof SKIPPED_AT;

/** How many of so many subscribers are to be skipped for a reason. */
export const skippedOf = (subscribers: number, reason: Skipped): number =>
  Array.from({ length: subscribers }, (_, place) => place).filter((place) => isSkipped(place, reason)).length;
const isSkipped = (place: number, reason: Skipped): boolean => place % 100 === SKIPPED_AT[reason];

/** So many borrowers with their files and notes, as the monthly mail reads them, each with an address and a yes to it. */
export async function fillWithSubscribers({ connect, tables }: BenchStore, subscribers: number): Promise<void> {
  const documents = connect();
  const preferences = createPreferencesStore(documents, tables.LINKS_TABLE);
  const wrongData = createWrongData(documents, tables.LINKS_TABLE);
  const holds = createAddressHolds(documents, tables.LINKS_TABLE);
  const suppressions = createSuppressions(documents, tables.SYSTEM_TABLE);
  const subscribe = async (file: DemoFile, place: number): Promise<void> => {
    const { fileId, office } = file.file;
    await batchPut(documents, tables.REGISTER_TABLE, registerItems(file));
    const said = { ...NOTHING_SAID, monthlyStatement: true, changedBy: 'session', changedAt: SAID_AT } as const;
    await preferences.write({ ...said, fileId, office, signatory: 'borrower', version: 1 }, undefined);
    if (isSkipped(place, 'file-blocked')) await wrongData.block(fileId, new Date(SAID_AT));
    if (isSkipped(place, 'address-new')) await holds.hold(fileId, 'borrower', NEVER_OVER);
    if (isSkipped(place, 'suppressed')) await suppressions.add(addressAt(place), 'bounce', new Date(SAID_AT), 'volvió');
  };
  const files = copies(subscribers);
  const lane = async () => {
    for (const { file, place } of files) await subscribe(file, place);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
}

const addressAt = (place: number): string => `persona${place}@correo.example`;

function* copies(subscribers: number): Generator<{ readonly file: DemoFile; readonly place: number }> {
  const size = { ...FULL_SIZE, borrowers: Math.ceil(subscribers / COPIES) };
  let place = 0;
  for (const made of demoPortfolio(size, HISTORY_ENDS, bankHolidayCalendar()))
    for (let copy = 0; copy < COPIES && place < subscribers; copy += 1, place += 1)
      yield { file: copied(made, copy, place), place };
}

function copied({ borrower, file, notes, ...rest }: DemoFile, copy: number, place: number): DemoFile {
  const idOf = (id: string) => deterministicId('bench-copy', `${id}|${copy}`);
  const [borrowerId, fileId] = [idOf(borrower.borrowerId), idOf(file.fileId)];
  const email = { kind: 'email', value: addressAt(place) } as const;
  return {
    ...rest,
    borrower: { ...borrower, borrowerId, contactPoints: isSkipped(place, 'no-address') ? [] : [email] },
    file: { ...file, fileId, borrowerId },
    notes: isSkipped(place, 'no-notes')
      ? []
      : notes.map((note) => ({ ...note, item: { ...note.item, noteId: idOf(note.item.noteId), fileId } })),
  };
}

/** What is read of a file, without what finds it: copies share contracts and CURP. */
function registerItems({ borrower, file, cosigners, notes }: DemoFile): Record<string, unknown>[] {
  const own = [filePartition(file.fileId), borrowerPartition(borrower.borrowerId)];
  return [
    ...borrowerRecords(borrower),
    ...fileRecords(file, cosigners),
    ...notes.flatMap(({ item }) => noteRecords(item)),
  ]
    .filter(({ PK }) => own.includes(PK))
    .map((record) => ({ ...record }));
}
