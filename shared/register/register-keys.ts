/**
 * Keys of the register table. Prefixes are upper case only (local.md 1.2: the engine on one machine ignores case in
 * begins_with), and no prefix begins another one in the same partition.
 *
 * BORROWER#<id>            PROFILE · FILE (which file is theirs: one borrower has one file)
 * FILE#<id>                FILE · COSIGNER#<nn> · NOTE#<noteId> · DISBURSEMENT#<noteId>#<eventId>
 * NOTE#<id>                LOCATOR (which file holds it)
 * REFERENCE#<text>         TARGET
 * CREDIT#<12 digits>       TARGET
 * UNIQUE#CURP#<curp>       SENTINEL → borrower
 * UNIQUE#CONTRACT#<number> SENTINEL → file and note
 * NAME#<2 letters>         <WORD>#<name>#<borrower> → borrower (finder-records.ts)
 * PHONE#<digits>, EMAIL#…  <borrower>#BORROWER · <borrower>#COSIGNER
 * WORDS                    <WORD>: every word of a name
 * PRODUCT#<code>           VERSION#<first day it applies>
 */
export const PROFILE = 'PROFILE';
export const TARGET = 'TARGET';
export const NOTE_PREFIX = 'NOTE#';
export const COSIGNER_PREFIX = 'COSIGNER#';
export const DISBURSEMENT_PREFIX = 'DISBURSEMENT#';
export const VERSION_PREFIX = 'VERSION#';

export const borrowerPartition = (borrowerId: string) => `BORROWER#${borrowerId}`;
export const filePartition = (fileId: string) => `FILE#${fileId}`;
export const productPartition = (product: string) => `PRODUCT#${product}`;

export const profileKey = (borrowerId: string) => ({ PK: borrowerPartition(borrowerId), SK: PROFILE });
export const borrowerFileKey = (borrowerId: string) => ({ PK: borrowerPartition(borrowerId), SK: 'FILE' });
export const fileKey = (fileId: string) => ({ PK: filePartition(fileId), SK: 'FILE' });
export const cosignerKey = (fileId: string, number: number) => ({
  PK: filePartition(fileId),
  SK: `${COSIGNER_PREFIX}${String(number).padStart(2, '0')}`,
});
export const noteKey = (fileId: string, noteId: string) => ({
  PK: filePartition(fileId),
  SK: `${NOTE_PREFIX}${noteId}`,
});
export const disbursementsOf = (noteId: string) => `${DISBURSEMENT_PREFIX}${noteId}#`;
export const disbursementKey = (fileId: string, noteId: string, eventId: string) => ({
  PK: filePartition(fileId),
  SK: `${disbursementsOf(noteId)}${eventId}`,
});
export const locatorKey = (noteId: string) => ({ PK: `NOTE#${noteId}`, SK: 'LOCATOR' });
export const referenceKey = (reference: string) => ({ PK: `REFERENCE#${reference}`, SK: TARGET });
export const creditNumberKey = (creditNumber: string) => ({ PK: `CREDIT#${creditNumber}`, SK: TARGET });
export const curpSentinelKey = (curp: string) => ({ PK: `UNIQUE#CURP#${curp}`, SK: 'SENTINEL' });
export const contractSentinelKey = (contractNumber: string) => ({
  PK: `UNIQUE#CONTRACT#${contractNumber}`,
  SK: 'SENTINEL',
});
export const productVersionKey = (product: string, appliesFrom: string) => ({
  PK: productPartition(product),
  SK: `${VERSION_PREFIX}${appliesFrom}`,
});
