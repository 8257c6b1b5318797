import { failureFields, type Log } from '../../../shared/observability/log.ts';
import { carryOut, type DecideRowDeps } from './decide-row.ts';

/** Carries out decisions on rows that a crash or a busy ledger left noted. One that fails is logged; the others go on. */
export async function healDecisions(deps: Omit<DecideRowDeps, 'claims'> & { readonly log: Log }): Promise<number> {
  let healed = 0;
  for await (const { fileId, row: listed } of deps.files.rowsBeingDecided()) {
    const row = await deps.files.findRow(fileId, listed.line);
    if (row?.outcome !== 'possible-duplicate' || row.decision === null) continue;
    try {
      await carryOut(deps, fileId, row);
      healed += 1;
    } catch (error) {
      deps.log.event('job-failed', { job: 'heal-decisions', ...failureFields(error) });
    }
  }
  return healed;
}
