import type { S3Client } from '@aws-sdk/client-s3';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { Clock } from '../../../shared/calendar/clock.ts';
import { createJobRequests } from '../../../shared/jobs/job-request.ts';
import { createMailStore } from '../../../shared/mail/mail-store.ts';
import { bankingCalendar } from '../../../shared/register/banking-calendar.ts';
import { createFrozenReports } from './closing/frozen-report.ts';
import { createObjectStore } from './closing/object-store.ts';
import { createReportReads } from './figures/report-data.ts';
import { createRecipientsStore, type Recipient } from './recipients-store.ts';

/** Where the functions of reports find their data, as the environment gives it. */
export interface ReportPlaces {
  readonly ROLLUPS_TABLE: string;
  readonly SYSTEM_TABLE: string;
  readonly REPORTS_BUCKET: string;
}

/** Everything that the functions of reports share, made once per process by a handler. */
export function reportDeps(
  documents: DynamoDBDocumentClient,
  s3: S3Client,
  places: ReportPlaces,
  clock: Clock,
  firstRecipients: readonly Recipient[] = [],
) {
  return {
    clock,
    reads: createReportReads(documents, places.ROLLUPS_TABLE),
    frozen: createFrozenReports(documents, places.SYSTEM_TABLE, createObjectStore(s3, places.REPORTS_BUCKET)),
    mails: createMailStore(documents, places.SYSTEM_TABLE),
    jobs: createJobRequests(documents, places.SYSTEM_TABLE),
    recipients: createRecipientsStore(documents, places.SYSTEM_TABLE, firstRecipients),
    calendar: bankingCalendar(documents, places.SYSTEM_TABLE),
  };
}

/** Recipients until somebody stores a list: addresses separated by commas; all of them get both reports. */
export function recipientsFrom(setting: string): Recipient[] {
  return setting
    .split(',')
    .map((email) => email.trim())
    .filter((email) => email !== '')
    .map((email) => ({ email, post: 'Destinatario inicial', reports: ['daily', 'monthly'] }));
}
