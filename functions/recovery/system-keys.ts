/**
 * Keys of the recovery area's items in the system table (docs/access-patterns.md). Prefixes are upper case only.
 * `index1` is sparse: an item is in it only while it carries index1PK and index1SK.
 */
export const INDEX_1 = 'index1';

export const fileKey = (fileId: string) => ({ PK: `FILE#${fileId}`, SK: 'FILE' });
export const fileHashKey = (sha256: string) => ({ PK: `FILEHASH#${sha256}`, SK: 'HASH' });
export const rowKey = (fileId: string, line: number) => ({ PK: `FILE#${fileId}`, SK: `ROW#${digits(line, 6)}` });
/** Files of a day that have ended or wait for their upload. */
export const filesOfDay = (recordedOn: string) => `FILES#${recordedOn}`;
/** Files being read or posted, sorted by the end of their lease. */
export const OPEN_FILES = 'OPENFILES';
/** Rows that a person may want to look at, by ending. */
export const fileRows = (fileId: string, outcome: string) => `FILEROWS#${fileId}#${outcome.toUpperCase()}`;

/** Rows whose decision a person has taken and nobody has carried out yet. */
export const ROWS_BEING_DECIDED = 'ROWSBEINGDECIDED';

/** Rows seen of one payment: by reference and amount, or by what a return shares with its payment. */
export const sightingsKey = (shared: string) => ({ PK: `SIGHTINGS#${shared}`, SK: 'SIGHTINGS' });

export const bankReturnKey = (returnId: string) => ({ PK: `RETURN#${returnId}`, SK: 'RETURN' });
export const bankReturnsInState = (state: string) => `RETURNS#${state.toUpperCase()}`;

export const depositKey = (depositId: string) => ({ PK: `DEPOSIT#${depositId}`, SK: 'DEPOSIT' });
export const depositMovementKey = (depositId: string, seq: number) => ({
  PK: `DEPOSIT#${depositId}`,
  SK: `MOVE#${digits(seq, 4)}`,
});
/** Movements of deposits of a business day. */
export const depositMovementsOfDay = (recordedOn: string) => `MOVES#${recordedOn}`;
export const depositsInState = (state: string) => `DEPOSITS#${state.toUpperCase()}`;

export const windowPaymentKey = (folio: string) => ({ PK: `WINDOWPAYMENT#${folio}`, SK: 'PAYMENT' });
export const windowCancellationKey = (folio: string) => ({ PK: `WINDOWPAYMENT#${folio}`, SK: 'CANCELLATION' });
/** Cancellations that were asked and are not done yet. */
/** Only those that are under way are listed. */
export const windowCancellationsInState = (state: string) =>
  state === 'asked' ? 'WINDOWCANCELLATIONS#ASKED' : undefined;
export const windowDay = (office: string, date: string) => `WINDOW#${office.toUpperCase()}#${date}`;

export const provisionalKey = (eventId: string) => ({ PK: `PROVISIONAL#${eventId}`, SK: 'PROVISIONAL' });

export const creditUseKey = (creditUseId: string) => ({ PK: `CREDITUSE#${creditUseId}`, SK: 'CREDITUSE' });
export const creditUsesInState = (state: string) => `CREDITUSES#${state.toUpperCase()}`;

export const correctionKey = (correctionId: string) => ({ PK: `CORRECTION#${correctionId}`, SK: 'CORRECTION' });
export const correctionsInState = (state: string) => `CORRECTIONS#${state.toUpperCase()}`;

export const restatementKey = (restatementId: string) => ({
  PK: `PORTFOLIOPAST#${restatementId}`,
  SK: 'PORTFOLIOPAST',
});
export const restatementsInState = (state: string) => `PORTFOLIOPASTS#${state.toUpperCase()}`;

export const CREDIT_QUEUE = 'QUEUE#CREDIT';

function digits(value: number, width: number): string {
  return String(value).padStart(width, '0');
}
