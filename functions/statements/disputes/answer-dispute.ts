import type { Caller } from '../../../shared/http/route.ts';
import { refuse } from '../../../shared/refusals/shared-refusals.ts';
import type { CorrectionCited, Dispute } from './dispute.ts';
import type { DisputeDeps } from './dispute-deps.ts';
import { refuseDispute } from './dispute-refusals.ts';
import { type DisputeMove, readDispute, takeDisputeStep } from './move-dispute.ts';

/**
 * Takes a dispute up to answer it. `movements` are the ledger's events that it is about, as the entries of the notes name
 * them: whoever recorded one of them does not answer for it (`movement-of-handler`), nor does one that is not there.
 */
export async function studyDispute(
  deps: DisputeDeps,
  { movements, ...move }: Omit<DisputeMove, 'reason'> & { readonly movements: readonly string[] },
  caller: Caller,
): Promise<Dispute> {
  const dispute = await readDispute(deps, move.disputeId, caller);
  const entries = movements.length === 0 ? [] : await entriesOf(deps, dispute);
  const details = movements.flatMap((eventId, index) => {
    const entry = entries.find((one) => one.eventId === eventId);
    const message =
      entry === undefined
        ? 'Este movimiento no está en los pagarés de la aclaración.'
        : entry.actor === caller.subject
          ? 'Usted lo registró.'
          : undefined;
    return message === undefined ? [] : [{ pointer: `/movements/${index}`, message }];
  });
  if (details.length > 0)
    throw refuseDispute('movement-of-handler', 'Debe analizarla otra persona, o indicar otro movimiento.', { details });
  const asked = { ...move, reason: null, change: () => ({}), meaning: { movements } };
  return takeDisputeStep(deps, dispute, 'study', asked, caller);
}

/**
 * Proposes the answer. What proceeds in money cites the corrections by which it was put right, each with four eyes of its
 * own; those have to be in the ledger since the dispute was received (`correction-not-found`).
 */
export async function proposeAnswer(
  deps: DisputeDeps,
  { outcome, ...move }: Omit<DisputeMove, 'reason'> & { readonly outcome: NonNullable<Dispute['outcome']> },
  caller: Caller,
): Promise<Dispute> {
  const dispute = await readDispute(deps, move.disputeId, caller);
  await refuseUnseen(deps, dispute, outcome.corrections);
  const asked = { ...move, reason: null, change: () => ({ outcome }), meaning: { outcome } };
  return takeDisputeStep(deps, dispute, 'propose', asked, caller);
}

async function refuseUnseen(deps: DisputeDeps, dispute: Dispute, cited: readonly CorrectionCited[]): Promise<void> {
  if (cited.length === 0) return;
  const since = (await entriesOf(deps, dispute)).filter(({ recordedOn }) => recordedOn >= dispute.receivedOn);
  const details = cited.flatMap(({ type, id }, index) =>
    since.some(({ source }) => source.type === type && source.id === id)
      ? []
      : [
          {
            pointer: `/corrections/${index}`,
            message: 'No hay un movimiento de esta corrección desde que se recibió la aclaración.',
          },
        ],
  );
  if (details.length > 0)
    throw refuseDispute('correction-not-found', 'Primero debe estar autorizada y en el libro.', { details });
}

/** Of the note that the dispute is about, or of all that its file has. */
async function entriesOf({ register, entriesOf: read }: DisputeDeps, { fileId, noteId }: Dispute) {
  const file = await register.wholeFile(fileId);
  if (file === undefined) throw refuse('not-found', 'El expediente de la aclaración no existe.');
  const noteIds = noteId === null ? file.notes.map((note) => note.noteId) : [noteId];
  return (await Promise.all(noteIds.map(read))).flat();
}
