import type { Office } from '../../../shared/institute/offices.ts';
import type { RegisterPort } from '../../../shared/register/register-port.ts';
import { withoutSigns } from '../readers/payment-reference.ts';
import { refusePayee } from './payee-refusals.ts';
import type { PaymentTarget } from './post-payment.ts';

/** Who a person says is being paid: one of four ways to name it. */
export type PayeeQuery =
  | { readonly contractNumber: string }
  | { readonly reference: string }
  | { readonly noteId: string }
  | { readonly fileId: string; readonly chosenNoteIds?: readonly string[] | undefined };

export interface Payee {
  readonly target: PaymentTarget;
  readonly chosenNoteIds: readonly string[] | undefined;
  /** Office of the file. */
  readonly office: Office;
}

/**
 * Finds the note or file in the register. Throws `target-unknown` (422) when there is none and `chosen-notes-foreign`
 * when a chosen note belongs to another file.
 */
export async function findPayee(register: RegisterPort, query: PayeeQuery): Promise<Payee> {
  if ('fileId' in query) return wholeFile(register, query.fileId, query.chosenNoteIds);
  if ('reference' in query) {
    const found = await register.findReference(withoutSigns(query.reference));
    if (found === undefined)
      throw unknown('/target/reference', 'La referencia no pertenece a ningún pagaré ni expediente.');
    const { fileId, noteId, office } = found;
    return { target: { fileId, noteId }, chosenNoteIds: undefined, office };
  }
  const byNote = 'noteId' in query;
  const note = await (byNote ? register.findNote(query.noteId) : register.findContract(query.contractNumber));
  if (note === undefined) {
    throw byNote
      ? unknown('/target/noteId', 'No hay un pagaré con ese identificador.')
      : unknown('/target/contractNumber', 'No hay un pagaré con ese número de contrato.');
  }
  return { target: { fileId: note.fileId, noteId: note.noteId }, chosenNoteIds: undefined, office: note.office };
}

async function wholeFile(
  register: RegisterPort,
  fileId: string,
  chosenNoteIds: readonly string[] | undefined,
): Promise<Payee> {
  const file = await register.findFile(fileId);
  if (file === undefined) throw unknown('/target/fileId', 'No hay un expediente con ese identificador.');
  if (chosenNoteIds !== undefined && chosenNoteIds.length > 0) {
    const own = new Set((await register.notesOfFile(fileId)).map((note) => note.noteId));
    const foreign = chosenNoteIds.filter((noteId) => !own.has(noteId));
    if (foreign.length > 0) {
      const details = foreign.map((noteId) => ({
        pointer: `/target/chosenNoteIds/${chosenNoteIds.indexOf(noteId)}`,
        message: 'Este pagaré no es del expediente.',
      }));
      throw refusePayee(
        'chosen-notes-foreign',
        'Hay pagarés elegidos que no son del expediente. Quítelos o corríjalos.',
        {
          details,
        },
      );
    }
  }
  return { target: { fileId, noteId: null }, chosenNoteIds, office: file.office };
}

function unknown(pointer: string, message: string) {
  return refusePayee('target-unknown', `${message} Revise el dato con el acreditado.`, {
    details: [{ pointer, message }],
  });
}
