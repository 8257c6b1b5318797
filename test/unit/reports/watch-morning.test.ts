import { expect, it } from 'vitest';
import { watchMorning } from '../../../functions/recovery/reports/watch-morning.ts';
import { calendarDate } from '../../../shared/calendar/calendar-date.ts';
import { bankHolidayCalendar } from '../../../shared/calendar/mexican-bank-holidays.ts';
import type { MailTry } from '../../../shared/mail/mail-try.ts';

/** 14:30 UTC is 07:30 in Hermosillo. */
const at = (instant: string) => new Date(`2026-11-20T${instant}:00.000Z`);

async function watched(
  given: {
    at?: Date;
    today?: string;
    closed?: readonly string[];
    sent?: Readonly<Record<string, MailTry['state']>>;
  } = {},
) {
  const told: unknown[] = [];
  const lacking = await watchMorning({
    clock: { today: () => calendarDate(given.today ?? '2026-11-20'), now: () => given.at ?? at('14:30') },
    marks: { find: async (kind, day) => (kind === 'daily' && given.closed?.includes(day) ? ({} as never) : undefined) },
    mails: {
      tries: async ({ topic, subject: day }) => {
        expect(topic).toBe('recovery-report-daily');
        const state = given.sent?.[day];
        return state === undefined ? [] : [{ state } as MailTry];
      },
    },
    calendar: async () => bankHolidayCalendar(),
    log: { event: (_code: string, fields?: object) => void told.push(fields) },
    metrics: { record: (name) => void told.push(name) },
  });
  return { lacking, told };
}
const WELL = { closed: ['2026-11-19'], sent: { '2026-11-19': 'sent' } } as const;

it('says nothing before 07:30, nor when the day is closed and told', async () => {
  expect(await watched({ at: at('14:29') })).toEqual({ lacking: 0, told: [] });
  expect(await watched(WELL)).toEqual({ lacking: 0, told: [] });
});

it('tells a day that nobody closed and a report that nobody sent, with a metric once', async () => {
  expect(await watched()).toEqual({
    lacking: 2,
    told: [{ date: '2026-11-20', lacks: ['day-not-closed', 'report-not-sent'] }, 'MorningsOverdue'],
  });
  expect(await watched({ ...WELL, closed: [] })).toMatchObject({
    told: [{ lacks: ['day-not-closed'] }, expect.anything()],
  });
  expect(await watched({ ...WELL, sent: {} })).toMatchObject({
    told: [{ lacks: ['report-not-sent'] }, expect.anything()],
  });
});

it('counts a report that is still being sent, or may be sent again, as not sent; one that waits for a person has its own alarm', async () => {
  const after = async (state: MailTry['state']) => (await watched({ ...WELL, sent: { '2026-11-19': state } })).lacking;
  expect(await Promise.all((['sending', 'failed', 'uncertain'] as const).map(after))).toEqual([1, 1, 0]);
});

it('expects no report on a day on which banks are closed, and after it that of the last business day', async () => {
  expect(await watched({ today: '2026-11-22', closed: ['2026-11-21'] })).toMatchObject({ lacking: 0 });
  const tuesday = { today: '2026-11-17', closed: ['2026-11-16'] };
  expect(await watched({ ...tuesday, sent: { '2026-11-13': 'sent' } })).toMatchObject({ lacking: 0 });
  expect(await watched({ ...tuesday, sent: { '2026-11-16': 'sent' } })).toMatchObject({ lacking: 1 });
});
