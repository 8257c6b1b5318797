/** A process of its own that reads a file of event lines as a stream, replays each note for a day, and says what that took. */
import { calendarDate } from '../../shared/calendar/calendar-date.ts';
import { readEventLines } from './event-lines.ts';
import { addOwedOn, noPastSum } from './owed-on.ts';

const [, , path = '', date = ''] = process.argv;
const day = calendarDate(date);
const sum = noPastSum();
const started = performance.now();
const cpu = process.cpuUsage();
let replaying = 0;
for await (const note of readEventLines(path)) {
  const before = performance.now();
  addOwedOn(sum, note, day);
  replaying += performance.now() - before;
}
const { user, system } = process.cpuUsage(cpu);
process.stdout.write(
  JSON.stringify({
    ...sum,
    milliseconds: performance.now() - started,
    cpuMilliseconds: (user + system) / 1_000,
    replayingMilliseconds: replaying,
    peakRssKibibytes: process.resourceUsage().maxRSS,
  }),
);
