import { afterAll, beforeAll, expect, it } from 'vitest';
import { calendarDate } from '../../shared/calendar/calendar-date.ts';
import { type Journey, startJourney } from '../support/journey.ts';

/** A Friday; the Monday before is a holiday of the banks. */
const TODAY = calendarDate('2026-11-20');
const CLOSE = 'recovery-close-day';

let journey: Journey;
beforeAll(async () => {
  journey = await startJourney({ today: TODAY });
  await journey.seed(calendarDate('2026-11-12'), 3);
  await journey.runner.waitUntilQuiet();
}, 120_000);
afterAll(() => journey?.end());

type Event = Parameters<Journey['runner']['invoke']>[1];
const invoke = (name: string, event: Event) => journey.runner.invoke(name, event);
const value = (event: Event = {}) => invoke('recovery-value-portfolio', event);
const subjects = async () => {
  const { json } = await journey.ask('/_local/mail.json');
  return json
    .toSorted((a: { at: string }, b: { at: string }) => (a.at < b.at ? -1 : 1))
    .map(({ subject }: { subject: string }) => subject.replace(/:.*/, ''));
};

it('what the night jobs missed is valued, closed and mailed in order by the next ones, each day once', async () => {
  await value({ date: '2026-11-12' });
  await invoke(CLOSE, { date: '2026-11-12' });
  await invoke('recovery-send-report', { report: 'daily', period: '2026-11-12' });

  // Not valued yet: none of the seven days can be closed, and nothing is mailed of them.
  await expect(invoke(CLOSE, {})).rejects.toThrow();
  await expect(invoke('recovery-send-report', { report: 'daily' })).rejects.toThrow();
  expect(await subjects()).toHaveLength(1);

  const week = ['13', '14', '15', '16', '17', '18', '19'].map((day) => `2026-11-${day}`);
  expect(await value()).toMatchObject({ days: week.map((date) => ({ date, failures: 0 })) });
  expect(await invoke(CLOSE, {})).toMatchObject({ days: week.map((date) => ({ date, outcome: 'closed' })) });
  expect(await invoke('recovery-send-report', { report: 'daily' })).toEqual({
    outcomes: ['sent', 'sent', 'sent', 'sent'],
  });
  expect((await subjects()).slice(1)).toEqual([
    expect.stringContaining('viernes 13'),
    expect.stringContaining('martes 17'),
    expect.stringContaining('miércoles 18'),
    expect.stringContaining('jueves 19'),
  ]);

  expect(await value()).toEqual({ days: [] });
  expect(await invoke(CLOSE, {})).toEqual({ days: [] });
  expect(await invoke('recovery-send-report', { report: 'daily' })).toEqual({ outcomes: ['already-sent'] });
  expect(await subjects()).toHaveLength(5);
});
