/**
 * Everything the product may log: a stable code, its level, and the only fields that pass. Fields hold ids, codes,
 * counts and times; never names, references, amounts of a person, or a request's body or query. A field that is not
 * declared here does not reach the log, so personal data can't leak by accident. Areas add their events here.
 */
export interface LogEventRule {
  readonly level: 'info' | 'warn' | 'error';
  readonly fields: readonly string[];
}

/** Fields of a failure: its class and where it was thrown. Only a denial by AWS has its message: others may quote data. */
const FAILURE = ['errorName', 'errorAt', 'errorMessage'] as const;

export const LOG_EVENTS = {
  // HTTP
  'request-answered': {
    level: 'info',
    fields: ['method', 'route', 'operationId', 'status', 'code', 'milliseconds', 'subject', 'roles'],
  },
  // Functions that nobody waits for
  'function-failed': { level: 'error', fields: [...FAILURE] },
  'request-failed': { level: 'error', fields: ['method', 'route', 'operationId', ...FAILURE] },
  'answer-mismatch': { level: 'error', fields: ['operationId', 'faults'] },
  'store-busy': { level: 'warn', fields: ['operationId', 'errorName'] },
  'personal-data-read': { level: 'info', fields: ['operationId', 'subject', 'roles', 'recordIds'] },
  // Later work
  'job-dispatched': { level: 'info', fields: ['task', 'id', 'request'] },
  // Bank files
  'file-accepted': { level: 'info', fields: ['fileId', 'layout', 'bytes'] },
  'file-refused': { level: 'warn', fields: ['fileId', 'layout', 'code', 'line', 'column'] },
  'file-continued': { level: 'info', fields: ['fileId', 'rowsDone', 'milliseconds'] },
  'file-resumed': { level: 'warn', fields: ['fileId', 'rowsDone', 'stalledSeconds'] },
  'file-posted': {
    level: 'info',
    fields: [
      'fileId',
      'layout',
      'rows',
      'applied',
      'unidentified',
      'duplicates',
      'provisional',
      'returned',
      'rejected',
      'milliseconds',
    ],
  },
  'file-unbalanced': { level: 'error', fields: ['fileId', 'layout'] },
  'file-failed': { level: 'error', fields: ['fileId', 'layout', 'rowsDone', ...FAILURE] },
  // Money
  'payment-posted': { level: 'info', fields: ['eventId', 'channel', 'office', 'replayed', 'subject'] },
  'payment-reversed': { level: 'info', fields: ['eventId', 'reason', 'office', 'subject'] },
  'deposit-assigned': { level: 'info', fields: ['depositId', 'subject'] },
  'deposit-returned': { level: 'info', fields: ['depositId', 'subject'] },
  // Documents
  'document-kept': { level: 'info', fields: ['documentId', 'kind'] },
  'document-refused': { level: 'warn', fields: ['documentId', 'kind', 'refusal'] },
  'arco-late': { level: 'warn', fields: ['requestId', 'dueOn'] },
  'release-revoked': { level: 'warn', fields: ['releaseId'] },
  'scans-healed': { level: 'warn', fields: ['expired', 'received', 'overdue', 'lost'] },
  'invoice-answered': { level: 'info', fields: ['invoiceId', 'outcome', 'code'] },
  'invoices-swept': { level: 'info', fields: ['asked', 'dropped', 'noted', 'open'] },
  'agreements-swept': { level: 'info', fields: ['expected', 'changed'] },
  'payments-reminded': {
    level: 'info',
    fields: [
      ...['date', 'expected', 'before', 'open', 'sent', 'uncertain', 'covered', 'ended'],
      ...['no-file', 'no-address', 'new-address', 'suppressed', 'refused'],
    ],
  },
  'originals-chased': { level: 'info', fields: ['date', 'overdue', 'sent', 'before', 'unsent', 'open'] },
  'credit-used': { level: 'info', fields: ['creditUseId', 'use', 'eventId', 'subject'] },
  'posting-contended': { level: 'warn', fields: ['milliseconds'] },
  // Rollups, valuation, reports
  'records-rolled-up': { level: 'info', fields: ['records', 'skipped', 'milliseconds'] },
  'records-recovered': { level: 'warn', fields: ['records'] },
  'record-refused': { level: 'error', fields: ['sequenceNumber', 'table', ...FAILURE] },
  'portfolio-valued': { level: 'info', fields: ['date', 'segment', 'heads', 'milliseconds'] },
  'day-reconciled': { level: 'info', fields: ['date', 'differences'] },
  'day-differs': { level: 'error', fields: ['date', 'differences', 'kinds'] },
  'day-frozen': { level: 'info', fields: ['date'] },
  'month-closed': { level: 'info', fields: ['month', 'subject'] },
  // Mail: the topic and the subject name it (a report's period), never an address
  'mail-sent': { level: 'info', fields: ['topic', 'subject', 'recipients', 'suppressed', 'milliseconds'] },
  'mail-already-sent': { level: 'info', fields: ['topic', 'subject'] },
  'mail-uncertain': { level: 'error', fields: ['topic', 'subject'] },
  'mail-failed': { level: 'error', fields: ['topic', 'subject', ...FAILURE] },
  'recipients-refused': { level: 'warn', fields: ['topic', 'subject', 'recipients'] },
  'mail-came-back': { level: 'warn', fields: ['because', 'recipients', 'tryId'] },
  // Links by mail: their ids and ends, never a token, an address or a datum
  'link-request-ended': { level: 'info', fields: ['requestId', 'outcome'] },
  'dispute-received': { level: 'info', fields: ['disputeId', 'fileId', 'concept'] },
  'dispute-told': { level: 'info', fields: ['disputeId', 'news', 'outcome'] },
  'dispute-dissented': { level: 'info', fields: ['disputeId', 'fileId'] },
  'dispute-late': { level: 'warn', fields: ['disputeId', 'answerBy'] },
  'address-undeliverable': { level: 'warn', fields: ['fileId', 'signatory', 'because'] },
  'monthly-statements-run': { level: 'info', fields: ['month', 'end'] },
  'link-blocked': { level: 'warn', fields: ['fileId'] },
  // Access
  'review-overdue': { level: 'error', fields: ['quarter'] },
  // Any function
  'job-finished': { level: 'info', fields: ['job', 'period', 'items', 'milliseconds'] },
  'morning-overdue': { level: 'error', fields: ['date', 'lacks'] },
  'day-failed': { level: 'error', fields: ['date', 'job', ...FAILURE] },
  'job-failed': { level: 'error', fields: ['job', 'period', ...FAILURE] },
} as const satisfies Readonly<Record<string, LogEventRule>>;

export type LogEventCode = keyof typeof LOG_EVENTS;
export type LogValue = string | number | boolean | null | undefined | readonly string[];
/** The fields that an event may carry; all of them optional. */
export type LogFields<Code extends LogEventCode> = {
  readonly [F in (typeof LOG_EVENTS)[Code]['fields'][number]]?: LogValue;
};
