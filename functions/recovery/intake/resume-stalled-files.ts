import type { Clock } from '../../../shared/calendar/clock.ts';
import type { JobRequests } from '../../../shared/jobs/job-request.ts';
import { continuation } from './continuation.ts';
import type { IntakeSignals } from './intake-signals.ts';
import type { IntakeStore } from './intake-store.ts';

/**
 * Asks for another run of every open file whose run gave no sign of life within its lease (killed process, busy
 * ledger, time limit whose continuation was lost). Answers how many. Harmless to repeat: a run that is alive keeps
 * its lease, and a second run finds it taken.
 */
export async function resumeStalledFiles(deps: {
  readonly files: IntakeStore;
  readonly jobs: JobRequests;
  readonly clock: Clock;
  readonly signals: IntakeSignals;
}): Promise<number> {
  const now = deps.clock.now();
  let resumed = 0;
  for await (const file of deps.files.stalled(now)) {
    // A file that nobody has taken yet was registered a moment ago: its own notification is on the way.
    if (file.leaseUntil === null && now.getTime() - Date.parse(file.registeredAt) < FIRST_RUN_MS) continue;
    await deps.jobs.ask(continuation(file, now));
    deps.signals.resumed(file, now);
    resumed += 1;
  }
  return resumed;
}

const FIRST_RUN_MS = 120_000;
