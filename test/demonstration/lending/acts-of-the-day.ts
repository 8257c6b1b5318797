import * as z from 'zod';
import { educationCreditReference } from '../../../functions/recovery/references/education-credit-reference.ts';
import { patiently } from '../../../infra/local/commands/patient-fetch.ts';
import type { Runner } from '../../../infra/local/runner.ts';
import { addMonths } from '../../../shared/calendar/calendar-date.ts';
import { deterministicId } from '../../../shared/canonical/deterministic-id.ts';
import type { DayStep, DemonstrationDay } from '../seeder.ts';
import { askApi } from '../staff-api.ts';
import type { DemoFile, DemoNote } from './portfolio.ts';

/** Once the money of the day is in: a note is accelerated, and another one's debt moves into a new note. */
export function actsOfTheDay({ runner, day, borrowers }: DemonstrationDay): DayStep[] {
  return [
    {
      ...{ key: 'acceleration', title: 'Vencimiento anticipado', on: day },
      run: () => patiently(() => accelerateOne(runner, day, firstOf(borrowers(), 'extrajudicial'))),
    },
    {
      ...{ key: 'regeneration', title: 'Regeneración de un adeudo', on: day },
      run: () => patiently(() => regenerateOne(runner, day, firstOf(borrowers(), 'mediation'))),
    },
  ];
}

interface Chosen {
  readonly file: DemoFile['file'];
  readonly note: DemoNote;
}

/** The first note collected in that stage, of the portfolio as it was loaded: the same one when the step is done again. */
function firstOf(borrowers: readonly DemoFile[], stage: string): Chosen | undefined {
  for (const { file, notes } of borrowers)
    for (const note of notes)
      if (note.history.events.some((event) => event.kind === 'placement-changed' && event.stage === stage))
        return { file, note };
  return undefined;
}

const withStatus = z.object({ statusName: z.string() });
const poster =
  (runner: Runner, what: string) =>
  (asking: { readonly role: string; readonly office?: string }, path: string, body?: object): Promise<unknown> =>
    askApi(runner, {
      ...{ ...asking, path, method: 'POST', headers: { 'idempotency-key': deterministicId(what, path) } },
      ...(body !== undefined && { body }),
    });

async function accelerateOne(runner: Runner, day: string, chosen: Chosen | undefined): Promise<string> {
  if (chosen === undefined) return 'ningún pagaré en cobranza extrajudicial';
  const post = poster(runner, 'demo-acceleration');
  const act = { kind: 'accelerate', valueDate: day };
  const proposed = await post({ role: 'judicial-head' }, `/v1/notes/${chosen.note.item.noteId}/acts`, {
    ...{ act, reason: 'Dejó de pagar y no respondió a los requerimientos' },
  });
  const { noteActId } = z.object({ noteActId: z.string() }).parse(proposed);
  const { statusName } = withStatus.parse(await post({ role: 'director' }, `/v1/note-acts/${noteActId}/authorisation`));
  return `contrato ${chosen.note.item.contractNumber}: ${statusName}`;
}

async function regenerateOne(
  runner: Runner,
  day: DemonstrationDay['day'],
  chosen: Chosen | undefined,
): Promise<string> {
  if (chosen === undefined) return 'ningún pagaré en mediación';
  const post = poster(runner, 'demo-regeneration');
  const { file, note } = chosen;
  const mediator = { role: 'mediator', office: file.office };
  const contractNumber = `R-${note.item.contractNumber}`;
  const proposed = await post(mediator, `/v1/files/${file.fileId}/regenerations`, {
    ...{ form: 'resolutory-condition', oldNoteIds: [note.item.noteId], product: note.item.product, contractNumber },
    ...{ paymentReference: educationCreditReference(99_990_001), firstDueDate: addMonths(day, 2), instalments: 24 },
    reason: 'Consiguió empleo y ofrece pagar en dos años',
  });
  const { regenerationId } = z.object({ regenerationId: z.string() }).parse(proposed);
  const where = `/v1/regenerations/${regenerationId}`;
  await post({ role: 'director' }, `${where}/authorisation`);
  const { statusName } = withStatus.parse(await post(mediator, `${where}/signature`, { cosigners: [1] }));
  return `contrato ${note.item.contractNumber} en ${contractNumber}: ${statusName}`;
}
