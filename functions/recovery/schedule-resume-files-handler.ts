import { clockFrom } from '../../shared/calendar/clock.ts';
import { createMailStore } from '../../shared/mail/mail-store.ts';
import { settleMails } from '../../shared/mail/settle-mails.ts';
import { eventHandler, openFunction } from '../../shared/observability/function-frame.ts';
import { failureFields } from '../../shared/observability/log.ts';
import { bankingCalendar } from '../../shared/register/banking-calendar.ts';
import { documentClient } from '../../shared/store/document-client.ts';
import { createCorrectionStore } from './corrections/correction-store.ts';
import { healCorrections } from './corrections/heal-corrections.ts';
import { createCreditUseStore } from './credits/credit-use-store.ts';
import { healCreditUses } from './credits/heal-credit-uses.ts';
import { healDeposits } from './deposits/heal-deposits.ts';
import { recoveryResumeFilesEnvironment } from './environment.ts';
import { healDecisions } from './intake/heal-decisions.ts';
import { createIntakeSignals } from './intake/intake-signals.ts';
import { resumeStalledFiles } from './intake/resume-stalled-files.ts';
import { heardCreditUses } from './money-signals.ts';
import { paymentDeps } from './payment-deps.ts';
import { firmUpPayments } from './provisional/firm-up-payments.ts';
import { healBounces } from './provisional/heal-bounces.ts';
import { createFrozenMarks } from './reports/closing/frozen-report.ts';
import { watchMorning } from './reports/watch-morning.ts';
import { healReturns } from './returns/heal-returns.ts';
import { healCancellations } from './window/heal-cancellations.ts';

const environment = recoveryResumeFilesEnvironment.parse(process.env);
const { now, log, metrics } = openFunction('recovery-resume-files');
const documents = documentClient();
const deps = {
  ...paymentDeps(documents, environment, clockFrom(environment.CLOCK, now), { log, metrics }),
  signals: createIntakeSignals(log, metrics),
  creditUses: heardCreditUses(createCreditUseStore(documents, environment.SYSTEM_TABLE), log),
  corrections: createCorrectionStore(documents, environment.SYSTEM_TABLE),
  mails: createMailStore(documents, environment.SYSTEM_TABLE),
  marks: createFrozenMarks(documents, environment.SYSTEM_TABLE),
  calendar: bankingCalendar(documents, environment.SYSTEM_TABLE),
  metrics,
  log,
};

const jobs = {
  'resume-files': () => resumeStalledFiles(deps),
  'heal-deposits': () => healDeposits(deps),
  'heal-decisions': () => healDecisions(deps),
  'heal-bounces': () => healBounces(deps),
  'heal-returns': () => healReturns(deps),
  'heal-credit-uses': () => healCreditUses(deps),
  'heal-corrections': () => healCorrections(deps),
  'heal-cancellations': () => healCancellations(deps),
  'firm-up-payments': () => firmUpPayments(deps),
  'settle-mails': () => settleMails(deps),
  'watch-morning': () => watchMorning(deps),
};

/** Every five minutes: what was left half way goes on or is settled; cheques whose days have passed become firm. */
export const handler = eventHandler({ log }, async (): Promise<void> => {
  const failures: unknown[] = [];
  for (const [job, run] of Object.entries(jobs)) {
    const started = now().getTime();
    try {
      const items = await run();
      log.event('job-finished', { job, items, milliseconds: now().getTime() - started });
    } catch (error) {
      log.event('job-failed', { job, ...failureFields(error) });
      failures.push(error);
    }
  }
  if (failures.length > 0) throw new AggregateError(failures, 'some jobs failed; the others were done');
});
