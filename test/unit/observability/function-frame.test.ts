import { setTimeout as sleep } from 'node:timers/promises';
import type { Context } from 'aws-lambda';
import { expect, it } from 'vitest';
import { eventHandler } from '../../../shared/observability/function-frame.ts';
import { createLog } from '../../../shared/observability/log.ts';

const context = (awsRequestId: string) => ({ awsRequestId, getRemainingTimeInMillis: () => 60_000 }) as Context;

function listening() {
  const lines: Record<string, unknown>[] = [];
  const write = (line: string) => void lines.push(JSON.parse(line));
  return { lines, log: createLog({ functionName: 'prueba', now: () => new Date(0), write }) };
}

it('gives every line the request id of its invocation, however deep it is written and whoever runs beside it', async () => {
  const { lines, log } = listening();
  const deep = async (date: string) => {
    await sleep(date === 'a' ? 5 : 1);
    log.event('day-frozen', { date });
  };
  const handler = eventHandler({ log }, async (event: string) => {
    log.event('day-frozen', { date: event });
    await deep(event);
  });
  await Promise.all(['a', 'b', 'c'].map((one) => handler(one, context(`request-${one}`))));
  log.event('day-frozen', { date: 'outside' });
  expect(lines).toHaveLength(7);
  for (const { date, requestId } of lines) expect(requestId).toBe(date === 'outside' ? undefined : `request-${date}`);
});

it('says why an invocation failed, without what the error quotes, and lets the failure go on', async () => {
  const { lines, log } = listening();
  const handler = eventHandler({ log }, async () => {
    throw new TypeError('borrower Ana López not found');
  });
  await expect(handler({}, context('request-1'))).rejects.toThrow(TypeError);
  expect(lines).toMatchObject([
    { event: 'function-failed', level: 'ERROR', errorName: 'TypeError', requestId: 'request-1' },
  ]);
  expect(JSON.stringify(lines)).not.toContain('López');
});
