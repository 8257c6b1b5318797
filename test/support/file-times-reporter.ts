import { writeFileSync } from 'node:fs';
import { relative } from 'node:path';
import type { Reporter, TestModule } from 'vitest/node';

/** Writes how many milliseconds each file took, hooks with it, to FILE_TIMES: Vitest's own JSON leaves the hooks out. */
export default class FileTimesReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const { FILE_TIMES } = process.env;
    if (FILE_TIMES === undefined) return;
    const times = modules.map((module) => {
      const { collectDuration, setupDuration, duration } = module.diagnostic();
      return [relative(process.cwd(), module.moduleId), collectDuration + setupDuration + duration] as const;
    });
    writeFileSync(FILE_TIMES, JSON.stringify(Object.fromEntries(times)));
  }
}
