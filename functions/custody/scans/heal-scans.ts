import type { Clock } from '../../../shared/calendar/clock.ts';
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
/** Looked at in one run; the next takes the rest. */
const MOST_LOOKED_AT = 500;

export interface Healed {
  readonly expired: number;
  readonly received: number;
  /** Uploaded long ago, and nothing has looked at them. */
  readonly overdue: number;
}

/**
 * Looks after documents that stand still: those that nobody uploaded are over; those whose verdict was told to nobody are
 * received by what their tag says; those that nothing looks at are counted, so that somebody hears of it.
 */
export async function healScans(deps: HealScansDeps): Promise<Healed> {
  const until = new Date(deps.now().getTime() - STANDS_STILL_MINUTES * 60_000).toISOString();
  const overdueBefore = new Date(deps.now().getTime() - OVERDUE_HOURS * 3_600_000).toISOString();
  const healed = { expired: 0, received: 0, overdue: 0 };
  let looked = 0;
  for (const state of ['requested', 'uploaded', 'clean'] as const) {
    for await (const document of deps.documents.all(state, { to: until })) {
      if (document.requestedAt > until || looked >= MOST_LOOKED_AT) break;
      looked += 1;
      const end = await heal(deps, document);
      if (end === 'expired' || end === 'received') healed[end] += 1;
      else if (document.requestedAt < overdueBefore) healed.overdue += 1;
    }
  }
  if (healed.expired + healed.received + healed.overdue > 0) deps.log.event('scans-healed', { ...healed });
  return healed;
}

async function heal(deps: HealScansDeps, document: VaultDocument): Promise<'expired' | 'received' | 'waits'> {
  const { documentId } = document;
  const there = await deps.quarantine.look(documentId);
  const stamp = { by: SYSTEM, on: deps.clock.today(), key: 'heal', reason: null };
  const write = (next: VaultDocument) => deps.documents.write(next);
  if (there === undefined) {
    if (document.state !== 'requested') return 'waits';
    return (await tryStep(documentMachine, document, { step: 'expire', stamp, write })) ? 'expired' : 'waits';
  }
  const { objectVersion, status } = there;
  if (status !== undefined) {
    await receiveScan(deps, { documentId, objectVersion, status, threat: null, scannedBy: 'GuardDuty' });
    return 'received';
  }
  await tryStep(documentMachine, document, { step: 'arrive', stamp, write });
  return 'waits';
}
