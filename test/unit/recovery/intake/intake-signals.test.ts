import { expect, it } from 'vitest';
import type { IntakeFile } from '../../../../functions/recovery/intake/intake-file.ts';
import { createIntakeSignals, type IntakeSignals } from '../../../../functions/recovery/intake/intake-signals.ts';
import { createLog } from '../../../../shared/observability/log.ts';
import { createMetrics } from '../../../../shared/observability/metrics.ts';

const none = { count: 0, sum: 0 };
const file = {
  fileId: 'f-1',
  layout: 'bbva-cie',
  sizeBytes: 90,
  rowsDone: 3,
  rowsTotal: 4,
  leaseUntil: '2026-11-20T15:58:20Z',
  refusal: { code: 'file-empty', detail: '', details: [{ line: 2, column: 7, message: '' }] },
  tally: {
    applied: { count: 2, sum: 200 },
    provisional: { count: 1, sum: 50 },
    unidentified: { count: 1, sum: 70 },
    rejected: none,
    'possible-duplicate': none,
    duplicate: none,
    returned: none,
    unreadable: none,
  },
  balanced: true,
} as unknown as IntakeFile;

const now = () => new Date('2026-11-20T16:00:00Z');
/** The events and metrics of one signal, as the log shows them. */
function told(signal: (signals: IntakeSignals) => void) {
  const lines: Record<string, unknown>[] = [];
  const quiet = { functionName: 'test', now, write: (line: string) => lines.push(JSON.parse(line)) };
  signal(createIntakeSignals(createLog(quiet), createMetrics(quiet)));
  const metrics = lines.flatMap(({ _aws, function: _name, event: _event, ...values }) =>
    _aws === undefined ? [] : [values],
  );
  return { events: lines.flatMap(({ event }) => event ?? []), metrics: Object.assign({}, ...metrics) };
}

it.each<[string, (signals: IntakeSignals) => void, string[], object]>([
  ['accepted', (signals) => signals.accepted(file), ['file-accepted'], {}],
  ['refused', (signals) => signals.refused(file), ['file-refused'], { FilesRefused: 1 }],
  ['a duplicate', (signals) => signals.duplicate(file), ['file-refused'], {}],
  ['continued', (signals) => signals.continued(file, 5), ['file-continued'], {}],
  ['resumed', (signals) => signals.resumed(file, now()), ['file-resumed'], { FilesStalled: 1 }],
  [
    'done',
    (signals) => signals.done(file, 5),
    ['file-posted'],
    { FilesPosted: 1, RowsApplied: 3, RowsUnidentified: 1, RowsRejected: 0 },
  ],
  [
    'done and unbalanced',
    (signals) => signals.done({ ...file, balanced: false }, 5),
    ['file-posted', 'file-unbalanced'],
    { FilesPosted: 1, RowsApplied: 3, RowsUnidentified: 1, RowsRejected: 0, FilesUnbalanced: 1 },
  ],
  ['failed', (signals) => signals.failed(file, new Error('x')), ['file-failed'], { FilesFailed: 1 }],
])('a file that is %s is told and counted', (_name, signal, events, metrics) => {
  expect(told(signal)).toEqual({ events, metrics });
});
