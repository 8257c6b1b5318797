import { clockFrom } from '../../shared/calendar/clock.ts';
import { agreementsOfFile } from '../../shared/ledger/read-agreements.ts';
import { createAddressHolds } from '../../shared/links/address-change.ts';
import { openMail } from '../../shared/mail/open-mail.ts';
import { eventHandler, openFunction } from '../../shared/observability/function-frame.ts';
import { bankingCalendar } from '../../shared/register/banking-calendar.ts';
import { registerStoreReader } from '../../shared/register/register-store-reader.ts';
import { documentClient } from '../../shared/store/document-client.ts';
import { createAgreementStore } from './agreements/agreement-store.ts';
import { agreementsRemindEnvironment } from './environment.ts';
import { type Reminding, remindOfPayments } from './reminders/remind-of-payments.ts';
import { createReminderStore } from './reminders/reminder-store.ts';

const environment = agreementsRemindEnvironment.parse(process.env);
const { now, log, metrics } = openFunction('agreements-remind');
const documents = documentClient();
const { SYSTEM_TABLE: system, HEADS_TABLE: heads } = environment;
const deps = {
  clock: clockFrom(environment.CLOCK, now),
  ...{ metrics, log },
  agreements: createAgreementStore(documents, system),
  reminders: createReminderStore(documents, system),
  agreementsOfFile: agreementsOfFile.bind(undefined, documents, { heads }),
  calendar: bankingCalendar(documents, system),
  register: registerStoreReader({ documents, tableName: environment.REGISTER_TABLE }),
  holds: createAddressHolds(documents, environment.LINKS_TABLE),
  ...openMail(documents, environment),
};

/** In the morning, every half hour: whoever pays by agreement in a few days is reminded of it. */
export const handler = eventHandler(
  { log },
  (_event, context): Promise<Reminding> =>
    remindOfPayments({ ...deps, remainingMs: () => context.getRemainingTimeInMillis() }),
);
