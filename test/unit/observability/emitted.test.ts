import { globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { alarmDefinitions } from '../../../infra/alarms.ts';
import { STAGES } from '../../../infra/stages.ts';
import { LOG_EVENTS } from '../../../shared/observability/log-events.ts';
import { METRIC_NAMESPACE, METRICS } from '../../../shared/observability/metrics.ts';

/** Everything that is deployed, as text. What declares a name writes no call with it, so a declaration proves nothing. */
const root = new URL('../../../', import.meta.url);
const sources = globSync(['functions/**/*.ts', 'shared/**/*.ts'], { cwd: root })
  .map((file) => readFileSync(new URL(file, root), 'utf8'))
  .join('\n');

/** Names in the first argument of the calls of a method; `failed ? 'A' : 'B'` names both. */
const calledWith = (method: string): Set<string> => {
  const firstArguments = [...sources.matchAll(new RegExp(`\\.${method}\\(([^,)]*)`, 'g'))].map(
    ([, text]) => text ?? '',
  );
  return new Set(firstArguments.flatMap((text) => [...text.matchAll(/'([\w-]+)'/g)].map(([, name]) => name ?? '')));
};
const events = calledWith('event');
const metrics = calledWith('record');

describe('what the product says of itself', () => {
  it('every event of the catalogue is logged by somebody', () => {
    expect(Object.keys(LOG_EVENTS).filter((code) => !events.has(code))).toEqual([]);
  });

  it('every metric of the catalogue is recorded by somebody', () => {
    expect(Object.keys(METRICS).filter((name) => !metrics.has(name))).toEqual([]);
  });
});

describe('alarms on our own metrics', () => {
  const own = alarmDefinitions(STAGES.production).filter(({ metric }) => metric.namespace === METRIC_NAMESPACE);

  it('are each on the metric that its name speaks of', () => {
    expect(Object.fromEntries(own.map(({ name, metric }) => [name, metric.name]))).toEqual({
      'mail-uncertain': 'MailsUncertain',
      'mail-failed': 'MailsFailed',
      'morning-overdue': 'MorningsOverdue',
      'reconciliation-differences': 'ReconciliationDifferences',
      'file-refused': 'FilesRefused',
      'file-failed': 'FilesFailed',
      'file-unbalanced': 'FilesUnbalanced',
      'file-stalled': 'FilesStalled',
      'rollup-records-refused': 'RollupRecordsRefused',
      'jobs-not-dispatched': 'JobsNotDispatched',
      'rollup-lag': 'RollupLag',
      'review-overdue': 'ReviewsOverdue',
      'disputes-late': 'DisputesLate',
      'arco-requests-late': 'ArcoRequestsLate',
      'request-failed': 'RequestsFailed',
      'requests-throttled': 'RequestsThrottled',
    });
  });

  it('can ring: their metrics are recorded', () => {
    for (const { metric } of own) expect(metrics).toContain(metric.name);
  });

  it.each(['request-failed', 'file-failed', 'file-refused', 'rollup-records-refused'])(
    'ring at the first one, in one period: %s',
    (name) => {
      expect(own.find((alarm) => alarm.name === name)).toMatchObject({
        threshold: 1,
        periods: 1,
        metric: { statistic: 'Sum', dimensions: {} },
      });
    },
  );
});
