import type { Clock } from '../../../shared/calendar/clock.ts';
import { failureFields } from '../../../shared/observability/log.ts';
import { tryStep } from '../../../shared/transitions/perform-step.ts';
import { SYSTEM } from '../../../shared/transitions/tracked.ts';
import { documentMachine } from '../../../shared/vault/document-machine.ts';
import type { DocumentStore } from '../../../shared/vault/document-store.ts';
import type { VaultDocument } from '../../../shared/vault/vault-document.ts';
import type { Quarantine } from './quarantine.ts';
import { type ReceiveScanDeps, receiveScan } from './receive-scan.ts';

export interface HealScansDeps extends ReceiveScanDeps {
  readonly documents: DocumentStore;
  readonly quarantine: Quarantine;
  readonly now: () => Date;
  readonly clock: Clock;
}

/** After this a form has run out, and the scan should have said what it found. */
const STANDS_STILL_MINUTES = 30;
/** A scan that has said nothing for so long is told of. */
const OVERDUE_HOURS = 6;
/** Of each state looked at in one run; the next takes the rest. */
const MOST_LOOKED_AT = 500;

export interface Healed {
  readonly expired: number;
  readonly received: number;
  /** Uploaded long ago, and nothing has looked at them. */
  readonly overdue: number;
  /** Gone from the quarantine before anything looked at them: refused, to be uploaded again. */
  readonly lost: number;
}

/**
 * Looks after documents that stand still: those that nobody uploaded are over; those whose verdict was told to nobody are
 * received by what their tag says; those that nothing looks at are counted, so that somebody hears of it. One that fails is
 * logged, the others go on, and the run fails at the end.
 */
export async function healScans(deps: HealScansDeps): Promise<Healed> {
  const before = (milliseconds: number) => new Date(deps.now().getTime() - milliseconds).toISOString();
  const until = before(STANDS_STILL_MINUTES * 60_000);
  const overdueBefore = before(OVERDUE_HOURS * 3_600_000);
  const healed = { expired: 0, received: 0, overdue: 0, lost: 0 };
  const failures: unknown[] = [];
  for (const state of ['requested', 'uploaded', 'clean'] as const) {
    let looked = 0;
    for await (const document of deps.documents.all(state, { to: until })) {
      if (looked >= MOST_LOOKED_AT) break;
      looked += 1;
      const end = await heal(deps, document).catch(noted);
      if (end !== 'waits') healed[end] += 1;
      else if (document.requestedAt < overdueBefore) healed.overdue += 1;
    }
  }
  if (Object.values(healed).some((count) => count > 0)) deps.log.event('scans-healed', { ...healed });
  if (failures.length > 0) throw new AggregateError(failures, `${failures.length} scans failed`);
  return healed;

  function noted(error: unknown): 'waits' {
    deps.log.event('job-failed', { job: 'heal-scans', ...failureFields(error) });
    failures.push(error);
    return 'waits';
  }
}

async function heal(deps: HealScansDeps, document: VaultDocument): Promise<Exclude<keyof Healed, 'overdue'> | 'waits'> {
  const { documentId } = document;
  const there = await deps.quarantine.look(documentId);
  const stamp = { by: SYSTEM, on: deps.clock.today(), key: 'heal', reason: null };
  const write = (next: VaultDocument) => deps.documents.write(next);
  if (there === undefined) {
    if (document.state === 'requested')
      return (await tryStep(documentMachine, document, { step: 'expire', stamp, write })) ? 'expired' : 'waits';
    const change = () => ({ refusal: 'never-scanned' }) as const;
    return (await tryStep(documentMachine, document, { step: 'refuse', stamp, change, write })) ? 'lost' : 'waits';
  }
  const { objectVersion, status } = there;
  if (status !== undefined) {
    // The tag does not say what looked.
    const scannedBy = 'Revisión anotada en la etiqueta del archivo';
    await receiveScan(deps, { documentId, objectVersion, status, threat: null, scannedBy });
    return 'received';
  }
  await tryStep(documentMachine, document, { step: 'arrive', stamp, write });
  return 'waits';
}
