import { heal } from '../../../shared/jobs/heal.ts';
import type { Log } from '../../../shared/observability/log.ts';
import { carryOut, type DecideRowDeps } from './decide-row.ts';

/** Carries out decisions on rows left noted. */
export function healDecisions(deps: Omit<DecideRowDeps, 'claims'> & { readonly log: Log }): Promise<number> {
  return heal(deps.log, 'heal-decisions', deps.files.rowsBeingDecided(), async ({ fileId, row: listed }) => {
    const row = await deps.files.findRow(fileId, listed.line);
    if (row?.outcome !== 'possible-duplicate' || row.decision === null) return 'over';
    await carryOut(deps, fileId, row);
    return 'healed';
  });
}
