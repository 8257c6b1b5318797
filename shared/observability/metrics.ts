import { writeLine } from './log.ts';

export const METRIC_NAMESPACE = 'Cartera';

export interface MetricRule {
  readonly unit: 'Count' | 'Seconds' | 'Milliseconds';
  /** What one more of it means for the institute, for whoever reads the dashboard. */
  readonly meaning: string;
}

/** Every metric of the product as data, so that infra can put alarms on them by name. None has dimensions. */
export const METRICS = {
  RequestsFailed: { unit: 'Count', meaning: 'A person at a counter or the portal got "internal-error".' },
  RequestsThrottled: { unit: 'Count', meaning: 'A request was turned away because the store was busy.' },
  FilesPosted: { unit: 'Count', meaning: 'A bank file came to its end.' },
  FilesRefused: { unit: 'Count', meaning: 'A bank file could not be read: its payments are not in the ledger.' },
  FilesFailed: { unit: 'Count', meaning: 'Posting a bank file stopped with an error; it will be resumed.' },
  FilesUnbalanced: { unit: 'Count', meaning: 'Rows or money of a bank file do not equal the sum of its row endings.' },
  FilesStalled: { unit: 'Count', meaning: 'A bank file stood still and had to be resumed.' },
  RowsApplied: { unit: 'Count', meaning: 'A row of a bank file became a payment.' },
  RowsUnidentified: { unit: 'Count', meaning: 'Money came without a known owner and waits for a person.' },
  RowsRejected: { unit: 'Count', meaning: 'A row of a bank file was rejected, with its reason.' },
  PostingsContended: { unit: 'Count', meaning: 'A posting had to try again because of another on the same note.' },
  RollupLag: { unit: 'Seconds', meaning: 'How far the sums of reports are behind the ledger.' },
  RollupRecordsRefused: { unit: 'Count', meaning: 'A ledger entry could not be added to the sums of reports.' },
  JobsNotDispatched: { unit: 'Count', meaning: 'Something asked for later could not be given to its function.' },
  ReconciliationDifferences: { unit: 'Count', meaning: 'Files, postings, entries and sums of a day disagree.' },
  MailsSent: { unit: 'Count', meaning: 'A mail left.' },
  MailsUncertain: { unit: 'Count', meaning: 'It is unknown whether a mail left; a person must decide.' },
  MailsFailed: { unit: 'Count', meaning: 'A mail was refused: whoever waits for it has nothing.' },
  MailsReturned: {
    unit: 'Count',
    meaning: 'A mail bounced or was called unwanted; nothing more goes to that address.',
  },
  MorningsOverdue: { unit: 'Count', meaning: 'At 07:30 a day is not closed, or its report has not left.' },
  ReviewsOverdue: { unit: 'Count', meaning: 'A quarter ended and nobody signed in time who has access to what.' },
  DisputesLate: { unit: 'Count', meaning: 'What a person says is wrong has no answer and its term has passed.' },
  ArcoRequestsLate: {
    unit: 'Count',
    meaning: 'What a person asks about their data was not answered or carried out in its term.',
  },
  PortfolioValuationTime: { unit: 'Milliseconds', meaning: 'How long the nightly valuation of all notes took.' },
} as const satisfies Readonly<Record<string, MetricRule>>;

export type MetricName = keyof typeof METRICS;

export interface Metrics {
  /** Adds one measurement, in the unit of the catalogue. */
  record(name: MetricName, value?: number): void;
}

/**
 * Metrics as CloudWatch embedded metric format: JSON lines in the function's log, no calls, no permissions.
 * `now` is the UTC instant of the machine.
 */
export function createMetrics(options: {
  readonly functionName: string;
  readonly now: () => Date;
  readonly write?: (line: string) => void;
}): Metrics {
  const write = options.write ?? writeLine;
  return {
    record(name, value = 1) {
      const metric = { Name: name, Unit: METRICS[name].unit };
      const directive = { Namespace: METRIC_NAMESPACE, Dimensions: [[]], Metrics: [metric] };
      const _aws = { Timestamp: options.now().getTime(), CloudWatchMetrics: [directive] };
      write(JSON.stringify({ _aws, function: options.functionName, [name]: value }));
    },
  };
}
