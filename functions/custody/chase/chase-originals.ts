import { addDays } from '../../../shared/calendar/calendar-date.ts';
import type { Clock } from '../../../shared/calendar/clock.ts';
import { hashOfSecret } from '../../../shared/links/secret.ts';
import { type ComposeDeps, composeMail } from '../../../shared/mail/compose-mail.ts';
import { type SendOnceDeps, sendOnce } from '../../../shared/mail/send-once.ts';
import { failureFields, type Log } from '../../../shared/observability/log.ts';
import { custodianOn } from '../custodians/custodian.ts';
import type { CustodianStore } from '../custodians/custodian-store.ts';
import type { Original } from '../originals/original.ts';
import type { OriginalStore } from '../originals/original-store.ts';
import { CHASE_TOPIC, chaseMail, chaseNumber, mailOfChase } from './chase-mail.ts';

export interface ChaseDeps extends SendOnceDeps, ComposeDeps {
  readonly clock: Clock;
  readonly originals: Pick<OriginalStore, 'all' | 'find'>;
  readonly custodians: Pick<CustodianStore, 'find'>;
  readonly log: Pick<Log, 'event'>;
  /** Milliseconds until this process is stopped (Lambda's limit). */
  readonly remainingMs: () => number;
}

/** Of the originals past their deadline: overdue = sent + before + unsent + open. */
export interface Chasing {
  readonly overdue: number;
  readonly sent: number;
  /** Their reminder of these days had left before. */
  readonly before: number;
  /** Nobody to write to, or no mail reaches them. */
  readonly unsent: number;
  /** Left to the next day: no time, a failure, or it came back just now. */
  readonly open: number;
}

const TIME_RESERVE_MS = 60_000;
type End = Exclude<keyof Chasing, 'overdue'>;

/** What was looked at again and is due no more. */
class NotDue extends Error {
  override readonly name = 'NotDue';
}

/**
 * One pass in the morning over what is out past its deadline, and nothing else: whoever has it and whoever keeps the office
 * are asked for it by mail, once a reminder (loan-parameters.ts). One that fails is logged, the others go on, and the pass
 * fails at the end.
 */
export async function chaseOriginals(deps: ChaseDeps): Promise<Chasing> {
  const { clock, log, originals, remainingMs } = deps;
  const today = clock.today();
  const count = { overdue: 0, sent: 0, before: 0, unsent: 0, open: 0 };
  const failures: unknown[] = [];
  for await (const original of originals.all('lent', { to: addDays(today, -1) })) {
    count.overdue += 1;
    const end = remainingMs() < TIME_RESERVE_MS ? 'open' : await chase(deps, original).catch(noted);
    count[end] += 1;
  }
  log.event('originals-chased', { date: today, ...count });
  if (failures.length > 0) throw new AggregateError(failures, `${failures.length} reminders failed`);
  return count;

  function noted(error: unknown): End {
    if (error instanceof NotDue) return 'open';
    log.event('job-failed', { job: 'chase-originals', ...failureFields(error) });
    failures.push(error);
    return 'open';
  }
}

async function chase(deps: ChaseDeps, original: Original): Promise<End> {
  const { clock, originals, custodians } = deps;
  const { holder, office, labelCode } = original;
  if (holder.type !== 'party') return 'open';
  const number = chaseNumber(holder, clock.today());
  const mail = mailOfChase(original, holder, number);
  const { outcome } = await sendOnce(deps, mail, async () => {
    // The index may be a moment behind: what has just come back is asked of nobody.
    if ((await originals.find(labelCode))?.version !== original.version) throw new NotDue('it moved');
    const custodian = custodianOn((await custodians.find(office)).appointments, clock.today());
    const body = chaseMail(original, holder, number);
    return {
      recipients: [holder.party.email, custodian?.email].filter((address) => address != null),
      sha256: hashOfSecret(body.text),
      compose: composeMail(deps, `${CHASE_TOPIC}-${mail.subject}`, body),
    };
  });
  switch (outcome) {
    case 'sent':
      return 'sent';
    case 'already-sent':
      return 'before';
    case 'uncertain':
    case 'suppressed':
    case 'given-up':
      return 'unsent';
    case 'failed':
    case 'in-progress':
      return 'open';
  }
}
