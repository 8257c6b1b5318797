import { describe, expect, it } from 'vitest';
import { createLog, failureFields } from '../../../shared/observability/log.ts';
import { LOG_EVENTS } from '../../../shared/observability/log-events.ts';
import { createMetrics, METRICS } from '../../../shared/observability/metrics.ts';

const now = () => new Date('2026-11-20T16:00:00Z');

function testLog() {
  const lines: string[] = [];
  const log = createLog({ functionName: 'recovery-api', now, write: (line) => lines.push(line) });
  return { log, lines, parsed: () => lines.map((line) => JSON.parse(line)) };
}

describe('the log', () => {
  it('is one JSON line an event, with level, function and correlation id', () => {
    const { log, parsed, lines } = testLog();
    log.withCorrelation('c-1').event('file-refused', { fileId: 'f-1', code: 'file-empty', line: 3 });
    expect(parsed()).toEqual([
      {
        timestamp: '2026-11-20T16:00:00.000Z',
        level: 'WARN',
        event: 'file-refused',
        function: 'recovery-api',
        correlationId: 'c-1',
        fileId: 'f-1',
        code: 'file-empty',
        line: 3,
      },
    ]);
    expect(lines[0]).not.toContain('\n');
  });

  it('drops every field that the catalogue does not declare', () => {
    const { log, lines } = testLog();
    const fields = { fileId: 'f-1', borrowerName: 'Ana López', body: { curp: 'LOAA800101MSRPNN09' } };
    log.event('file-accepted', fields as never);
    expect(lines[0]).toContain('f-1');
    expect(lines[0]).not.toMatch(/López|LOAA/);
  });

  it('keeps a line in one line and of one size', () => {
    const { log, lines, parsed } = testLog();
    log.event('file-accepted', { fileId: `a\n${'x'.repeat(5_000)}`, layout: Array.from({ length: 500 }, () => 'y') });
    expect(lines[0]?.split('\n')).toHaveLength(1);
    expect(parsed()[0].fileId).toHaveLength(300);
    expect(parsed()[0].layout).toHaveLength(50);
  });

  it('shows of a failure its class and place, not its message', () => {
    const fields = failureFields(new RangeError('note of Ana López\n    at home'));
    expect(fields.errorName).toBe('RangeError');
    expect(fields.errorAt.length).toBeGreaterThan(0);
    expect(JSON.stringify(fields)).not.toContain('López');
    expect(failureFields('text')).toEqual({ errorName: 'string', errorAt: [] });
  });

  it('declares no field that could hold a person', () => {
    const names = new Set(Object.values(LOG_EVENTS).flatMap((rule): readonly string[] => rule.fields));
    const personal = /(^|[a-z])(name|curp|rfc|email|phone|address|amount|reference|clabe|contract|body|query|message)/i;
    expect([...names].filter((name) => personal.test(name))).toEqual(['errorName', 'errorMessage']);
  });

  it('says why AWS denied something, and of no other failure the message', () => {
    const denied = Object.assign(new Error('User: arn:x is not authorized to perform: dynamodb:PutItem'), {
      name: 'AccessDeniedException',
      $metadata: {},
    });
    expect(failureFields(denied)).toMatchObject({ errorMessage: denied.message, errorName: 'AccessDeniedException' });
    const invalid = Object.assign(new Error('value María'), { name: 'ValidationException', $metadata: {} });
    const ours = Object.assign(new Error('María'), { name: 'AccessDeniedException' });
    for (const error of [invalid, ours, new Error('María')])
      expect(failureFields(error)).not.toHaveProperty('errorMessage');
  });
});

describe('metrics', () => {
  it('are embedded metric format in the namespace of the product', () => {
    const lines: string[] = [];
    const metrics = createMetrics({ functionName: 'recovery-rollup', now, write: (line) => lines.push(line) });
    metrics.record('RollupLag', 12);
    metrics.record('FilesRefused');
    expect(lines.map((line) => JSON.parse(line))).toEqual([
      {
        _aws: {
          Timestamp: now().getTime(),
          CloudWatchMetrics: [
            { Namespace: 'Cartera', Dimensions: [[]], Metrics: [{ Name: 'RollupLag', Unit: 'Seconds' }] },
          ],
        },
        function: 'recovery-rollup',
        RollupLag: 12,
      },
      expect.objectContaining({ FilesRefused: 1 }),
    ]);
  });

  it('each say what they mean', () => {
    for (const rule of Object.values(METRICS)) expect(rule.meaning.length).toBeGreaterThan(10);
  });
});
