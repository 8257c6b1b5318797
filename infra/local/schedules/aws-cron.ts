const LAST_OF_FIELD = { minute: 59, hour: 23, dayOfMonth: 31, month: 12, dayOfWeek: 7 } as const;

/**
 * Translates an AWS cron expression (minute hour day-of-month month day-of-week year) for croner, which wants
 * seconds first. Differences: AWS counts weekdays from 1 = Sunday, writes `0/15` for "from 0, every 15",
 * `?` for "any", and `6L` for the last Friday. Throws on anything that has not six fields.
 */
export function cronerPattern(expression: string): string {
  const fields = expression.trim().split(/\s+/);
  const [minute, hour, dayOfMonth, month, dayOfWeek, year] = fields;
  if (fields.length !== 6 || minute === undefined || hour === undefined || dayOfMonth === undefined)
    throw new Error(`cron(${expression}) has not six fields`);
  return [
    '0',
    stepsFrom(minute, LAST_OF_FIELD.minute),
    stepsFrom(hour, LAST_OF_FIELD.hour),
    stepsFrom(dayOfMonth, LAST_OF_FIELD.dayOfMonth).replace('?', '*'),
    stepsFrom(month ?? '*', LAST_OF_FIELD.month),
    weekdays(dayOfWeek ?? '*'),
    year ?? '*',
  ].join(' ');
}

/** `5/20` → `5-59/20`; croner refuses the short form. */
function stepsFrom(field: string, last: number): string {
  return field.replace(
    /(^|,)(\d+)\/(\d+)/g,
    (_match, before: string, from: string, step: string) => `${before}${from}-${last}/${step}`,
  );
}

/** Numbers of days go down by one, save for the occurrence behind `#` and the step behind `/`. */
function weekdays(field: string): string {
  if (field === '?') return '*';
  return stepsFrom(field, LAST_OF_FIELD.dayOfWeek)
    .replace(/(?<![#/\d])[1-7](?=\D|$)/g, (day) => String(Number(day) - 1))
    .replace(/([0-6])L/g, '$1#L');
}

/** Milliseconds of `rate(5 minutes)`; undefined for another kind of expression. */
export function ratePeriodMs(expression: string): number | undefined {
  const [, amount, unit] = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(expression) ?? [];
  const milliseconds = { minute: 60_000, hour: 3_600_000, day: 86_400_000 }[unit ?? ''];
  return milliseconds === undefined ? undefined : Number(amount) * milliseconds;
}
