import { failureFields, type Log } from '../../../shared/observability/log.ts';
import type { Metrics } from '../../../shared/observability/metrics.ts';
import type { IntakeFile } from './intake-file.ts';

/** What the people who keep the product running hear of bank files. */
export interface IntakeSignals {
  accepted(file: IntakeFile): void;
  refused(file: IntakeFile): void;
  duplicate(file: IntakeFile): void;
  continued(file: IntakeFile, milliseconds: number): void;
  resumed(file: IntakeFile, now: Date): void;
  done(file: IntakeFile, milliseconds: number): void;
  failed(file: IntakeFile, error: unknown): void;
}

export function createIntakeSignals(log: Log, metrics: Metrics): IntakeSignals {
  return {
    accepted: ({ fileId, layout, sizeBytes }) => log.event('file-accepted', { fileId, layout, bytes: sizeBytes }),
    refused({ fileId, layout, refusal }) {
      const place = refusal?.details[0];
      log.event('file-refused', { fileId, layout, code: refusal?.code, line: place?.line, column: place?.column });
      metrics.record('FilesRefused');
    },
    duplicate: ({ fileId, layout }) => log.event('file-refused', { fileId, layout, code: 'duplicate' }),
    continued: ({ fileId, rowsDone }, milliseconds) => log.event('file-continued', { fileId, rowsDone, milliseconds }),
    resumed({ fileId, rowsDone, leaseUntil }, now) {
      const stalledSeconds = leaseUntil === null ? undefined : secondsBetween(leaseUntil, now);
      log.event('file-resumed', { fileId, rowsDone, stalledSeconds });
      metrics.record('FilesStalled');
    },
    done({ fileId, layout, rowsTotal, tally, balanced }, milliseconds) {
      log.event('file-posted', {
        fileId,
        layout,
        rows: rowsTotal,
        applied: tally.applied.count,
        unidentified: tally.unidentified.count,
        duplicates: tally['possible-duplicate'].count,
        provisional: tally.provisional.count,
        rejected: tally.rejected.count + tally.unreadable.count,
        returned: tally.returned.count,
        milliseconds,
      });
      metrics.record('FilesPosted');
      metrics.record('RowsApplied', tally.applied.count + tally.provisional.count);
      metrics.record('RowsUnidentified', tally.unidentified.count);
      metrics.record('RowsRejected', tally.rejected.count + tally.unreadable.count);
      if (balanced !== true) {
        log.event('file-unbalanced', { fileId, layout });
        metrics.record('FilesUnbalanced');
      }
    },
    failed({ fileId, layout, rowsDone }, error) {
      log.event('file-failed', { fileId, layout, rowsDone, ...failureFields(error) });
      metrics.record('FilesFailed');
    },
  };
}

function secondsBetween(iso: string, now: Date): number {
  return Math.round((now.getTime() - Date.parse(iso)) / 1_000);
}
