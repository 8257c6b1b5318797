import { clockFrom } from '../../shared/calendar/clock.ts';
import { healHalfWay } from '../../shared/jobs/heal.ts';
import { createLedger } from '../../shared/ledger/dynamo-ledger.ts';
import { createRegenerations } from '../../shared/ledger/regeneration-postings.ts';
import { heardPace } from '../../shared/observability/contention.ts';
import { eventHandler, openFunction } from '../../shared/observability/function-frame.ts';
import { bankingCalendar } from '../../shared/register/banking-calendar.ts';
import { documentClient } from '../../shared/store/document-client.ts';
import { lendingEnvironment } from './environment.ts';
import { fileStore } from './file-store.ts';
import { finishPosting, finishTakingBack } from './note-acts/finish-note-act.ts';
import { noteActMachine } from './note-acts/note-act-machine.ts';
import { createNoteActStore } from './note-acts/note-act-store.ts';
import { noteStore } from './note-store.ts';
import { productStore } from './product-store.ts';
import { finishSigning, finishUndoing } from './regenerations/finish-regeneration.ts';
import { regenerationMachine } from './regenerations/regeneration-machine.ts';
import { createRegenerationStore } from './regenerations/regeneration-store.ts';

const environment = lendingEnvironment.parse(process.env);
const frame = openFunction('lending-heal');
const documents = documentClient();
const register = { documents, tableName: environment.REGISTER_TABLE };
const tables = {
  heads: environment.HEADS_TABLE,
  entries: environment.ENTRIES_TABLE,
  idempotency: environment.IDEMPOTENCY_TABLE,
};
const ledger = { documents, tables, clock: clockFrom(environment.CLOCK, frame.now), pace: heardPace(frame) };
const deps = {
  noteActs: createNoteActStore(documents, environment.SYSTEM_TABLE),
  regenerations: createRegenerationStore(documents, environment.SYSTEM_TABLE),
  files: fileStore(register),
  notes: noteStore(register),
  products: productStore(register),
  calendar: bankingCalendar(documents, environment.SYSTEM_TABLE),
  ledger: { ...createLedger(ledger), ...createRegenerations(ledger) },
};

/** Every five minutes: acts on notes and regenerations that a crash left half way. */
export const handler = eventHandler({ log: frame.log }, async (): Promise<{ readonly healed: number }> => {
  const runs = await Promise.allSettled([
    healHalfWay(frame.log, 'heal-note-acts', noteActMachine, deps.noteActs, (one) =>
      one.state === 'posting' ? finishPosting(deps, one) : finishTakingBack(deps, one),
    ),
    healHalfWay(frame.log, 'heal-regenerations', regenerationMachine, deps.regenerations, (one) =>
      one.state === 'signing' ? finishSigning(deps, one) : finishUndoing(deps, one),
    ),
  ]);
  const failures = runs.flatMap((run) => (run.status === 'rejected' ? [run.reason] : []));
  if (failures.length > 0) throw new AggregateError(failures, 'some acts could not be finished; the others were');
  return { healed: runs.reduce((sum, run) => sum + (run.status === 'fulfilled' ? run.value : 0), 0) };
});
