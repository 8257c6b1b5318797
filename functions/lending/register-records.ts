import { borrowerFinders, cosignerFinders } from '../../shared/register/finder-records.ts';
import type {
  BorrowerItem,
  CosignerItem,
  DisbursementItem,
  FileItem,
  NoteItem,
  ReferenceItem,
} from '../../shared/register/register-items.ts';
import {
  borrowerFileKey,
  contractSentinelKey,
  cosignerKey,
  creditNumberKey,
  curpSentinelKey,
  disbursementKey,
  fileKey,
  locatorKey,
  noteKey,
  profileKey,
  referenceKey,
} from '../../shared/register/register-keys.ts';

/** An item of the register table with its key. */
export type RegisterRecord = { readonly PK: string; readonly SK: string } & Readonly<Record<string, unknown>>;

/**
 * What each fact becomes in the table: the item itself and the small ones that find it or keep it unique. One
 * transaction writes them together (create-records.ts); the bulk load puts the same items.
 */
export function borrowerRecords(borrower: BorrowerItem): RegisterRecord[] {
  return [{ ...profileKey(borrower.borrowerId), ...borrower }, curpSentinel(borrower)];
}

export function curpSentinel(borrower: Pick<BorrowerItem, 'curp' | 'borrowerId'>): RegisterRecord {
  return { ...curpSentinelKey(borrower.curp), borrowerId: borrower.borrowerId };
}

export function fileRecords(file: FileItem, cosigners: readonly CosignerItem[]): RegisterRecord[] {
  const { fileId, office } = file;
  const target: ReferenceItem = { fileId, noteId: null, office };
  return [
    { ...fileKey(fileId), ...file },
    { ...borrowerFileKey(file.borrowerId), fileId, office },
    ...cosigners.map((cosigner) => ({ ...cosignerKey(fileId, cosigner.number), ...cosigner })),
    ...(file.paymentReference === null ? [] : [{ ...referenceKey(file.paymentReference), ...target }]),
  ];
}

/** What finds a borrower, with their file when there is one; put over what found them before. */
export function finderRecords(
  borrower: BorrowerItem,
  file: Pick<FileItem, 'fileId' | 'office'> | null,
  cosigners: readonly CosignerItem[] = [],
): RegisterRecord[] {
  const all = [
    ...borrowerFinders(borrower, file),
    ...(file === null ? [] : cosignerFinders(borrower, file, cosigners)),
  ];
  // Two people of a file may share a phone.
  return [...new Map(all.map((record) => [`${record.PK}|${record.SK}`, { ...record }])).values()];
}

export function noteRecords(note: NoteItem): RegisterRecord[] {
  const { fileId, noteId, office } = note;
  const target: ReferenceItem = { fileId, noteId, office };
  return [
    { ...noteKey(fileId, noteId), ...note },
    { ...locatorKey(noteId), fileId },
    { ...contractSentinelKey(note.contractNumber), fileId, noteId },
    { ...referenceKey(note.paymentReference), ...target },
    ...(note.creditNumber === null ? [] : [{ ...creditNumberKey(note.creditNumber), ...target }]),
  ];
}

export function disbursementRecord(fileId: string, disbursement: DisbursementItem): RegisterRecord {
  return { ...disbursementKey(fileId, disbursement.noteId, disbursement.eventId), ...disbursement };
}
