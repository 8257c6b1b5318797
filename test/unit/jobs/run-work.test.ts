import { describe, expect, it } from 'vitest';
import { calendarDate } from '../../../shared/calendar/calendar-date.ts';
import type { JobRequest } from '../../../shared/jobs/job-request.ts';
import { LEASE_MS } from '../../../shared/jobs/lease.ts';
import { beginWork, type LongWork } from '../../../shared/jobs/long-work.ts';
import { longWorkMachine } from '../../../shared/jobs/long-work-machine.ts';
import { type Run, runWork } from '../../../shared/jobs/run-work.ts';

interface Work extends LongWork<'under-way' | 'done' | 'given-up'> {
  readonly done: number;
}

const START = Date.parse('2026-11-20T12:00:00.000Z');

/** One piece of work in a store that replaces the version before, and a clock that moves when it is told. */
function world() {
  let now = START;
  let runs = 0;
  const asked: JobRequest[] = [];
  let kept: Work = { ...beginWork({ by: 'a', on: '2026-11-20', key: 'k', at: new Date(now) }), done: 0 };
  const deps = {
    records: {
      find: async () => kept,
      write: async (next: Work) => {
        if (next.version !== kept.version + 1) return false;
        kept = next;
        return true;
      },
    },
    jobs: { ask: async (request: JobRequest) => asked.push(request) > 0 },
    clock: { now: () => new Date(now), today: () => calendarDate('2026-11-20') },
    log: { event: () => undefined },
    remainingMs: () => 600_000,
    newRunId: () => {
      runs += 1;
      return `run-${runs}`;
    },
  };
  const run = (work: (run: Run<Work>) => Promise<boolean>, delivery: string | null = null) =>
    runWork(deps, { task: 'task', machine: longWorkMachine, id: 'w', delivery }, work);
  return { run, asked, kept: () => kept, pass: (milliseconds: number) => (now += milliseconds) };
}

describe('a run over long work', () => {
  it('renews its lease with each checkpoint, so that nobody takes over while it lives', async () => {
    const { run, kept, pass } = world();
    const end = await run(async ({ save, thing }) => {
      for (let piece = 1; piece <= 3; piece += 1) {
        pass(LEASE_MS - 1);
        await save({ done: piece });
        expect(await run(async () => true)).toBe('not-taken');
      }
      expect(thing().done).toBe(3);
      return true;
    });
    expect([end, kept()]).toMatchObject(['done', { done: 3, runs: 1, state: 'done', leaseUntil: null }]);
  });

  it('that gave no sign for a lease writes nothing more once another took over, not even that it failed', async () => {
    const { run, kept, pass } = world();
    let other: Promise<unknown> | undefined;
    const end = await run(async ({ save }) => {
      pass(LEASE_MS + 1);
      other = run(async (second) => {
        await second.save({ done: 7 });
        return true;
      });
      await other;
      await save({ done: 1 });
      return true;
    });
    expect([end, await other, kept()]).toMatchObject(['lease-lost', 'done', { done: 7, runId: 'run-2' }]);
  });

  it('whose time is up gives its lease back and asks for the next', async () => {
    const { run, kept, asked } = world();
    expect(await run(async () => false)).toBe('continued');
    expect(kept()).toMatchObject({ stoppedBy: 'time-limit', state: 'under-way' });
    expect(asked.map(({ name }) => name)).toEqual([`000002#${new Date(START).toISOString()}`]);
  });
});
