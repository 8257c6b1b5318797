import { type Run, type RunDeps, type RunEnd, runWork } from '../../../shared/jobs/run-work.ts';
import type { PreferencesStore, Subscriber } from '../preferences/preferences-store.ts';
import { monthlyMachine } from './monthly-machine.ts';
import { isBalanced, type MonthlyRun, withOutcome } from './monthly-run.ts';
import { type MonthlyList, type MonthlyStore, PART_SIZE } from './monthly-store.ts';
import { type SendMonthlyDeps, sendMonthly } from './send-monthly.ts';

/** The task of statements-monthly: one more run over the month's list. */
export const MONTHLY_TASK = 'send-monthly-statements';

export interface CarryOutDeps extends SendMonthlyDeps, Omit<RunDeps<MonthlyRun>, 'records'> {
  readonly runs: Pick<MonthlyStore, 'find' | 'write'>;
  readonly list: MonthlyList;
  readonly preferences: Pick<PreferencesStore, 'find' | 'subscribers'>;
}

/** People decided, and milliseconds, between two checkpoints: well within a lease, also at the slowest pace. */
const CHECKPOINT_PEOPLE = 10;
const CHECKPOINT_MS = 30_000;

/**
 * One run over the month's list, from wherever it is. The list is written down when the first run begins, so that who comes or
 * goes meanwhile changes no count; whoever was decided since the last checkpoint is met again and, by the mail's own record, gets
 * no second one. Throws a RangeError when the counts do not tie.
 */
export function carryOutMonth(deps: CarryOutDeps, month: string, delivery: string | null): Promise<RunEnd> {
  const { runs: records, clock } = deps;
  const what = { task: MONTHLY_TASK, machine: monthlyMachine, id: month, delivery };
  return runWork({ ...deps, records }, what, async (run) => {
    if (run.thing().expected === null) {
      const expected = await writeList(deps, month);
      await run.save({ expected, startedAt: clock.now().toISOString() });
    }
    const isThrough = await sendToMembers(deps, run);
    if (isThrough && !isBalanced(run.thing())) throw new RangeError(`the counts of ${month} do not tie`);
    return isThrough;
  });
}

/** Whether everybody on the list is decided; false: the time is up, and how far it came is saved. */
async function sendToMembers(deps: CarryOutDeps, run: Run<MonthlyRun>): Promise<boolean> {
  const { month } = run.thing();
  let counts = run.thing();
  let savedAt = deps.clock.now().getTime();
  const save = async (): Promise<void> => {
    const { decided, sent, uncertain, skipped } = counts;
    await run.save({ decided, sent, uncertain, skipped });
    savedAt = deps.clock.now().getTime();
  };
  const isDue = () =>
    counts.decided - run.thing().decided >= CHECKPOINT_PEOPLE || deps.clock.now().getTime() - savedAt >= CHECKPOINT_MS;
  let hasTime = true;
  for await (const member of membersFrom(deps.list, counts)) {
    hasTime = run.hasTime();
    if (!hasTime) break;
    counts = withOutcome(counts, await sendMonthly(deps, month, member));
    if (isDue()) await save();
  }
  await save();
  return hasTime;
}

/** Everybody who said yes, in items of the run; answers how many. Written anew by a run that comes after one cut off here. */
async function writeList({ preferences, list, clock }: CarryOutDeps, month: string): Promise<number> {
  let members: Subscriber[] = [];
  let parts = 0;
  const flush = async (): Promise<void> => {
    await list.putPart(month, parts, members, clock.now());
    parts += 1;
    members = [];
  };
  let expected = 0;
  for await (const member of preferences.subscribers()) {
    members.push(member);
    expected += 1;
    if (members.length === PART_SIZE) await flush();
  }
  if (members.length > 0) await flush();
  return expected;
}

async function* membersFrom(
  list: Pick<MonthlyList, 'part'>,
  { month, decided, expected }: MonthlyRun,
): AsyncGenerator<Subscriber, void, undefined> {
  for (let at = decided; at < (expected ?? 0); ) {
    const members = (await list.part(month, Math.floor(at / PART_SIZE))).slice(at % PART_SIZE);
    if (members.length === 0) throw new RangeError('the list of a month is shorter than it was counted');
    yield* members;
    at += members.length;
  }
}
