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

  // Delivered a day late: what was due then, which is done, and not what is due today (B16).
  const lateBy = (day: string, hour: string) => ({ scheduledTime: `2026-11-${day}T${hour}:00Z` });
  await journey.runner.setToday('2026-11-21');
  expect(await value(lateBy('20', '07:15'))).toEqual({ days: [] });
  expect(await invoke(CLOSE, lateBy('20', '13:00'))).toEqual({ days: [] });
  const mail = (report: string, meant: object) => invoke('recovery-send-report', { report, ...meant });
  expect(await mail('daily', lateBy('20', '14:00'))).toEqual({ outcomes: ['already-sent'] });
  expect(await value(lateBy('21', '07:15'))).toMatchObject({ days: [{ date: '2026-11-20' }] });
  await journey.runner.setToday(TODAY);

  expect(await value({ scheduledTime: '2026-11-20T07:15:00Z' })).toEqual({ days: [] });
  expect(await invoke(CLOSE, {})).toEqual({ days: [] });
  expect(await invoke('recovery-send-report', { report: 'daily' })).toEqual({ outcomes: ['already-sent'] });
  expect(await subjects()).toHaveLength(5);
});

it('a month that its schedule missed is mailed late by that schedule, or by the next daily one (B16)', async () => {
  const monthly = async (month: string) =>
    (await journey.ask(`/v1/recovery-reports/${month}/sendings`, { role: 'recovery-technician' })).json.sendings;
  const send = (report: string, scheduledTime: string) =>
    invoke('recovery-send-report', { report, scheduledTime }) as Promise<{ outcomes: string[] }>;
  // Meant for the first of November, delivered on the 20th: October, not what that day would be about.
  expect(await send('monthly', '2026-11-01T14:15:00Z')).toEqual({ outcomes: ['sent'] });
  expect(await monthly('2026-10')).toMatchObject([{ state: 'sent' }]);
  expect(await send('monthly', '2026-11-01T14:15:00Z')).toEqual({ outcomes: ['already-sent'] });

  // That of December never comes: the daily schedule of the second makes up for it, once, whatever keeps its own days.
  await journey.runner.setToday('2026-12-02');
  for (const _again of [1, 2]) await expect(send('daily', '2026-12-02T14:00:00Z')).rejects.toThrow();
  expect(await monthly('2026-11')).toMatchObject([{ attempt: 1, state: 'sent' }]);
});
