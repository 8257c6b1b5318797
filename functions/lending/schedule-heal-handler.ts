import { clockFrom } from '../../shared/calendar/clock.ts';
import { healHalfWay } from '../../shared/jobs/heal.ts';
import { createLedger } from '../../shared/ledger/dynamo-ledger.ts';
import { heardPace } from '../../shared/observability/contention.ts';
import { eventHandler, openFunction } from '../../shared/observability/function-frame.ts';
import { documentClient } from '../../shared/store/document-client.ts';
import { lendingHealEnvironment } from './environment.ts';
import { finishPosting, finishTakingBack } from './note-acts/finish-note-act.ts';
import { noteActMachine } from './note-acts/note-act-machine.ts';
import { createNoteActStore } from './note-acts/note-act-store.ts';

const environment = lendingHealEnvironment.parse(process.env);
const frame = openFunction('lending-heal');
const documents = documentClient();
const tables = {
  heads: environment.HEADS_TABLE,
  entries: environment.ENTRIES_TABLE,
  idempotency: environment.IDEMPOTENCY_TABLE,
};
const deps = {
  noteActs: createNoteActStore(documents, environment.SYSTEM_TABLE),
  ledger: createLedger({
    ...{ documents, tables, clock: clockFrom(environment.CLOCK, frame.now) },
    pace: heardPace(frame),
  }),
};

/** Every five minutes: acts on notes that a crash left half way. */
export const handler = eventHandler({ log: frame.log }, async (): Promise<{ readonly healed: number }> => {
  const healed = await healHalfWay(frame.log, 'heal-note-acts', noteActMachine, deps.noteActs, (one) =>
    one.state === 'posting' ? finishPosting(deps, one) : finishTakingBack(deps, one),
  );
  return { healed };
});
